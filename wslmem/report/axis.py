"""Scales and round ticks of a chart."""

from __future__ import annotations

from math import ceil, floor, log10

from wslmem.records import record
from wslmem.units import GIB, KIB, MIB

STEPS = (1.0, 2.0, 5.0, 10.0)
ENOUGH_FOR_UNIT = 1.5
"""A unit is used from this many of it on: 1.2 GiB is drawn on an axis of MiB."""


@record
class Axis:
    """Values from 0 to `top` on pixels from `start` to `end`; `start` may be the larger one."""

    top: float
    """The highest value, above 0."""
    start: float
    end: float

    def at(self, value: float) -> float:
        """The pixel of `value`; values outside are put on the edge."""
        share = min(max(value / self.top, 0.0), 1.0)
        return self.start + (self.end - self.start) * share


def ticks(top: float, most: int = 5) -> list[float]:
    """Round values from 0 up to `top`, `most` steps at most. ValueError unless `top` is above 0.

    >>> ticks(43.0)
    [0.0, 10.0, 20.0, 30.0, 40.0]
    """
    if top <= 0:
        raise ValueError("an axis ends above 0")
    rough = top / most
    power = 10.0 ** floor(log10(rough))
    step = next((power * step for step in STEPS if power * step >= rough), power * STEPS[-1])
    return [index * step for index in range(floor(top / step + 1e-9) + 1)]


def second_ticks(top: float) -> list[tuple[float, str]]:
    """Ticks of a time axis with their labels."""
    return [(tick, f"{tick:g} s") for tick in ticks(top)]


def byte_ticks(top: float) -> list[tuple[float, str]]:
    """Ticks of an axis of bytes, round in a binary unit, with their labels.

    >>> [label for _, label in byte_ticks(6.2 * 1024**3)]
    ['0', '2 GiB', '4 GiB', '6 GiB']
    """
    units = ((GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB"))
    factor, unit = next(((size, name) for size, name in units if top >= ENOUGH_FOR_UNIT * size), (1, "B"))
    return [(tick * factor, f"{tick:g} {unit}" if tick else "0") for tick in ticks(top / factor)]


def headroom(value: float) -> float:
    """A top for an axis that leaves a little room above `value`; 1 where there is nothing to show."""
    return ceil(value * 1.06) if value >= 1 else max(value * 1.06, 0.001)

"""The least memory= with which a build completes: which value to try next, and what is known at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wslmem.bench.measures import completed
from wslmem.bench.plan import Side
from wslmem.bench.result import BenchResult
from wslmem.units import MIB, Bytes, parse_size, spell_size

LEAST = Bytes(512 * MIB)
"""No distribution with a login starts in much less."""
RATIO = 1.06
"""Of one value to the next: floors of one build differ by as much from one day to the next."""
WHOLE = 32 * MIB
"""Values are multiples of it."""
RUNS = 2
"""Runs at each value where nobody says otherwise: near its floor a build completes once and dies once."""
KEY = "wsl2.memory"


def values(most: Bytes) -> tuple[Bytes, ...]:
    """The values that may be tried, ascending, from `LEAST` up to `most`; one at least.

    >>> [size // MIB for size in values(Bytes(640 * MIB))]
    [512, 544, 576, 608, 640]
    """
    found = [LEAST]
    while True:
        size = max(found[-1] + WHOLE, round(found[-1] * RATIO / WHOLE) * WHOLE)
        if size > most:
            return tuple(found)
        found.append(Bytes(size))


def sides(sizes: Iterable[Bytes], common: Side) -> tuple[Side, ...]:
    """A side for each value, without swap: what the build needs, not what it can bear to wait for."""
    return tuple(
        Side(f"memory={spell_size(size)}", ((KEY, spell_size(size)), ("wsl2.swap", "0")), common.goflags,
             common.environment)
        for size in sizes
    )  # fmt: skip


def next_side(names: Sequence[str], tried: Mapping[str, bool], first: str) -> str | None:
    """The name to try next, None where the floor is known as closely as the values lie.

    Args:
        names: in ascending order of memory.
        tried: whether every run completed, by name.
        first: where to begin.
    """
    if not tried:
        return first
    failed = max((index for index, name in enumerate(names) if tried.get(name) is False), default=-1)
    good = next((index for index in range(failed + 1, len(names)) if tried.get(names[index])), None)
    if good is None:
        return None if failed == len(names) - 1 else names[(failed + len(names)) // 2]
    return names[(failed + good) // 2] if good - failed > 1 else None


def tried(result: BenchResult) -> dict[str, bool]:
    """Whether every run completed at each value that was tried; a value whose runs are not all done is left out."""
    found: dict[str, bool] = {}
    for leg in result.plan.legs:
        runs = result.counted(leg.side)
        if any(not completed(run) for run in runs):
            found[leg.side] = False
        elif len(runs) >= leg.runs:
            found[leg.side] = True
    return found


def floor(result: BenchResult) -> tuple[Side | None, Side | None]:
    """The least side at which every run completed, and the largest below it at which one did not; None for unknown."""
    known = tried(result)
    order = [side for side in result.plan.sides if side.name in known]
    failed = max((index for index, side in enumerate(order) if not known[side.name]), default=-1)
    good = next((side for side in order[failed + 1 :] if known[side.name]), None)
    return good, order[failed] if failed >= 0 else None


def nearest(sides_: Sequence[Side], size: Bytes) -> str:
    """The name of the side whose memory= is the least one of `size` or more; the last one where none is."""
    fitting = (side.name for side in sides_ if (parse_size(str(side.settings[0][1])) or 0) >= size)
    return next(fitting, sides_[-1].name)

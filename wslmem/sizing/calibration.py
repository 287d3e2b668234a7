"""The constants of the model. All are measured (docs/sizing): `docs/sizing/fit.py` prints them from the data."""

from __future__ import annotations

from dataclasses import dataclass

from wslmem.units import MIB


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is fitted. Sizes in MiB, source in 10^6 bytes."""

    compile_scale: float = 250.0
    """Peak of the compile of a package with 10^6 bytes of source."""
    compile_power: float = 0.7
    """It grows with the source to this power."""
    runtime: float = 265.0
    """Peak of the compile of package `runtime`, which is mostly comments and which every build begins with."""
    go_base: float = 8.0
    """The go command itself, before it knows any package."""
    go_per_package: float = 0.042
    link_base: float = 20.0
    link_per_source: float = 5.5
    """Peak of a link, for each 10^6 bytes of source of the packages linked."""
    external_link: float = 100.0
    """What the C linker adds where a package outside the standard library uses cgo."""
    work_base: float = 0.04
    """Processor seconds of the smallest compile."""
    work_per_source: float = 3.0
    link_work: float = 0.02
    low: float = 0.8
    """Lower end of the interval, as a share of the expected peak."""
    high: float = 1.25
    """Upper end."""


CALIBRATION = Calibration()
RUNTIME = "runtime"
MB = 1_000_000


def mebibytes(figure: float) -> float:
    """Bytes of a figure in MiB."""
    return figure * MIB

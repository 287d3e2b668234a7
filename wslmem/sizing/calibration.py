"""The constants of the model. All are measured: `docs/sizing/fit.py` prints them from `docs/sizing/data`."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000
"""Source is counted in 10^6 bytes."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is fitted. Memory in MiB, source in 10^6 bytes."""

    garbage_base: float = 1.2144
    garbage_code: float = 864.2022
    """What a compile allocates in all, for each 10^6 bytes of code: its peak as long as nothing is collected."""
    garbage_table: float = 77.0942
    """The same for source outside functions."""
    garbage_below: float = 0.3829
    """What it reads of the packages below it: for 10^6 bytes of their source, which counts to the power below."""
    below_power: float = 1.5
    heap: float = 73.1834
    """Resident size when the first collection, at a heap goal of 128 MB, has run."""
    live_base: float = 31.5436
    live_code: float = 140.8086
    """Peak of a compile that collects, for 10^6 bytes of code in 1000 functions. It grows with the geometric mean of
    both: the same code in more functions takes more, and so do the same functions with more code."""
    live_table: float = 25.4549
    live_below: float = 0.393
    function: float = 13600.0
    """What one function adds, with the square of its length in 10^6 bytes. Not fitted: the middle of four loops of an
    interpreter, each of 137,000 bytes (github.com/goccy/go-json), which took 0.16 to 0.56 GiB."""
    c_base: float = 20.0
    c_source: float = 34.0
    """Peak of the C compiler, for each 10^6 bytes of the file."""
    instance: float = 1.5562
    """What each place adds where a generic function or type is given its types."""
    instance_below: float = 0.1776
    """The same for each place in the packages that are imported directly."""
    address: float = 0.0186
    """What each place adds where an address is taken: most such values are put on the heap, and set up one by one."""
    go_base: float = 8.0
    """The go command itself, before it knows any package."""
    go_package: float = 0.0368
    link_base: float = 20.0
    link_package: float = 0.3174
    """Peak of a link, for each package that is linked."""
    external_link: float = 100.0
    """What the C linker adds where a package outside the standard library uses cgo."""
    spread: float = 0.25
    """Standard deviation of the logarithm of a compile's true peak around the expected one."""


CALIBRATION = Calibration()

RUNTIME = {"go1.26": 276.0, "go1.27": 245.0}
"""Peak of the compile of package `runtime`, MiB, by release: every build has it, and of small ones it is the peak."""

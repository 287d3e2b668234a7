"""The constants of the model. All are measured: `docs/sizing/fit.py` prints them from `docs/sizing/data`."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000
"""Source is counted in 10^6 bytes."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is fitted. Memory in MiB, source in 10^6 bytes."""

    garbage_base: float = 7.169
    garbage_code: float = 802.5868
    """What a compile allocates in all, for each 10^6 bytes of code: its peak as long as nothing is collected."""
    garbage_table: float = 74.6503
    """The same for source outside functions."""
    garbage_types: float = 32.2321
    """For each 1000 types that it declares: each is described for the running program, many with code to compare."""
    garbage_methods: float = 50.6777
    """For each 1000 methods of the interfaces of other packages that it reads."""
    garbage_named: float = 5483.6886
    """For each 10^6 bytes of generic code that it names, which is compiled again for the types given to it."""
    garbage_reached: float = 1061.5519
    """The same for the methods of instantiated types that can be reached from what it names."""
    heap: float = 73.1834
    """Resident size when the first collection, at a heap goal of 128 MB, has run."""
    live_base: float = 17.5991
    live_code: float = 189.711
    """Peak of a compile that collects, for 10^6 bytes of code in 1000 functions. It grows with the product of both, to
    a power: the same code in more functions takes more, and so do the same functions with more code."""
    live_table: float = 28.8847
    live_types: float = 31.05
    live_methods: float = 55.7061
    live_named: float = 161.5808
    live_reached: float = 544.2734
    methods_below: float = 2.5735
    """Methods of interfaces that are assumed where nobody counted, for 10^6 bytes of source below to the power 1.5."""
    function: float = 13600.0
    """What one function adds, with the square of its length in 10^6 bytes. Not fitted: the middle of four loops of an
    interpreter, each of 137,000 bytes (github.com/goccy/go-json), which took 0.16 to 0.56 GiB."""
    c_base: float = 20.0
    c_source: float = 34.0
    """Peak of the C compiler, for each 10^6 bytes of the file."""
    go_base: float = 8.0
    """The go command itself, before it knows any package."""
    go_package: float = 0.0365
    link_base: float = 20.0
    link_package: float = 0.3114
    """Peak of a link, for each package that is linked."""
    external_link: float = 100.0
    """What the C linker adds where a package outside the standard library uses cgo."""
    spread: float = 0.25
    """Standard deviation of the logarithm of a compile's true peak around the expected one."""


CALIBRATION = Calibration()

RUNTIME = {"go1.26": 276.0, "go1.27": 245.0}
"""Peak of the compile of package `runtime`, MiB, by release: every build has it, and of small ones it is the peak."""

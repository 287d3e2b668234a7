"""The constants of the model. All are measured: `docs/sizing/fit.py` prints them from `docs/sizing/data`."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000
"""Source is counted in 10^6 bytes."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is fitted. Memory in MiB, source in 10^6 bytes."""

    dot: float = 34.5617
    """Bytes of code that a dot counts for beside itself: a field, a method or a package that is named becomes code."""
    garbage_base: float = 7.4403
    garbage_code: float = 420.0
    """What a compile allocates in all, for each 10^6 bytes of code, dots counted: its peak as long as nothing is
    collected."""
    garbage_table: float = 72.2961
    """The same for source outside functions."""
    garbage_wrappers: float = 78.1163
    """For each 1000 methods that the compiler writes itself: for pointers, and for what types embed."""
    garbage_methods: float = 43.2564
    """For each 1000 methods of the interfaces of other packages that it reads."""
    garbage_instances: float = 63.1479
    """For each 1000 functions that generic code becomes: one for each list of types, one for each shape of them."""
    garbage_reached: float = 668.5084
    """For each 10^6 bytes of the methods of instantiated types that can be reached from what it names."""
    heap: float = 74.5556
    """Resident size when the first collection, at a heap goal of 128 MB, has run."""
    live_base: float = 24.0286
    live_code: float = 137.9429
    """Peak of a compile that collects, for 10^6 bytes of code in 1000 functions. It grows with the product of both, to
    a power: the same code in more functions takes more, and so do the same functions with more code."""
    live_table: float = 28.2711
    live_wrappers: float = 30.1723
    live_methods: float = 45.9154
    live_instances: float = 36.6292
    live_reached: float = 149.6984
    methods_below: float = 2.5591
    """Methods of interfaces that are assumed where nobody counted, for 10^6 bytes of source below to the power 1.5."""
    function: float = 15000.0
    """What one function adds, with the square of its length in 10^6 bytes. Not fitted: the mean of four loops of an
    interpreter, each of 137,000 bytes (github.com/goccy/go-json), which took 0.16 to 0.56 GiB."""
    c_base: float = 20.0
    c_source: float = 34.0
    """Peak of the C compiler, for each 10^6 bytes of the file."""
    go_base: float = 8.0
    """The go command itself, before it knows any package."""
    go_package: float = 0.0369
    link_base: float = 20.0
    link_package: float = 0.3195
    """Peak of a link, for each package that is linked."""
    external_link: float = 100.0
    """What the C linker adds where a package outside the standard library uses cgo."""
    spread: float = 0.25
    """Standard deviation of the logarithm of a compile's true peak around the expected one."""


CALIBRATION = Calibration()

RUNTIME = {"go1.26": 276.0, "go1.27": 245.0}
"""Peak of the compile of package `runtime`, MiB, by release: every build has it, and of small ones it is the peak."""

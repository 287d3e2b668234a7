"""The constants of the model. All are measured: `python -m lab.generate calibration` fits them to `lab/sizing/data`."""

from __future__ import annotations

from wslmem.records import record
from wslmem.sizing.measured_compiles import MeasuredCompiles, measured

MB = 1_000_000
"""Source is counted in 10^6 bytes."""


@record
class Calibration:
    """What is fitted. Memory in MiB, source in 10^6 bytes."""

    dot: float = 53.4682
    """Bytes of code that a dot counts for beside itself: a field, a method or a package that is named becomes code."""
    line: float = 12.216
    """The same for a line: short lines do as much as long ones."""
    branch: float = 18.6273
    """The same for an `if`, a `for`, a `switch` or a `case`."""
    garbage_base: float = 6.4591
    garbage_code: float = 289.2
    """What a compile allocates in all, for each 10^6 bytes of code, dots counted: its peak as long as nothing is
    collected."""
    garbage_table: float = 77.1119
    """The same for source outside functions."""
    garbage_wrappers: float = 64.8791
    """For each 1000 methods that the compiler writes itself: for pointers, and for what types embed."""
    garbage_methods: float = 45.4072
    """For each 1000 methods of the interfaces of other packages that it reads."""
    garbage_instances: float = 75.1465
    """For each 1000 functions that generic code becomes: one for each list of types, one for each shape of them."""
    garbage_reached: float = 650.2618
    """For each 10^6 bytes of the methods of instantiated types that can be reached from what it names."""
    heap: float = 73.1834
    """Resident size when the first collection, at a heap goal of 128 MB, has run."""
    live_base: float = 34.8966
    live_code: float = 91.5367
    """Peak of a compile that collects, for each 10^6 bytes of code, dots counted."""
    live_table: float = 31.9659
    live_wrappers: float = 36.6784
    live_methods: float = 41.1005
    live_instances: float = 39.0198
    live_reached: float = 124.2649
    methods_below: float = 2.2567
    """Methods of interfaces that are assumed where nobody counted, for 10^6 bytes of source below to the power 1.5."""
    function: float = 5454.0707
    """What one function adds, with the square of its length in 10^6 bytes."""
    cgo: float = 12.9859
    """What 1000 dots of a package with cgo add beside that: most of them name C."""
    c_base: float = 5.9659
    """Peak of the C compiler for next to nothing."""
    c_garbage: float = 489.767
    """What it allocates in all for each 10^6 bytes of code in the file: its peak as long as nothing is collected."""
    c_heap: float = 331.0938
    """What it holds of that when it has collected first: gcc begins at 128 MB, and then when the heap has doubled
    (its manual, ggc-min-heapsize and ggc-min-expand)."""
    c_live: float = 169.1698
    """Of large files, for each 10^6 bytes of code."""
    c_tables: float = 8.2412
    """What it takes more for each 10^6 bytes of data."""
    c_headers: float = 30.2189
    """The same of headers."""
    cxx_base: float = 0.0053
    """The same of the C++ compiler."""
    cxx_library: float = 58.9153
    """What the headers of its standard library add for each 10^6 bytes."""
    cxx_source: float = 204.0334
    """What the file adds for 10^6 bytes that use none of it; it grows with a power of them."""
    cxx_power: float = 0.593
    cxx_standard: float = 0.58
    """The power of the number of the library's headers, and one, that this is multiplied by: what uses them is
    templates."""
    cxx_headers: float = 464.817
    """What the project's headers add for each 10^6 bytes."""
    go_base: float = 8.0
    """The go command itself, before it knows any package."""
    go_package: float = 0.0371
    link: float = 11.5163
    """Peak of a link of 10^6 bytes of code that read no interface; it grows with powers of both."""
    link_code: float = 0.63
    link_methods: float = 0.2853
    """For 1000 methods of interfaces that its packages read of each other, and one."""
    mapped: float = 14.3457
    """What a link maps of objects and of the program that it writes, for each 10^6 bytes of code."""
    mapped_instances: float = 3.8715
    """The same for each 1000 functions that generic code becomes."""
    external_link: float = 0.9833
    """Peak of the C linker, of that of the Go linker, which waits for it, where a package outside the standard library
    uses cgo."""
    spread: float = 0.2
    """Standard deviation of the logarithm of a small compile's true peak around the expected one."""
    spread_large: float = 0.1
    """What is added to it for a large one: 0.22 were measured below 300 MiB, 0.3 above."""
    spread_function: float = 2.5
    """What the longest function adds, for each 10^6 bytes, times its share of the package: interpreters and state
    machines of one function took from half to four times of what is expected."""
    measured: MeasuredCompiles = MeasuredCompiles(measured())
    """Peaks of packages over what the law expects of them."""


CALIBRATION = Calibration()

RUNTIME = {
    "go1.21": 207.0,
    "go1.22": 222.0,
    "go1.23": 241.0,
    "go1.24": 234.0,
    "go1.25": 238.0,
    "go1.26": 276.0,
    "go1.27": 245.0,
}
"""Peak of the compile of package `runtime`, MiB, by release: every build has it, and of small ones it is the peak. Of
those before 1.26 the mean of four builds of a program that only prints, at -p 1 (go1.21.13, 1.22.12, 1.23.12, 1.24.10,
1.25.5)."""
ASSUMED = "go1.26"
"""The release of a toolchain that nobody asked: the one whose standard library a walk takes."""

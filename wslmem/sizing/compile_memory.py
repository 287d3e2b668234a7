"""The expected peak of one compile.

A compile allocates in proportion to the code it is given and to the packages whose export data it reads. Until its heap
reaches the starting goal of 128 MB nothing is collected, so a small package's peak is all that it allocated, and for
middling ones it is that heap. Large ones collect, and their peak follows what is live at a time.
"""

from __future__ import annotations

import re

from wslmem.records import record
from wslmem.sizing.calibration import ASSUMED, MB, RUNTIME, Calibration
from wslmem.sizing.go_environment import GoEnvironment
from wslmem.sizing.project import GoPackage
from wslmem.units import MIB

LONGEST = 200_000
"""Bytes from which a function without branches is a table in the shape of code, and counts as one; a longer one makes
a compile no less certain (measured)."""
HEAVIEST = 140_000
"""Bytes beyond which a longer function adds no more (measured)."""
UNBRANCHED = 0.5
"""What is left of that for one that hardly branches (measured: with all of it ten packages took 0.66 of the law)."""
LARGE = 300.0
"""MiB from which a larger compile is no less certain (measured)."""
MOST_BELOW = 60.0
"""10^6 bytes of source below a package from which no more interfaces are assumed; the largest measured."""
BELOW_POWER = 1.5
"""Methods that a package reads, where nobody counted, grow with the source below it to this power (measured)."""
CODE_SHARE = 0.54
"""Share of the source that lies within functions, where nobody counted: of 16,128 packages below 32 KiB in the measured
projects together (lab/sizing/data), as are the next three. They hardly change with the size of a package."""
DOT_CODE = 46
LINE_CODE = 32
BRANCH_CODE = 173
"""Bytes of code for each dot in it, each line and each branch, where nobody counted."""
TABLE_CODE = 250
"""Bytes of the longest function for each branch of its package from which that function hardly branches."""
INSTANCE_CODE = 900
"""Bytes of code for each function that generic code becomes, where nobody counted."""
WRAPPER_SOURCE = 2400
"""Bytes of source for each method that the compiler writes, where nobody counted."""
SOFT = 0.64
"""GOMEMLIMIT is soft: what is live stays. `runtime` went from 245 to 156 MiB under 100 MiB (measured)."""
STARTED = 0.25
"""Share of a middling compile that the starting heap is to blame for: builds of many such packages peaked 20 to 28 %
lower without it (measured with Go 1.27.3)."""
ONE_THREAD = 0.95
"""With `-c=1` fewer functions are in work at a time."""


@record
class Compile:
    """What is expected of one compile."""

    size: float
    """Peak of anonymous memory, MiB."""
    allocated: float
    """What it allocates in all, MiB, be it collected or not; its work grows with it."""
    measured: bool
    """Whether this package was measured, in this version or another."""


def expected(
    package: GoPackage, below: float, environment: GoEnvironment, constants: Calibration, release: str
) -> Compile:
    """What the compile of `package` takes.

    Args:
        package: what is compiled.
        below: 10^6 bytes of source in the packages that it imports, directly or not.
        environment: what the toolchain is told.
        constants: of the model.
        release: one of `RUNTIME`.
    """
    table = max(0.0, package.source_bytes - code_bytes(package)) / MB
    code = _work(package, constants) / MB
    extra = constants.function * (min(package.largest_function, HEAVIEST) / MB) ** 2
    extra *= UNBRANCHED if _hardly_branches(package) else 1.0
    wrappers = (package.source_bytes / WRAPPER_SOURCE if package.wrappers is None else package.wrappers) / 1000
    read = methods(package, below, constants) / 1000
    instances, reached = package.instances / 1000, package.generic_reached / MB
    extra += constants.cgo * _calls_of_c(package) / 1000
    garbage = (
        constants.garbage_base
        + constants.garbage_code * code
        + constants.garbage_table * table
        + constants.garbage_wrappers * wrappers
        + constants.garbage_methods * read
        + constants.garbage_instances * instances
        + constants.garbage_reached * reached
        + extra
    )
    live = (
        constants.live_base
        + constants.live_code * code
        + constants.live_table * table
        + constants.live_wrappers * wrappers
        + constants.live_methods * read
        + constants.live_instances * instances
        + constants.live_reached * reached
        + extra
    )
    if is_known(package):
        return Compile(_peak(RUNTIME[release], RUNTIME[release], environment, constants), garbage, True)
    over_law = constants.measured.of(package.unprofiled)
    size = _peak(garbage, live, environment, constants) * (over_law or 1.0)
    return Compile(size, garbage, over_law is not None)


def code_bytes(package: GoPackage) -> float:
    """Bytes of source within functions."""
    if package.code_bytes is None:
        return package.source_bytes * CODE_SHARE
    return package.code_bytes - (package.largest_function if _has_table(package) else 0)


def _has_table(package: GoPackage) -> bool:
    """Whether the longest function is a table: a state machine may be as long, but branches as other code does."""
    return package.largest_function > LONGEST and _hardly_branches(package)


def _hardly_branches(package: GoPackage) -> bool:
    """Whether the longest function is known to branch less than other code does: it fills a table."""
    return package.branches is not None and TABLE_CODE * package.branches < package.largest_function


def _work(package: GoPackage, constants: Calibration) -> float:
    """Bytes of code, and what it has of dots, lines and branches, each counted as so many bytes."""
    source = code_bytes(package)
    dots = source / DOT_CODE if package.dots is None else package.dots
    lines = source / LINE_CODE if package.lines is None else package.lines
    branches = source / BRANCH_CODE if package.branches is None else package.branches
    return source + constants.dot * dots + constants.line * lines + constants.branch * branches


def _calls_of_c(package: GoPackage) -> float:
    """Dots in a package that calls C: for each such call cgo writes functions, and types for what they take."""
    if not package.cgo or package.standard:
        return 0.0
    return code_bytes(package) / DOT_CODE if package.dots is None else package.dots


def methods(package: GoPackage, below: float, constants: Calibration) -> float:
    """Methods of the interfaces of other packages that `package` reads, with `below` as for `expected`."""
    if package.interface_methods is None:
        return constants.methods_below * float(min(below, MOST_BELOW) ** BELOW_POWER)
    return package.interface_methods


def linked_instances(package: GoPackage) -> float:
    """Functions of generic code in the object of `package`; what nobody counted is assumed here, and by no compile."""
    if package.interface_methods is None:
        return code_bytes(package) / INSTANCE_CODE
    return package.instances


def spread(package: GoPackage, size: float, constants: Calibration) -> float:
    """Standard deviation of the logarithm of the true peak around the expected one, of a package never measured.

    Args:
        package: what is compiled.
        size: its expected peak, MiB.
        constants: of the model.
    """
    longest = min(package.largest_function, LONGEST) / MB
    share = min(package.largest_function / max(package.code_bytes or package.source_bytes, 1), 1.0)
    return (
        constants.spread + constants.spread_large * min(size / LARGE, 1.0) + constants.spread_function * longest * share
    )


def is_known(package: GoPackage) -> bool:
    """Whether the compile of this very package was measured with each release."""
    return package.unprofiled == "runtime"


def _peak(garbage: float, live: float, environment: GoEnvironment, constants: Calibration) -> float:
    if environment.starting_heap:
        return min(garbage, max(constants.heap, live))
    if environment.gogc is not None:
        live *= (1 + environment.gogc / 100) / 2
    if environment.gomemlimit is not None:
        live = max(SOFT * live, min(live, environment.gomemlimit / MIB))
    size = min(garbage, live)
    size -= STARTED * min(size, constants.heap)
    return size * (ONE_THREAD if environment.one_thread else 1.0)


def release(version: str | None) -> str:
    """The release of a toolchain's version, the nearest that was measured; `ASSUMED` where there is no version.

    >>> release("go1.26.8"), release("devel go1.99-f00"), release("go1.18"), release(None)
    ('go1.26', 'go1.27', 'go1.21', 'go1.26')
    """
    numbers = re.search(r"go1\.(\d{1,9})", version or "")
    if numbers is None:
        return ASSUMED
    measured = [int(name.removeprefix("go1.")) for name in RUNTIME]
    return f"go1.{max(min(measured), min(int(numbers[1]), max(measured)))}"

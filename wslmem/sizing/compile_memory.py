"""The expected peak of one compile.

A compile allocates in proportion to the code it is given and to the packages whose export data it reads. Until its heap
reaches the starting goal of 128 MB nothing is collected, so a small package's peak is all that it allocated, and for
middling ones it is that heap. Large ones collect, and their peak follows what is live at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import sqrt

from wslmem.sizing.calibration import MB, RUNTIME, Calibration
from wslmem.sizing.go_environment import GoEnvironment
from wslmem.sizing.project import GoPackage
from wslmem.units import MIB

LONGEST = 200_000
"""Bytes from which a function is a table in the shape of code, and counts as one (measured)."""
HEAVIEST = 140_000
"""Bytes beyond which a longer function adds no more (measured)."""
MOST_BELOW = 60.0
"""10^6 bytes of source below a package beyond which no more is read; the largest measured."""
CODE_SHARE = 0.6
"""Share of the source that lies within functions, where nobody counted."""
SHORT = 300
"""Bytes of code for each function below which there is no more to compile in more functions: accessors (measured)."""
FUNCTION_SOURCE = 700
"""Bytes of source for each function, where nobody counted."""
SOFT = 0.64
"""GOMEMLIMIT is soft: what is live stays. `runtime` went from 245 to 156 MiB under 100 MiB (measured)."""
STARTED = 0.25
"""Share of a middling compile that the starting heap is to blame for: builds of many such packages peaked 20 to 28 %
lower without it (measured with Go 1.27.3)."""
ONE_THREAD = 0.95
"""With `-c=1` fewer functions are in work at a time."""


@dataclass(frozen=True, slots=True)
class Below:
    """What a compile reads of other packages."""

    source: float
    """10^6 bytes of source in the packages that it imports, directly or not."""
    instances: int
    """Places in the packages that it imports directly where a generic function or type is given its types: such code
    is compiled again where it is imported."""


def compile_size(
    package: GoPackage, below: Below, environment: GoEnvironment, constants: Calibration, release: str | None
) -> float:
    """Expected peak of anonymous memory of the compile of `package`, MiB.

    Args:
        package: what is compiled.
        below: what it imports.
        environment: what the toolchain is told.
        constants: of the model.
        release: `go1.26`; None is not known.
    """
    code = _code(package) / MB
    table = max(0.0, package.source_bytes / MB - code)
    extra = constants.function * (min(package.largest_function, HEAVIEST) / MB) ** 2
    extra += constants.instance * package.instances + constants.instance_below * below.instances
    extra += constants.address * _addresses(package)
    read = min(below.source, MOST_BELOW) ** constants.below_power
    garbage = (
        constants.garbage_base
        + constants.garbage_code * code
        + constants.garbage_table * table
        + constants.garbage_below * read
    )
    live = (
        constants.live_base
        + constants.live_code * sqrt(code * _functions(package) / 1000)
        + constants.live_table * table
        + constants.live_below * read
    )
    if release is not None and is_known(package, release):
        garbage, live, extra = RUNTIME[release], RUNTIME[release], 0.0
    return _peak(garbage + extra, live + extra, environment, constants)


def _code(package: GoPackage) -> float:
    if package.code_bytes is None:
        return package.source_bytes * CODE_SHARE
    return package.code_bytes - (package.largest_function if package.largest_function > LONGEST else 0)


def _addresses(package: GoPackage) -> float:
    """Those outside a function that is a table."""
    return package.addresses * _code(package) / package.code_bytes if package.code_bytes else 0.0


def _functions(package: GoPackage) -> float:
    if package.functions is None:
        return package.source_bytes / FUNCTION_SOURCE
    return min(package.functions, _code(package) / SHORT)


def is_known(package: GoPackage, release: str | None) -> bool:
    """Whether the compile of this very package was measured with this release."""
    return package.import_path == "runtime" and release in RUNTIME


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


def release(version: str | None) -> str | None:
    """The release of a toolchain's version, that of the newest one measured where it is newer.

    >>> release("go1.26.8"), release("go1.99"), release(None)
    ('go1.26', 'go1.27', None)
    """
    if version is None:
        return None
    numbers = re.match(r"go1\.(\d+)", version)
    if numbers is None:
        return None
    newest = max(int(name.removeprefix("go1.")) for name in RUNTIME)
    return f"go1.{min(int(numbers[1]), newest)}"

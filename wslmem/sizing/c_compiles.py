"""The compiles of C and C++ that a package with cgo needs, with the memory and the work that each is expected to take.

Since Go 1.26 the go command compiles each file as an action of its own, up to `-p` side by side; before, all files of a
package were one action, one after the other (cmd/go, cgoAction).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wslmem.sizing.calibration import MB, Calibration
from wslmem.sizing.measured_compiles import ELSEWHERE, c_of
from wslmem.sizing.project import GoPackage

COMPILE_C = 6.0
"""Processor seconds of the C compiler for 10^6 bytes of a file (measured)."""
COMPILE_CXX = 60.0
"""The same of the C++ compiler (measured)."""
SPREAD = 0.25
"""Spread of a C or C++ compile: what templates and macros become is not in the text of the file."""
RARE = 1.3
"""How much further one in twenty goes: miniaudio takes 2.2 times what the law says, in two packages that hold it."""
FAR = 430.0
"""MiB that one function of miniaudio takes beside what the law expects of its file (measured, docs/sizing). No other of
six libraries with so much code in one C file that gcc collects goes beyond the law by a tenth, and nothing in the text
tells them apart: so where nobody measured such a file the build's part has room for such a function."""
LIKE_C = 1
"""Headers of the C++ standard library up to which a C++ file is compiled as C is: its templates are few."""
ALIKE = 0.5
"""What the file that takes most took over the law holds for the others of a package to this power: zstd's takes 2.7
times as much, they 1.3 times; pg_query's 0.6, they 0.8 (measured)."""
GENERATED = 1
"""C files that cgo writes for a package beside one for each Go file that calls C: `_cgo_export.c`."""
ONE_BY_ONE = frozenset(("go1.21", "go1.22", "go1.23", "go1.24", "go1.25"))
"""Releases that compile the files of a package one after the other (go1.25.5's source)."""


class CCompile(NamedTuple):
    """One of them, or several that run one after the other."""

    size: float
    """MiB."""
    work: float
    """Processor seconds beside the start of the compiler."""
    spread: float
    """Standard deviation of the logarithm of the true size around `size`."""
    rare: float = 1.0
    """How much more than that says the largest of a score takes."""
    far: float = 0.0
    """MiB beside `size` that one of its kind took."""


def of_package(package: GoPackage, release: str, constants: Calibration) -> list[CCompile]:
    """What is compiled of C and C++ before the package itself can be, in the order that the go command prefers.

    Args:
        package: one with cgo, or without.
        release: the toolchain's, one of `RUNTIME`.
        constants: of the model.
    """
    found = [*_c(package, constants), *_cxx(package, constants)]
    return [_together(found)] if found and release in ONE_BY_ONE else found


def largest(package: GoPackage, constants: Calibration) -> float:
    """Peak of the compiler for the C or C++ file of `package` that takes most, MiB, 0 where there is none."""
    return max((one.size for one in (*_c(package, constants), *_cxx(package, constants))), default=0.0)


def _together(compiles: list[CCompile]) -> CCompile:
    """Several, one after the other."""
    most = max(compiles, key=lambda one: one.size)
    return most._replace(work=sum(one.work for one in compiles))


def _c(package: GoPackage, constants: Calibration) -> Iterator[CCompile]:
    if not (package.c_files or package.largest_c or package.c_tables or package.c_headers):
        return
    over_law = _over_law(package, constants)
    kept = (constants.c_tables * package.c_tables + constants.c_headers * package.c_headers) / MB
    size = constants.c_base + _collecting(package.largest_c / MB, kept, constants)
    work = COMPILE_C * (package.largest_c + package.c_tables) / MB
    far = FAR if constants.c_garbage * package.largest_c / MB > constants.c_heap else 0.0
    largest = _largest(size, work, over_law, far)
    files = package.c_files or (0,)
    first = files.index(max(files))
    for index, code in enumerate([*[0] * GENERATED, *files], -GENERATED):
        size = constants.c_base + _collecting(code / MB, 0.0, constants)
        yield largest if index == first else _other(size, COMPILE_C * code / MB, over_law, largest)


def _cxx(package: GoPackage, constants: Calibration) -> Iterator[CCompile]:
    if not (package.cxx_files or package.largest_cxx or package.cxx_library or package.cxx_headers):
        return
    over_law = _over_law(package, constants)
    files = package.cxx_files or (package.largest_cxx,)
    sizes = [_cxx_size(package, code / MB, constants) for code in files]
    works = [COMPILE_CXX * (code + package.cxx_headers) / MB for code in files]
    first = files.index(max(files))
    largest = _largest(sizes[first], works[first], over_law)
    for index, (size, work) in enumerate(zip(sizes, works, strict=True)):
        yield largest if index == first else _other(size, work, over_law, largest)


def _over_law(package: GoPackage, constants: Calibration) -> float | None:
    """What the file that takes most took over the law, None where nobody measured it."""
    return constants.measured.of(c_of(package.import_path)) if package.cgo else None


def _largest(size: float, work: float, over_law: float | None, far: float = 0.0) -> CCompile:
    """The compile that takes most."""
    if over_law is None:
        return CCompile(size, work, SPREAD, RARE, far)
    return CCompile(size * over_law, work * over_law, ELSEWHERE)


def _other(size: float, work: float, over_law: float | None, largest: CCompile) -> CCompile:
    """One beside that."""
    factor = (over_law or 1.0) ** ALIKE
    return CCompile(min(size * factor, largest.size), work * factor, SPREAD)


def _collecting(size: float, kept: float, constants: Calibration) -> float:
    """What the C compiler takes for 10^6 bytes of code, and for what it keeps beside them."""
    return min(constants.c_garbage * size + kept, max(constants.c_heap, constants.c_live * size + kept))


def _cxx_size(package: GoPackage, size: float, constants: Calibration) -> float:
    """Peak of the C++ compiler for a file of 10^6 bytes with the headers of the package."""
    templates = float((1 + package.cxx_standard) ** constants.cxx_standard)
    code = constants.cxx_source * float(size**constants.cxx_power) * templates
    above = (constants.cxx_library * package.cxx_library + constants.cxx_headers * package.cxx_headers) / MB
    if package.cxx_standard <= LIKE_C:
        return constants.cxx_base + min(code + above, _collecting(size, above, constants))
    return constants.cxx_base + code + above

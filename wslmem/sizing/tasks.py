"""The actions of a cold build, with the memory and the work that each is expected to take."""

from __future__ import annotations

from collections.abc import Iterable
from math import log2

from wslmem.sizing import c_compiles, compile_memory
from wslmem.sizing.calibration import MB, Calibration
from wslmem.sizing.estimate import LINK_PREFIX, NO_DWARF
from wslmem.sizing.go_environment import GoEnvironment
from wslmem.sizing.measured_compiles import ELSEWHERE
from wslmem.sizing.project import GoPackage, GoProject
from wslmem.sizing.schedule import Task
from wslmem.units import MIB

START = 0.04
"""Processor seconds of the smallest compile (measured)."""
COMPILE = 12.0
"""Processor seconds of a compile for each GiB that it allocates (measured)."""
LINK = 0.02
"""Processor seconds to link 10^6 bytes of source (measured)."""
SAME = 0.03
"""Spread of a compile whose size was measured."""
LINK_SPREAD = 0.15
"""Spread of a link's size."""
UNSAFE = "unsafe"
"""Listed as a package, but known to the compiler itself."""


def of_build(project: GoProject, environment: GoEnvironment, constants: Calibration) -> list[Task]:
    """A compile for each package and a link for each main package, in the order that the go command prefers.

    The order is that of `go list -deps`, depth first, which is the order of the go command's own action list.
    """
    build = _Build(project, environment, constants)
    for package, reached in zip(project.packages, reach(project), strict=True):
        build.add(package, reached)
    return build.tasks


def reach(project: GoProject) -> list[int]:
    """What each package needs, directly or not, itself included: a bit for each package, by its index."""
    known: dict[str, int] = {}
    for bit, package in enumerate(project.packages):
        reached = 1 << bit
        for path in package.imports:
            reached |= known.get(path, 0)
        known[package.import_path] = reached
    return [known[package.import_path] for package in project.packages]


def below(package: GoPackage, source: float) -> float:
    """10^6 bytes of source below `package`, of `source` that it needs, itself included."""
    return max(0.0, source - package.source_bytes / MB)


class Source:
    """How much source a set of packages has, nearly: packages of about one size count as equal.

    Exact sums over sets of thousands of packages, for thousands of packages, would take seconds.
    """

    def __init__(self, project: GoProject) -> None:
        classes: dict[int, list[int]] = {}
        for bit, package in enumerate(project.packages):
            classes.setdefault(round(8 * log2(package.source_bytes + 1)), []).append(bit)
        sizes = [package.source_bytes for package in project.packages]
        self._classes = [
            (sum(1 << bit for bit in bits), sum(sizes[bit] for bit in bits) / len(bits)) for bits in classes.values()
        ]

    def of(self, packages: int) -> float:
        """10^6 bytes of source in a set of packages, given as bits."""
        return sum((packages & members).bit_count() * size for members, size in self._classes) / MB


def link_memory(linked: Iterable[GoPackage], methods: float, constants: Calibration) -> float:
    """Peak of the Go linker with debug information, MiB, for a program of these packages.

    Args:
        linked: the packages.
        methods: of the interfaces of others that they read, in all: how much the packages refer to each other.
        constants: of the model.
    """
    grown = code(linked) ** constants.link_code * (1 + methods / 1000) ** constants.link_methods
    return constants.link * float(grown)


def mapped_memory(linked: Iterable[GoPackage], constants: Calibration) -> float:
    """MiB that the link of these packages maps: their objects, which hold what generic code became in each of them, and
    the program that it writes.
    """
    members = tuple(linked)
    instances = sum(map(compile_memory.linked_instances, members))
    return constants.mapped * code(members) + constants.mapped_instances * instances / 1000


def code(packages: Iterable[GoPackage]) -> float:
    """10^6 bytes of code in them."""
    return sum(compile_memory.code_bytes(package) for package in packages) / MB


class _Build:
    def __init__(self, project: GoProject, environment: GoEnvironment, constants: Calibration) -> None:
        self.project = project
        self.environment = environment
        self.constants = constants
        self.release = compile_memory.release(project.go_version)
        self.tasks: list[Task] = []
        self.compiled: dict[str, int] = {}
        """Index of the task that compiles a package."""
        self.source = Source(project)
        self.methods: dict[str, float] = {}
        """Methods of interfaces of others that a package reads."""
        foreign = (bit for bit, one in enumerate(project.packages) if one.cgo and not one.standard)
        self.foreign_c = sum(1 << bit for bit in foreign)
        """The packages outside the standard library that use cgo."""

    def add(self, package: GoPackage, reached: int) -> None:
        if package.files == 0 or package.import_path == UNSAFE:
            return
        asked = package.main or package.interface_methods is None  # of most packages nobody asks
        source = self.source.of(reached) if asked else 0.0
        deep = below(package, source)
        self._compile(package, deep)
        self.compiled[package.import_path] = len(self.tasks) - 1
        self.methods[package.import_path] = compile_memory.methods(package, deep, self.constants)
        if package.main:
            self.tasks.append(self._link(package, source, reached))

    def _compile(self, package: GoPackage, below: float) -> None:
        """Add the compile of a package, and those of C before it."""
        release = self.release
        compiled = compile_memory.expected(package, below, self.environment, self.constants, release)
        imported = tuple(self.compiled[path] for path in package.imports if path in self.compiled)
        first = len(self.tasks)
        for one in c_compiles.of_package(package, release, self.constants):
            size, far = one.size * MIB, one.far * MIB
            self.tasks.append(Task(package.import_path, size, START + one.work, imported, one.spread, one.rare, far))
        needs = (*imported, *range(first, len(self.tasks)))
        spread = ELSEWHERE if compiled.measured else compile_memory.spread(package, compiled.size, self.constants)
        spread = SAME if compile_memory.is_known(package) else spread
        work = START + COMPILE * compiled.allocated / 1024
        self.tasks.append(Task(package.import_path, compiled.size * MIB, work, needs, spread))

    def _members(self, reached: int) -> list[GoPackage]:
        return [one for bit, one in enumerate(self.project.packages) if reached >> bit & 1]

    def _link(self, package: GoPackage, source: float, reached: int) -> Task:
        members = self._members(reached)
        methods = sum(self.methods.get(one.import_path, 0.0) for one in members)
        size = link_memory(members, methods, self.constants)
        size *= NO_DWARF if self.environment.no_dwarf else 1.0
        size *= 1.0 + (self.constants.external_link if reached & self.foreign_c else 0.0)
        needs = (self.compiled[package.import_path],)
        mapped = mapped_memory(members, self.constants)
        name, work = LINK_PREFIX + package.import_path, START + LINK * source
        return Task(name, size * MIB, work, needs, LINK_SPREAD, mapped=mapped * MIB)

"""The actions of a cold build, with the memory and the work that each is expected to take."""

from __future__ import annotations

from dataclasses import dataclass, field

from wslmem.sizing import compile_memory
from wslmem.sizing.calibration import MB, Calibration
from wslmem.sizing.go_environment import GoEnvironment
from wslmem.sizing.project import GoPackage, GoProject
from wslmem.sizing.schedule import Task
from wslmem.units import MIB

START = 0.04
"""Processor seconds of the smallest compile (measured)."""
COMPILE = 3.0
"""Processor seconds to compile 10^6 bytes of source (measured)."""
COMPILE_C = 6.0
"""Processor seconds of the C compiler for 10^6 bytes of a file (measured)."""
LINK = 0.02
"""Processor seconds to link 10^6 bytes of source (measured)."""
NO_DWARF = 0.6
"""What of a link's peak is left without debug information; 0.54 to 0.70 were measured."""
SAME = 0.03
"""Spread of a compile whose size was measured."""
LINK_SPREAD = 0.15
"""Spread of a link's size."""
LINK_PREFIX = "link "
UNSAFE = "unsafe"
"""Listed as a package, but known to the compiler itself."""


def of_build(project: GoProject, environment: GoEnvironment, constants: Calibration) -> list[Task]:
    """A compile for each package and a link for each main package, in the order that the go command prefers.

    The order is that of `go list -deps`, depth first, which is the order of the go command's own action list.
    """
    build = _Build(project, environment, constants)
    for bit, package in enumerate(project.packages):
        build.add(bit, package)
    return build.tasks


@dataclass(slots=True)
class _Build:
    project: GoProject
    environment: GoEnvironment
    constants: Calibration
    tasks: list[Task] = field(default_factory=list)
    compiled: dict[str, int] = field(default_factory=dict)
    """Index of the task that compiles a package."""
    below: dict[str, int] = field(default_factory=dict)
    """The packages that one imports, directly or not, and itself: a bit each."""

    def add(self, bit: int, package: GoPackage) -> None:
        reached = 1 << bit
        for path in package.imports:
            reached |= self.below.get(path, 0)
        self.below[package.import_path] = reached
        if package.files == 0 or package.import_path == UNSAFE:
            return
        self.tasks.append(self._compile(package, reached.bit_count() - 1))
        self.compiled[package.import_path] = len(self.tasks) - 1
        if package.main:
            self.tasks.append(self._link(package, reached))

    def _compile(self, package: GoPackage, depth: int) -> Task:
        release = compile_memory.release(self.project.go_version)
        size = compile_memory.compile_size(package, depth, self.environment, self.constants, release)
        if package.largest_c:
            size = max(size, self.constants.c_base + self.constants.c_source * package.largest_c / MB)
        work = START + COMPILE * package.source_bytes / MB + COMPILE_C * package.largest_c / MB
        needs = tuple(self.compiled[path] for path in package.imports if path in self.compiled)
        spread = SAME if compile_memory.is_known(package, release) else self.constants.spread
        return Task(package.import_path, size * MIB, work, needs, spread)

    def _link(self, package: GoPackage, reached: int) -> Task:
        linked = [one for bit, one in enumerate(self.project.packages) if reached >> bit & 1]
        source = sum(one.source_bytes for one in linked) / MB
        external = any(one.cgo and not one.standard for one in linked)
        size = self.constants.link_base + self.constants.link_source * source
        size *= NO_DWARF if self.environment.no_dwarf else 1.0
        size += self.constants.external_link if external else 0.0
        needs = (self.compiled[package.import_path],)
        return Task(LINK_PREFIX + package.import_path, size * MIB, START + LINK * source, needs, LINK_SPREAD)

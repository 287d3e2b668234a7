"""The actions of a cold build, with the memory and the work that each is expected to take."""

from __future__ import annotations

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
    tasks: list[Task] = []
    compiled: dict[str, int] = {}
    below: dict[str, int] = {}
    release = compile_memory.release(project.go_version)
    for bit, package in enumerate(project.packages):
        below[package.import_path] = _below(package, below) | 1 << bit
        if package.files == 0 or package.import_path == UNSAFE:
            continue
        depth = below[package.import_path].bit_count() - 1
        size = compile_memory.compile_size(package, depth, environment, constants, release) * MIB
        needs = tuple(compiled[path] for path in package.imports if path in compiled)
        compiled[package.import_path] = len(tasks)
        work = START + COMPILE * package.source_bytes / MB
        spread = SAME if compile_memory.is_known(package, release) else constants.spread
        tasks.append(Task(package.import_path, size, work, needs, spread))
        if package.main:
            tasks.append(_link(project, package, below, len(tasks) - 1, environment, constants))
    return tasks


def _below(package: GoPackage, below: dict[str, int]) -> int:
    """The packages that `package` imports, directly or not, one bit each."""
    found = 0
    for path in package.imports:
        found |= below.get(path, 0)
    return found


def _link(
    project: GoProject,
    package: GoPackage,
    below: dict[str, int],
    after: int,
    environment: GoEnvironment,
    constants: Calibration,
) -> Task:
    linked = [one for bit, one in enumerate(project.packages) if below[package.import_path] >> bit & 1]
    source = sum(one.source_bytes for one in linked) / MB
    external = any(one.cgo and not one.standard for one in linked)
    size = link_size(source, external=external, environment=environment, constants=constants) * MIB
    return Task(LINK_PREFIX + package.import_path, size, START + LINK * source, (after,), LINK_SPREAD)


def link_size(source: float, *, external: bool, environment: GoEnvironment, constants: Calibration) -> float:
    """Expected peak of a link stage with `source` 10^6 bytes of source, MiB."""
    own = constants.link_base + constants.link_source * source
    return own * (NO_DWARF if environment.no_dwarf else 1.0) + (constants.external_link if external else 0.0)

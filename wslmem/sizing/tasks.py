"""The actions of a cold build, with the memory and the work that each is expected to take."""

from __future__ import annotations

from wslmem.sizing.calibration import MB, RUNTIME, Calibration
from wslmem.sizing.go_environment import GoEnvironment
from wslmem.sizing.project import GoPackage, GoProject
from wslmem.sizing.schedule import Task
from wslmem.units import MIB


def of_build(project: GoProject, environment: GoEnvironment, constants: Calibration) -> list[Task]:
    """A compile for each package and a link for each main package, in the order that the go command prefers.

    The order is that of `go list -deps`, depth first, which is the order of the go command's own action list.
    """
    tasks: list[Task] = []
    compiled: dict[str, int] = {}
    for package in project.packages:
        if package.files == 0 or package.import_path == "unsafe":
            continue
        needs = tuple(compiled[path] for path in package.imports if path in compiled)
        size = compile_size(package, environment, constants) * MIB
        work = constants.work_base + constants.work_per_source * package.source_bytes / MB
        compiled[package.import_path] = len(tasks)
        tasks.append(Task(package.import_path, size, work, needs))
        if package.main:
            tasks.append(_link(package, project, len(tasks) - 1, environment, constants))
    return tasks


def compile_size(package: GoPackage, environment: GoEnvironment, constants: Calibration) -> float:
    """Expected peak of the compile of one package, MiB."""
    if package.import_path == RUNTIME:
        return constants.runtime
    return float(constants.compile_scale * (package.source_bytes / MB) ** constants.compile_power)


def link_size(source_mb: float, *, external: bool, environment: GoEnvironment, constants: Calibration) -> float:
    """Expected peak of a link stage, MiB."""
    own = constants.link_base + constants.link_per_source * source_mb
    return own * (0.55 if environment.no_dwarf else 1.0) + (constants.external_link if external else 0.0)


def _link(
    package: GoPackage, project: GoProject, after: int, environment: GoEnvironment, constants: Calibration
) -> Task:
    source = project.source_bytes / MB
    external = any(one.cgo and not one.standard for one in project.packages)
    size = link_size(source, external=external, environment=environment, constants=constants) * MIB
    return Task(f"link {package.import_path}", size, constants.link_work * source + 0.1, (after,))

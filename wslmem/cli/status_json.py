"""The document of `wslmem status --json`. An unknown figure is null, its reason among the cautions."""

from __future__ import annotations

from wslmem import __version__
from wslmem.documents.show import remark
from wslmem.documents.status import (
    ConfigFile,
    InstalledDistribution,
    Interrupted,
    Recommended,
    StatusDocument,
    WslcFound,
    WslFound,
    WslProblem,
)
from wslmem.machine.host import computer
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.journal import Unreadable
from wslmem.machine.system import clock
from wslmem.sizing.fleet import Shortage
from wslmem.sizing.vm import other_processes
from wslmem.telling import recovery as telling
from wslmem.workflows.apply.recovery import Interruption, Left
from wslmem.workflows.run.past import builds
from wslmem.workflows.survey import Survey

NAMED = 3
"""Programs of a shortage that are named."""


def document(known: Survey, left: Left | None, shortages: tuple[Shortage, ...] | None = None) -> StatusDocument:
    """What a script reads."""
    return StatusDocument(
        host=known.host,
        wsl=_wsl(known),
        file=_file(known),
        effective=known.effective,
        vm=known.guest,
        holders=known.holders,
        wslc=_wslc(known),
        pending=known.pending,
        recommendation=_recommended(known),
        interrupted=_left(left) if left is not None else (),
        findings=tuple(map(remark, known.findings)),
        cautions=(*known.cautions, *(known.project.cautions if known.project else ())),
        computer=computer.name(),
        taken=clock.now(),
        wslmem=__version__,
        builds=builds(known.paths.state_dir),
        other_processes=known.recommendation.other_processes if known.recommendation else other_processes(known.guest),
        shortages=shortages,
    )


def shortages(paths: MachinePaths) -> tuple[Shortage, ...]:
    """When Windows ran short of memory. Takes PowerShell's start, a second or more.

    Raises:
        UnavailableError: Windows does not tell.
    """
    from wslmem.machine.host import windows_events

    found = windows_events.read(paths.powershell_exe).exhaustions
    names = [tuple(program.name for program in one.programs[:NAMED]) for one in found]
    return tuple(Shortage(f"{one.when:%Y-%m-%dT%H:%M:%SZ}", some) for one, some in zip(found, names, strict=True))


def _file(known: Survey) -> ConfigFile:
    settings = {name: one.raw for name, one in known.document.readings.items() if one.valid}
    return ConfigFile(str(known.paths.wslconfig), known.file.data is not None, len(known.findings), settings)


def _left(left: Left) -> tuple[Interrupted, ...]:
    return (*map(_interrupted, left.interrupted), *map(_unreadable, left.unreadable))


def _interrupted(one: Interruption) -> Interrupted:
    text = telling.in_one((*telling.facts(one), *telling.ways(one)))
    return Interrupted(work=one.entry.work, changed=one.changed, text=text, journal=None)


def _unreadable(one: Unreadable) -> Interrupted:
    text = telling.in_one(telling.unreadable(one))
    return Interrupted(work=one.work, changed=None, text=text, journal=str(one.kept or one.place))


def _wsl(known: Survey) -> WslFound | None:
    if known.wsl is None:
        return None
    problem = known.wsl.problem
    return WslFound(
        path=str(known.paths.wsl_exe) if known.paths.wsl_exe else None,
        version=known.wsl.version,
        distributions=tuple(
            InstalledDistribution(one.name, one.state, one.version, one.default) for one in known.wsl.distributions
        ),
        problem=WslProblem(problem.text, problem.next_step) if problem else None,
    )


def _wslc(known: Survey) -> WslcFound | None:
    if known.wslc is None:
        return None
    found = known.wslc
    return WslcFound(
        path=str(found.path),
        memory=found.memory,
        is_default=found.settings.memory is None,
        problem=found.settings.problem,
    )


def _recommended(known: Survey) -> Recommended | None:
    advice = known.recommendation
    if advice is None:
        return None
    settings = {setting.key: setting.value for setting in advice.settings}
    return Recommended(advice.advice, advice.headline, settings)

"""What is known of commands from their earlier runs on this computer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from wslmem.codec import NewerError
from wslmem.errors import NotFoundError
from wslmem.machine.own import run_history
from wslmem.machine.own.run_history import PastRun
from wslmem.sizing import commands
from wslmem.sizing.estimate import Estimate
from wslmem.sizing.measured_run import MeasuredBuild, estimate
from wslmem.text import Text


def history(state_dir: Path, folder: PurePath, argv: Sequence[str]) -> tuple[PastRun, ...]:
    """The history of a command; none where a newer wslmem kept it, for that stops no build."""
    try:
        return run_history.read(state_dir, folder, commands.normal(argv, str(folder)))
    except NewerError:
        return ()


def measured(argv: Sequence[str], folder: PurePath, state_dir: Path, processors: int) -> Estimate:
    """What a command needs, from its history in `folder`.

    Raises:
        NotFoundError: it has none there.
    """
    name = commands.normal(argv, str(folder))
    whole = completed(run_history.read(state_dir, folder, name))
    found = estimate(name, [one.peak for one in whole], whole[-1].jobs if whole else None, processors)
    if found is None:
        raise NotFoundError(
            Text("{command} was never run here, so nothing is known of it", command=name),
            place=str(folder),
            on_disk=Text("unchanged"),
            next_step=Text("run it once: wslmem run -- {command}", command=name),
        )
    return found


def builds(state_dir: Path) -> tuple[MeasuredBuild, ...]:
    """Every command with a history on this computer, in any folder."""
    found = []
    for one in run_history.everywhere(state_dir):
        whole = completed(one.runs)
        build = MeasuredBuild(
            command=one.command,
            folder=one.folder,
            peaks=tuple(run.peak for run in whole),
            jobs=whole[-1].jobs if whole else None,
            killed=sum(run.killed for run in one.runs),
            last=one.runs[-1].started,
        )
        found.append(build)
    return tuple(found)


def completed(runs: Sequence[PastRun]) -> list[PastRun]:
    """Those whose peak is what the command needs."""
    return [one for one in runs if not one.killed and one.exit_code == 0]

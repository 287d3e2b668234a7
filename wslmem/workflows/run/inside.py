"""One command of a person on Windows, run in the distribution and watched there by what every guest has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath, PurePosixPath

from wslmem.bench.measured import Slot, measured
from wslmem.bench.run import BuildRun, Cache
from wslmem.errors import NotFoundError
from wslmem.machine.guest import attached_run
from wslmem.machine.guest.attached_run import AttachedRun
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.run.watch import Seen
from wslmem.machine.system import clock, own_folders
from wslmem.machine.wsl.wsl import Wsl
from wslmem.records import record
from wslmem.text import Text
from wslmem.units import Bytes
from wslmem.workflows.run.end import RunEnd
from wslmem.workflows.scan import place

_OF_ONE = Slot(leg=0, side="", index=0, discarded=False, cache=Cache.WARM)
LARGEST = 5


@record
class InsideEnd:
    """How it ended."""

    end: RunEnd
    seen: Seen
    """The same for the line at its end."""


def run_inside(
    paths: MachinePaths, command: Sequence[str], *, distribution: str | None, folder: str | None
) -> InsideEnd:
    r"""Run `command` in the distribution; boots the VM if need be.

    Args:
        paths: where everything is.
        command: what to run; it is found in the PATH of a login shell there.
        folder: where, as the distribution or Windows spells it; None for the folder in which we are.
        distribution: its name; None for the one that a `\\wsl.localhost` folder is in, else the default one.

    Raises:
        NotFoundError: no such distribution, or no such folder in it.
        UnavailableError: the VM does not see the folder, or WSL cannot be used.
    """
    where = place(folder or own_folders.working())
    wsl = Wsl.at(paths)
    chosen = wsl.pick_distribution(distribution or where.distribution).name
    started = clock.now()
    went = attached_run.run(wsl, chosen, where.path, command)
    if went.vm == "same" and went.trace.at_start("MemTotal") is None:
        raise NotFoundError(
            Text("the command was not started in {distribution}", distribution=chosen),
            place=where.path,
            on_disk=Text("unchanged"),
            next_step=Text("see what it said above; the folder has to be one that the distribution sees"),
        )
    run = measured(went.trace, _OF_ONE, tuple(command), started=started, vm=went.vm)
    return InsideEnd(_end(run, went, PurePosixPath(where.path)), _seen(run))


def _end(run: BuildRun, went: AttachedRun, folder: PurePath) -> RunEnd:
    seen = _seen(run)
    code = run.exit_code if run.exit_code is not None else went.code & 0xFF
    died = code != 0 or bool(run.oom_kills) or went.vm != "same"
    largest = sorted(seen.largest.items(), key=lambda one: -one[1])[:LARGEST]
    return RunEnd(
        command=run.command,
        folder=folder,
        started=run.started,
        wall=run.wall,
        exit_code=code,
        peak=run.peak_anonymous or None,
        peak_group=None,
        peak_swap=run.peak_swap or Bytes(0),
        lowest_available=run.lowest_available,
        total=run.mem_total or Bytes(0),
        limit=None,
        kills=None,
        largest=tuple((name, Bytes(size)) for name, size in largest),
        jobs=None,
        verdict=run.verdict if died else None,
    )


def _seen(run: BuildRun) -> Seen:
    seen = Seen()
    seen.peak, seen.swap_peak = run.peak_anonymous or 0, run.peak_swap or 0
    seen.lowest, seen.total = run.lowest_available, run.mem_total or 0
    seen.vm_kills = run.oom_kills
    for sample in run.samples:
        name, size = sample.largest_name, sample.largest
        if name and name != "-" and size and size > seen.largest.get(name, 0):
            seen.largest[name] = size
    return seen

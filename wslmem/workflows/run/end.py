"""What a command came to: judged, told to the job it was part of, kept for later runs."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from wslmem.diagnosis.verdict import Ending, Verdict
from wslmem.errors import Exit, WslmemError
from wslmem.machine.own import run_history
from wslmem.machine.own.run_history import PastRun
from wslmem.machine.run import readings, servers
from wslmem.machine.run.watch import Seen, Watch
from wslmem.machine.system import clock, own_folders
from wslmem.records import record
from wslmem.sizing import commands
from wslmem.units import Bytes, Seconds

if TYPE_CHECKING:
    from wslmem.workflows.run.arrange import Prepared

FOR_MEMORY = frozenset({Ending.OOM, Ending.STALLED_BY_MEMORY})
"""Endings after which as much memory is not enough, the kernel's count of kills aside."""


@record(kw_only=True)
class RunEnd:
    """How a command ended, and what was seen of it. None is unknown."""

    command: tuple[str, ...]
    folder: PurePath
    """Where it ran, as that side spells it."""
    started: str
    wall: Seconds
    exit_code: int
    """As a shell tells it: 128 and the signal where a signal ended it."""
    peak: Bytes | None
    """None where it ended before anybody could look."""
    peak_group: Bytes | None
    """The kernel's own mark of the group, page cache included."""
    peak_swap: Bytes
    lowest_available: Bytes | None
    total: Bytes
    limit: Bytes | None
    kills: int | None
    """Processes of the command that the kernel killed for want of memory."""
    largest: tuple[tuple[str, Bytes], ...]
    """Names, and the most that one process of each held; largest first, five at most."""
    jobs: int | None
    verdict: Verdict | None
    """None where it ended well and nobody was killed."""
    servers: tuple[Worked, ...] = ()
    """Build servers that ran before and worked meanwhile; most first."""


@record
class Worked:
    """A build server that is not the command's own: what it and its processes held is in no figure of the run."""

    name: str
    pid: int
    kind: str
    """Whose it is, as `machine.run.servers` names it."""
    seconds: Seconds
    """Processor time that it took meanwhile, its processes' included; others may have asked for it as well."""


def conclude(
    command: Sequence[str],
    looking: Watch,
    status: int,
    *,
    prepared: Prepared | None = None,
    earlier: Sequence[servers.Server] = (),
) -> RunEnd:
    """What the run came to.

    Args:
        command: as it was typed.
        looking: what was seen of it.
        status: its wait status.
        prepared: what it was given, where it was given anything.
        earlier: the build servers that ran before it.
    """
    seen = looking.seen
    largest = sorted(seen.largest.items(), key=lambda one: -one[1])[:5]
    limit = prepared.limit if prepared else None
    full = limit is not None and (bool(seen.kills) or seen.ended_by == "memory-pressure")
    peak = max(seen.peak, limit or 0) if full else seen.peak
    code = exit_code(seen, status)
    verdict = None
    # Without a group of its own nobody counts its kills alone, and `|| true` hides one from the exit code.
    if code or seen.ended_by or (seen.vm_kills if seen.kills is None else seen.kills):
        from wslmem.workflows.run.death import why

        found = why(seen, code, limit, looking.started)
        verdict = None if found.ending is Ending.OK else found
    return RunEnd(
        command=tuple(command),
        folder=Path(own_folders.working()),
        started=clock.now(),
        wall=Seconds(round(looking.wall, 3)),
        exit_code=code,
        peak=Bytes(peak) if peak else None,
        peak_group=None if seen.highest is None else Bytes(seen.highest),
        peak_swap=Bytes(seen.swap_peak),
        lowest_available=None if seen.lowest is None else Bytes(seen.lowest),
        total=Bytes(seen.total or readings.memory()[0]),
        limit=limit,
        kills=seen.kills,
        largest=tuple((name, Bytes(size)) for name, size in largest),
        jobs=prepared.jobs if prepared else None,
        verdict=verdict,
        servers=tuple(
            Worked(one.name, one.pid, one.kind, Seconds(round(seconds, 2)))
            for one, seconds in servers.worked(earlier, looking.wall)
        ),
    )


def exit_code(seen: Seen, status: int) -> int:
    """What we end with: the command's own, as a shell tells it; 124 where its time was over."""
    if seen.ended_by == "time-limit":
        return Exit.TIME_LIMIT
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def summarise(table: Callable[[], str]) -> None:
    """Add the run to the page of the CI job, where there is one (GitHub: GITHUB_STEP_SUMMARY names a file)."""
    place = os.environ.get("GITHUB_STEP_SUMMARY")  # noqa: TID251 - GitHub's own way of handing it over
    if place:
        with contextlib.suppress(OSError), Path(place).open("a", encoding="utf-8") as page:  # no page, no summary
            page.write(table())


def remember(end: RunEnd, state_dir: Path) -> WslmemError | None:
    """Keep the run for later ones, where its peak was seen; the reason where it could not be kept.

    Not where a build server did some of its work: its peak is too low to size anything by.
    """
    if end.peak is None or end.servers:
        return None
    killed = bool(end.kills) or (end.verdict is not None and end.verdict.ending in FOR_MEMORY)
    run = PastRun(
        started=end.started,
        wall=end.wall,
        peak=end.peak,
        largest=max((size for _, size in end.largest), default=Bytes(0)),
        jobs=end.jobs,
        exit_code=end.exit_code,
        limit=end.limit,
        killed=killed,
    )
    try:
        run_history.keep(state_dir, end.folder, commands.normal(end.command, str(end.folder)), run)
    except WslmemError as error:
        return error
    return None

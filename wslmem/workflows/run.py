"""One command of a person, run and watched: prepared, started, judged, remembered."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from wslmem.codec import NewerError
from wslmem.diagnosis.build_end import BuildEnd
from wslmem.diagnosis.ending import judge
from wslmem.diagnosis.verdict import Ending, Verdict
from wslmem.errors import Exit, NotFoundError, NotPermittedError, UsageError, WslmemError
from wslmem.machine.own import run_history
from wslmem.machine.own.run_history import PastRun
from wslmem.machine.run import group as groups
from wslmem.machine.run import kernel, readings
from wslmem.machine.run.watch import NEAR, Seen, Watch
from wslmem.machine.system import clock
from wslmem.records import record
from wslmem.sizing import commands
from wslmem.sizing.estimate import Estimate
from wslmem.sizing.measured_run import MeasuredBuild, estimate
from wslmem.text import Text
from wslmem.units import MIB, Bytes, Seconds, parse_size, show_size, whole

RESERVE = Bytes(256 * MIB)
"""Left to everything else where the limit is worked out: shells, an editor's server that grows. In a small VM less, a
sixteenth of it, and never less than `LEAST`.
"""
MORE_OR_FEWER = Text("allow more with --memory, or run fewer jobs at once with --jobs")
NOISE = 1.05
"""By so much the least memory of one build differs from one run to the next (measured with Go builds)."""
LEAST = Bytes(64 * MIB)
"""A limit below this one is none that anything builds in."""


@record(kw_only=True)
class Prepared:
    """What a run will be given."""

    limit: Bytes | None
    swap: Bytes
    jobs: int | None
    """How many jobs the tool is told to run at once; None: nothing is told."""
    setting: tuple[str, str] | None
    """The variable that tells it."""
    measured: bool
    """Whether the jobs rest on a measured run, or on a rule of thumb."""
    asked: bool = False
    """Whether a person said how many jobs."""


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


def prepare(
    argv: Sequence[str], *, memory: str | None, swap: str | None, jobs: str | None, state_dir: Path,
    environment: Mapping[str, str],
) -> Prepared:  # fmt: skip
    """Work out limit and jobs.

    Args:
        argv: the command.
        memory: a size as WSL spells it, `auto`, or None for no limit.
        swap: a size; None is none.
        jobs: a number, `auto`, `keep`, or None: `auto` with a limit, `keep` without.
        state_dir: where the history lies.
        environment: what the command will see.

    Raises:
        UsageError: a size that is none, or too small a one.
        NotPermittedError: there is not enough memory left for any build, or, with `auto`, for this one, as measured.
    """
    limit = _limit(memory)
    allowed = Bytes(0) if swap is None else _size("swap", swap)
    wanted, measured = _wanted_jobs(argv, jobs, limit, state_dir, environment)
    if memory == "auto" and limit is not None:
        _refuse_what_died(_past(state_dir, Path.cwd(), argv), limit, wanted)
    tool = commands.tool_of(argv)
    setting = None if wanted is None or tool is None else tool.setting(wanted, dict(environment), limit)
    if tool is not None and tool.default == "heap":
        wanted = None
    asked = jobs not in (None, "auto", "keep")
    return Prepared(limit=limit, swap=allowed, jobs=wanted, setting=setting, measured=measured, asked=asked)


def _past(state_dir: Path, folder: Path, argv: Sequence[str]) -> tuple[PastRun, ...]:
    """The history of a command; none where a newer wslmem kept it, for that stops no build."""
    try:
        return run_history.read(state_dir, folder, commands.normal(argv, str(folder)))
    except NewerError:
        return ()


def _refuse_what_died(past: Sequence[PastRun], limit: Bytes, jobs: int | None) -> None:
    """Do not start what was measured not to fit: it would die, or stand still, after a while.

    Raises:
        NotPermittedError: it does not fit; says what was measured.
    """
    if not past:
        return
    last, left = past[-1], show_size(limit)
    fewer = jobs is not None and (last.jobs is None or jobs < last.jobs)
    if last.largest > limit:
        cause = Text("{left} are left, its largest process alone held {size} last time", left=left,
                     size=show_size(last.largest))  # fmt: skip
    elif last.killed and last.limit is not None and last.limit * NOISE >= limit and not fewer:
        cause = Text("{left} are left, last time it was killed in {size}", left=left, size=show_size(last.limit))
    else:
        return
    raise NotPermittedError(
        cause,
        on_disk=Text("unchanged; the command was not started"),
        next_step=Text(
            "`wslmem status` tells who holds the memory; --memory SIZE instead of auto starts it all the same"
        ),
    )


def _limit(memory: str | None) -> Bytes | None:
    if memory is None:
        return None
    limit = _auto() if memory == "auto" else _size("memory", memory)
    if limit < LEAST:
        raise UsageError(
            Text("--memory {size} is less than any build needs", size=memory),
            on_disk=Text("unchanged; the command was not started"),
            next_step=Text("give a size such as --memory 2GB, or --memory auto"),
        )
    return limit


def _wanted_jobs(
    argv: Sequence[str], jobs: str | None, limit: Bytes | None, state_dir: Path, environment: Mapping[str, str]
) -> tuple[int | None, bool]:
    """How many jobs the tool is to be told, and whether that was measured; None leaves it as a person has it."""
    tool = commands.tool_of(argv)
    if tool is None or jobs == "keep" or (jobs is None and limit is None):
        return None, False
    if commands.says_jobs(argv, tool, dict(environment)):
        return None, False
    if jobs in (None, "auto"):
        return _jobs(argv, tool, limit, state_dir)
    if jobs is not None and (given := whole(jobs)):
        return given, False
    raise UsageError(
        Text("--jobs {jobs} is no number of jobs", jobs=jobs),
        next_step=Text("write --jobs 2, --jobs auto or --jobs keep"),
    )


def _jobs(argv: Sequence[str], tool: commands.Tool, limit: Bytes | None, state_dir: Path) -> tuple[int | None, bool]:
    """How many jobs fit, and whether that was measured; None where its own default fits or nothing is known."""
    processors = len(os.sched_getaffinity(0)) + (2 if tool.default == "more" else 0)
    if limit is None or tool.default == "1":
        return None, False
    if tool.default == "heap":
        return 1, False
    past = [one for one in _past(state_dir, Path.cwd(), argv) if not one.killed]
    if past:
        last = past[-1]
        if last.peak * 1.1 <= limit:
            return last.jobs, True
        base = Bytes(max(0, last.peak - last.largest * (last.jobs or processors)))
        wanted = commands.jobs_within(limit, processors, last.largest, base)
        return (wanted if wanted < processors else None), True
    wanted = commands.jobs_within(limit, processors, tool.a_job, Bytes(0))
    return (wanted if wanted < processors else None), False


def _auto() -> Bytes:
    """What is available now, within the limits above us, less a reserve: nothing is taken from others."""
    memory = readings.memory()
    place = groups.own()
    left = groups.headroom(place[0]) if place else None
    most = memory["MemAvailable"] if left is None else min(left, memory["MemAvailable"])
    reserve = max(LEAST, min(RESERVE, memory["MemTotal"] // 16))
    limit = (most - reserve) // MIB * MIB
    if limit < LEAST:
        raise NotPermittedError(
            Text(
                "{left} of memory are left, {reserve} of it stay for everything else: too little for any build",
                left=show_size(max(0, most)),
                reserve=show_size(reserve),
            ),
            on_disk=Text("unchanged; the command was not started"),
            next_step=Text("`wslmem status` tells who holds the memory; end some of it, or give WSL more"),
        )
    return Bytes(limit)


def _size(name: str, text: str) -> Bytes:
    size = parse_size(text)
    if size is None:
        raise UsageError(
            Text("--{name} {text} is no size", name=name, text=text),
            on_disk=Text("unchanged; the command was not started"),
            next_step=Text("write a number and a unit, such as --{name} 2GB or --{name} 512MB", name=name),
        )
    return size


def conclude(command: Sequence[str], looking: Watch, status: int, *, prepared: Prepared) -> RunEnd:
    """What the run came to."""
    seen = looking.seen
    largest = sorted(seen.largest.items(), key=lambda one: -one[1])[:5]
    full = bool(seen.kills) and prepared.limit is not None
    peak = max(seen.peak, prepared.limit or 0) if full else seen.peak
    code = exit_code(seen, status)
    verdict = _verdict(seen, code, prepared, looking.started) if code or seen.kills or seen.ended_by else None
    return RunEnd(
        command=tuple(command),
        folder=Path.cwd(),
        started=clock.now(),
        wall=Seconds(round(looking.wall, 3)),
        exit_code=code,
        peak=Bytes(peak) if peak else None,
        peak_group=None if seen.highest is None else Bytes(seen.highest),
        peak_swap=Bytes(seen.swap_peak),
        lowest_available=None if seen.lowest is None else Bytes(seen.lowest),
        total=Bytes(seen.total or readings.memory()["MemTotal"]),
        limit=prepared.limit,
        kills=seen.kills,
        largest=tuple((name, Bytes(size)) for name, size in largest),
        jobs=prepared.jobs,
        verdict=verdict,
    )


def exit_code(seen: Seen, status: int) -> int:
    """What we end with: the command's own, as a shell tells it; 124 where its time was over."""
    if seen.ended_by == "time-limit":
        return Exit.TIME_LIMIT
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def _verdict(seen: Seen, exit_code: int, prepared: Prepared, since: float) -> Verdict:
    lines = kernel.lines(since)
    found = judge(
        BuildEnd(
            complete=True,
            exit_code=None if seen.ended_by else exit_code,
            stopped_by=seen.ended_by,
            kernel_lines=lines or (),
            kernel_readable=lines is not None,
            oom_kills=seen.vm_kills,
            group_oom_kills=seen.kills,
            names=frozenset(seen.names),
            mem_total=Bytes(prepared.limit or seen.total),
            lowest_available=None if seen.lowest is None or prepared.limit else Bytes(seen.lowest),
        )
    )
    if prepared.limit is None or not _is_ours(found, seen, prepared.limit):
        return found
    headline = _at_our_limit(found, prepared.limit)
    return replace(found, ending=Ending.CONTAINER_LIMIT, headline=headline, next_step=MORE_OR_FEWER)


def _is_ours(found: Verdict, seen: Seen, limit: Bytes) -> bool:
    """Whether it was the limit of this run that killed.

    The kernel says so, or, where its log may not be read, its mark of a full group beside its count of kills.
    """
    if found.ending is Ending.CONTAINER_LIMIT:
        return True
    full = seen.highest is not None and seen.highest >= NEAR * limit
    return found.ending is Ending.OOM and bool(seen.kills) and full


def _at_our_limit(found: Verdict, limit: Bytes) -> Text:
    """The limit that was reached is the one that the person gave."""
    what = Text("`{victim}`", victim=found.victim) if found.victim else Text("a process of the build")
    held = Text(" (it held {size})", size=show_size(found.victim_rss)) if found.victim_rss else ""
    return Text(
        "The kernel's OOM killer killed {what}{held}: the {limit} of this run were full.",
        what=what, held=held, limit=show_size(limit),
    )  # fmt: skip


def summarise(table: str) -> None:
    """Add the run to the page of the CI job, where there is one (GitHub: GITHUB_STEP_SUMMARY names a file)."""
    place = os.environ.get("GITHUB_STEP_SUMMARY")  # noqa: TID251 - GitHub's own way of handing it over
    if place:
        with contextlib.suppress(OSError), Path(place).open("a", encoding="utf-8") as page:  # no page, no summary
            page.write(table)


def measured(argv: Sequence[str], folder: Path, state_dir: Path, processors: int) -> Estimate:
    """What a command needs, from its history in `folder`.

    Raises:
        NotFoundError: it has none there.
    """
    name = commands.normal(argv, str(folder))
    ended = _ended(run_history.read(state_dir, folder, name))
    found = estimate(name, [one.peak for one in ended], ended[-1].jobs if ended else None, processors)
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
        ended = _ended(one.runs)
        build = MeasuredBuild(
            command=one.command,
            folder=one.folder,
            peaks=tuple(run.peak for run in ended),
            jobs=ended[-1].jobs if ended else None,
            killed=sum(run.killed for run in one.runs),
            last=one.runs[-1].started,
        )
        found.append(build)
    return tuple(found)


def _ended(runs: Sequence[PastRun]) -> list[PastRun]:
    """Those whose peak is what the command needs."""
    return [one for one in runs if not one.killed and one.exit_code == 0]


def remember(end: RunEnd, state_dir: Path) -> WslmemError | None:
    """Keep the run for later ones, where its peak was seen; the reason where it could not be kept."""
    if end.peak is None:
        return None
    killed = bool(end.kills) or (end.verdict is not None and end.verdict.ending is Ending.OOM)
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

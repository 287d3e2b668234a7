"""What a command will be given before it starts: a limit, and how many jobs its tool runs at once."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from wslmem.errors import NotPermittedError, UsageError
from wslmem.machine.own.run_history import PastRun
from wslmem.machine.system import own_folders
from wslmem.records import record
from wslmem.sizing import commands
from wslmem.text import Text
from wslmem.units import Bytes, show_size, whole
from wslmem.workflows.run import limit as limits
from wslmem.workflows.run.past import completed, history

NOISE = 1.05
"""By so much the least memory of one build differs from one run to the next (measured with Go builds)."""
ENOUGH = 1.1
"""So many times what a build held before is enough for it in the same way again."""


@record(kw_only=True)
class Prepared:
    """What a run will be given."""

    limit: Bytes | None
    swap: Bytes
    jobs: int | None
    """How many jobs the tool is told to run at once; None: nothing is told."""
    settings: tuple[tuple[str, str], ...]
    """The variables that tell it; an option where the name is empty."""
    measured: bool
    """Whether the jobs rest on a measured run, or on a rule of thumb."""
    asked: bool = False
    """Whether a person said how many jobs."""


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
    limit = limits.of(memory)
    allowed = Bytes(0) if swap is None else limits.size("swap", swap)
    wanted, measured = _wanted_jobs(argv, jobs, limit, state_dir, environment)
    tool = commands.tool_of(argv)
    settings = () if wanted is None or tool is None else tool.settings(wanted, dict(environment), limit)
    if tool is not None and tool.default == "heap":
        wanted = None
    if memory == "auto" and limit is not None:
        _refuse_what_died(history(state_dir, Path(own_folders.working()), argv), limit, wanted)
    asked = jobs not in (None, "auto", "keep")
    return Prepared(limit=limit, swap=allowed, jobs=wanted, settings=settings, measured=measured, asked=asked)


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
    past = completed(history(state_dir, Path(own_folders.working()), argv))
    if past:
        # One that found its work done already held next to nothing.
        wanted = _as_measured(max(past, key=lambda one: one.peak), limit, processors)
        return (wanted if wanted < processors else None), True
    wanted = commands.jobs_within(limit, processors, tool.a_job, Bytes(0))
    return (wanted if wanted < processors else None), False


def _as_measured(most: PastRun, limit: Bytes, processors: int) -> int:
    """How many jobs fit if each may hold what the largest held: more than ran, too, if few were told to."""
    ran = most.jobs or processors
    base = Bytes(max(0, most.peak - most.largest * ran))
    wanted = commands.jobs_within(limit, processors, Bytes(round(most.largest * NOISE)), base)
    return max(ran, wanted) if most.peak * ENOUGH <= limit else min(ran, wanted)

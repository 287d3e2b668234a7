"""Why a command died, from what was seen of it and what the kernel says. Asked only of one that did not end well."""

from __future__ import annotations

from wslmem.diagnosis.build_end import BuildEnd, StoppedBy
from wslmem.diagnosis.ending import SIGKILLED, judge
from wslmem.diagnosis.verdict import Ending, Verdict
from wslmem.diagnosis.weighing.counters import ONE_OF_ALL
from wslmem.machine.run import journal, kernel
from wslmem.machine.run.watch import NEAR, Seen
from wslmem.records import replace
from wslmem.text import Text
from wslmem.units import Bytes, show_size

MORE_OR_FEWER = Text("allow more with --memory, or run fewer jobs at once with --jobs")

SIGNALED = 129
"""The least exit code that tells of a signal: 128 and its number."""
SHORT = 0.5
"""Share of the memory under which the least that was seen available is too little to rule a killer out: it falls fast
between two looks.
"""


def why(seen: Seen, exit_code: int, limit: Bytes | None, since: float) -> Verdict:
    """The verdict.

    Args:
        seen: what was seen of the command.
        exit_code: as a shell tells it.
        limit: what the command was contained in; None without.
        since: its start by the monotonic clock, seconds: older lines of the kernel are about others.
    """
    lines = kernel.lines(since)
    daemons = _daemons(seen, exit_code, limit, since)
    found = judge(
        BuildEnd(
            complete=True,
            exit_code=None if seen.ended_by else exit_code,
            stopped_by=StoppedBy(seen.ended_by) if seen.ended_by else None,
            kernel_lines=(*(lines or ()), *daemons),
            kernel_readable=lines is not None,
            oom_kills=seen.vm_kills,
            group_oom_kills=seen.kills,
            names=frozenset(seen.names),
            mem_total=Bytes(limit or seen.total),
            lowest_available=None if seen.lowest is None or limit else Bytes(seen.lowest),
        )
    )
    if limit is not None and found.ending is Ending.STALLED_BY_MEMORY:
        return replace(found, headline=_stalled(limit), limit="--memory", next_step=MORE_OR_FEWER)
    if limit is None or not _is_ours(found, seen, limit):
        return _unseen(_above(found, seen), seen) if lines is None else found
    headline = _at_our_limit(found, limit)
    full = found.limit if found.limit not in {None, "vm"} else "--memory"
    return replace(found, ending=Ending.CONTAINER_LIMIT, headline=headline, limit=full, next_step=MORE_OR_FEWER)


def _daemons(seen: Seen, exit_code: int, limit: Bytes | None, since: float) -> list[str]:
    """What a killer other than the kernel says, where the command may have died of one.

    It was killed itself, or one of its processes may have been: memory was short, or the limit makes pressure. A killer
    that names processes has to name one of the command's; systemd-oomd names units, and kills all that is in one.
    """
    short = seen.lowest is not None and seen.lowest < SHORT * seen.total
    if seen.kills or seen.ended_by or not (exit_code >= SIGNALED or limit is not None or short):
        return []
    return [line for line in journal.lines(since) if _is_of(line, seen, exit_code)]


def _is_of(line: str, seen: Seen, exit_code: int) -> bool:
    if line.startswith("systemd"):
        return exit_code in SIGKILLED
    return any(name in line for name in seen.names)


def _is_ours(found: Verdict, seen: Seen, limit: Bytes) -> bool:
    """Whether it was the limit of this run that killed.

    The kernel says so, or, where its log may not be read, its mark of a full group beside its count of kills.
    """
    if found.ending is Ending.CONTAINER_LIMIT:
        return True
    full = seen.highest is not None and seen.highest >= NEAR * limit
    return found.ending is Ending.OOM and bool(seen.kills) and full


def _above(found: Verdict, seen: Seen) -> Verdict:
    """The counters tell of a kill; whose limit it was the kernel's log would say, and else the group that was full."""
    if found.ending is not Ending.OOM or seen.above is None:
        return found
    group, allowed = seen.above
    headline = Text(
        "The kernel's OOM killer killed a process of the build: the group {group}, in which it runs, reached its limit "
        "of {limit}.",
        group=group, limit=show_size(Bytes(allowed)),
    )  # fmt: skip
    step = Text("allow more where that limit was set (another `wslmem run`, a unit, a container), or run fewer jobs")
    return replace(found, ending=Ending.CONTAINER_LIMIT, headline=headline, limit=group, next_step=step)


def _unseen(found: Verdict, seen: Seen) -> Verdict:
    """A command that ended with 0 may have lost a process all the same, where only the machine's count tells of it."""
    if found.ending is not Ending.OK or not seen.vm_kills or seen.kills is not None:
        return found
    return replace(found, ending=Ending.OOM_ELSEWHERE, proven=False, headline=ONE_OF_ALL)


def _at_our_limit(found: Verdict, limit: Bytes) -> Text:
    """The limit that was reached is the one that the person gave."""
    what = Text("`{victim}`", victim=found.victim) if found.victim else Text("a process of the build")
    held = Text(" (it held {size})", size=show_size(found.victim_rss)) if found.victim_rss else ""
    return Text(
        "The kernel's OOM killer killed {what}{held}: the {limit} of this run were full.",
        what=what, held=held, limit=show_size(limit),
    )  # fmt: skip


def _stalled(limit: Bytes) -> Text:
    return Text(
        "The {limit} of this run were full: the build kept rereading its programs from disk, and wslmem stopped it.",
        limit=show_size(limit),
    )

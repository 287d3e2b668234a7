"""The one weighing of what was seen, for a log and for a benchmark: the strongest witness names the ending."""

from __future__ import annotations

from collections.abc import Callable

from wslmem.diagnosis.signs.refused import GRADLE
from wslmem.diagnosis.signs.sign import Kind
from wslmem.diagnosis.verdict import Ending, Verdict
from wslmem.diagnosis.weighing import causes, counters, daemons, ends, errors, kernel, limits, losses
from wslmem.diagnosis.weighing.advice import unknown_next
from wslmem.diagnosis.weighing.case import Case
from wslmem.records import replace
from wslmem.text import Text

LAST_WORDS = 60
"""Lines from the end of a log within which a success is the build's last word."""

Weigh = Callable[[Case], Verdict | None]

IN_ORDER: tuple[Weigh, ...] = (
    kernel.of_build,
    counters.counted,
    daemons.daemon,
    daemons.unit,
    daemons.container,
    counters.not_the_kernel,
    losses.wsl_error,
    ends.time_limit,
    limits.limit,
    limits.heap,
    limits.refused,
    limits.disk,
    errors.not_ended,
    kernel.elsewhere_with_kill,
    ends.killed_first,
    ends.terminated,
    losses.fault,
    ends.killed,
    losses.wsl,
    errors.placed_error,
    losses.server,
    limits.read_only,
    errors.error,
    losses.console,
    kernel.elsewhere,
    losses.weak_fault,
    ends.unit_killed,
    errors.complaint,
    errors.failed,
)
"""The strongest witness first. Each says None where it has none."""


def weigh(case: Case) -> Verdict:
    """The verdict on what was seen."""
    return strongest(case) if (done := _succeeded(case)) is None else _placed(case, done)


def strongest(case: Case) -> Verdict:
    """The same, where it is known that the build did not just succeed."""
    return _placed(case, _strongest(case))


def _placed(case: Case, verdict: Verdict) -> Verdict:
    return replace(
        verdict, origin=case.seen.origin, killed_at=case.killed_at, also=(*verdict.also, *causes.also(case, verdict))
    )


def _strongest(case: Case) -> Verdict:
    for one in IN_ORDER:
        if verdict := one(case):
            return verdict
    return Verdict(
        Ending.UNKNOWN, False, Text("This log does not show why the build ended."), next_step=unknown_next(case)
    )


def _succeeded(case: Case) -> Verdict | None:
    """Where a success is the last that the build says, nothing failed; what else the log holds is told beside."""
    done = case.of(Kind.DONE)
    if not done:
        return None
    last = done[-1].line.number
    if case.seen.last - last > LAST_WORDS:
        return None
    against = (
        *case.kills, *case.ends,
        *case.of(
            Kind.ERROR, Kind.FAILED, Kind.STOPPED, Kind.TIME_LIMIT, Kind.LIMIT, Kind.DISK, Kind.REFUSED, Kind.HEAP,
            Kind.WSL, Kind.SERVER, Kind.CONTAINER_OOM, Kind.FAULT,
        ),
        *(sign for sign in case.of(Kind.DAEMON_KILL) if not daemons.of_a_desk(sign)),
    )  # fmt: skip
    if any(sign.line.number > last and sign.who != GRADLE for sign in against):
        return None
    if case.kills or (case.exit_code not in {None, 0}):
        return None
    return Verdict(
        Ending.UNKNOWN,
        False,
        Text("Nothing in this log failed: the last that the build says is a success."),
    )

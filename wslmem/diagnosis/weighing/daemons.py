"""Verdicts that rest on a daemon, a unit or a container runtime that says that memory was the reason."""

from __future__ import annotations

from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.diagnosis.verdict import Ending, Verdict
from wslmem.diagnosis.weighing import advice, families
from wslmem.diagnosis.weighing.case import Case
from wslmem.diagnosis.weighing.kernel import held
from wslmem.diagnosis.weighing.quoting import packages, quote
from wslmem.text import Text, joined

_SENTENCES = Text(" ")
_COMMA = Text(", ")
_LINES = Text("\n")


def daemon(case: Case) -> Verdict | None:
    """A daemon killed what the build lost."""
    told = [sign for sign in case.of(Kind.DAEMON_KILL) if not case.stale(sign)]
    told = [sign for sign in told if _of_build(sign, case)]
    if not told:
        return None
    sign = next((one for one in told if one.victim), told[0])
    victim = sign.victim or case.victim or next((end.victim for end in case.ends if end.victim), None)
    what = Text("{unit}", unit=sign.unit) if sign.unit else Text("a process of the build")
    if sign.victim:
        what = Text("`{victim}`{held}", victim=sign.victim, held=held(sign))
    headline = Text(
        "{daemon} killed {what} because memory ran short, before the kernel's OOM killer had to.",
        daemon=sign.who,
        what=what,
    )
    own = Text(
        "{daemon} acts before memory is full: its thresholds can be changed, or the service stopped", daemon=sign.who
    )
    return Verdict(
        Ending.KILLED_BY_DAEMON,
        True,
        headline,
        quote((sign,), case.kills, case.ends, told),
        victim,
        sign.rss,
        sign.unit,
        sign.who,
        packages=packages(case.kills),
        package=next(iter(packages(case.kills)), None),
        next_step=joined(Text("\n"), [advice.more_memory(case), own]),
    )


def of_a_desk(sign: Sign) -> bool:
    """Whether the daemon names a program that no build starts."""
    return sign.victim is not None and families.family(sign.victim) not in families.BUILDS


def _of_build(sign: Sign, case: Case) -> bool:
    if not case.kills and not case.ends:
        return not case.seen.built or not case.of(Kind.ERROR, *((Kind.DONE,) if of_a_desk(sign) else ()))
    told = [one.victim for one in (*case.kills, *case.ends) if one.victim]
    return not (sign.victim and told) or any(families.same_program(one, sign.victim) for one in told)


def unit(case: Case) -> Verdict | None:
    """Systemd says that a unit ended by the OOM killer; what it says of units above is an echo."""
    told = case.of(Kind.UNIT_OOM)
    results = [sign for sign in told if sign.detail == "result"]
    if not results or any(case.together(kill, results[0]) for kill in case.of(Kind.KERNEL_KILL)):
        return None
    sign = results[0]
    name = sign.unit or next((other.unit for other in told if other.unit), None)
    stopped = Text(
        "systemd ended {unit} with the result oom-kill: one of its processes was killed at a memory limit, and with "
        "OOMPolicy=stop systemd then ended the others.",
        unit=name or Text("the unit"),
    )
    victim = case.victim
    return Verdict(
        Ending.CONTAINER_LIMIT,
        True,
        stopped,
        quote((sign,), case.kills, case.ends, told),
        victim,
        limit=name or "unit",
        sender="kernel",
        packages=packages(case.kills),
        next_step=advice.group_limit(case),
    )


def container(case: Case) -> Verdict | None:
    """A container runtime or a runner says that the memory limit was reached."""
    told = [sign for sign in case.of(Kind.CONTAINER_OOM) if not case.stale(sign)]
    if not told:
        return None
    headline = Text(
        "A container hit its memory limit and was killed: {who} says so. Where no limit of its own is set, that is the "
        "memory of the machine.",
        who=told[0].who,
    )
    return Verdict(
        Ending.CONTAINER_LIMIT,
        True,
        headline,
        quote(told[:1], case.kills, told),
        case.victim,
        limit="container",
        sender="kernel",
        package=next(iter(packages(case.kills)), None),
        packages=packages(case.kills),
        next_step=advice.group_limit(case),
    )

"""Verdicts on a watched build that rest on the counters of its group and of the VM."""

from __future__ import annotations

from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.diagnosis.verdict import NOTHING, Ending, Verdict
from wslmem.diagnosis.weighing import advice, belonging
from wslmem.diagnosis.weighing.case import Case
from wslmem.diagnosis.weighing.kernel import doing
from wslmem.diagnosis.weighing.quoting import packages, quote
from wslmem.text import Text

ONE_OF_ALL = Text(
    "The kernel's OOM killer killed a process while the build ran; whether it was one of the build is not known."
)


def counted(case: Case) -> Verdict | None:
    """The counters of a watched build moved, and the kernel's lines do not name a process of it."""
    others = belonging.elsewhere(case)
    if case.group_kills:
        return _counted(case, others)
    if case.kills and case.vm_kills and not others:
        return _counted(case, ()) if case.scarce else _likely(case)
    if not case.kills and case.vm_kills and case.exit_code and not others:
        return _by_counter(case, Ending.OOM_ELSEWHERE, ONE_OF_ALL, proven=False)
    return None


def _counted(case: Case, others: tuple[Sign, ...]) -> Verdict:
    victim = case.victim or next((sign.victim for sign in others), None)
    what = Text("`{victim}`", victim=victim) if victim else Text("a process of the build")
    if case.exit_code == 0:
        headline = Text(
            "The build ended with 0, but the kernel's OOM killer killed {what} in it{doing}.",
            what=what,
            doing=doing(case),
        )
    else:
        headline = Text(
            "The kernel's OOM killer killed {what}{doing}: the VM was out of memory.", what=what, doing=doing(case)
        )
    return _by_counter(case, Ending.OOM, headline, proven=True, victim=victim)


def _likely(case: Case) -> Verdict:
    headline = Text("The kernel's OOM killer: its counter rose during the build, but the kernel log cannot be read.")
    return _by_counter(case, Ending.OOM, headline, proven=False, victim=case.victim)


def not_the_kernel(case: Case) -> Verdict | None:
    """A watched build was killed while the VM's counter stood still, and no daemon tells that it did so."""
    if not case.kills or case.vm_kills != 0:
        return None
    headline = Text("Something other than the kernel's OOM killer sent SIGKILL: the OOM counter did not change.")
    step = Text("check for a timeout, a container limit or systemd-oomd")
    return Verdict(
        Ending.KILLED_UNKNOWN,
        True,
        headline,
        quote(case.kills, each=3),
        case.victim,
        package=next(iter(packages(case.kills)), case.package),
        packages=packages(case.kills),
        next_step=step,
    )


def _by_counter(case: Case, ending: Ending, headline: Text, *, proven: bool, victim: str | None = None) -> Verdict:
    return Verdict(
        ending,
        proven,
        headline,
        quote(case.of(Kind.KERNEL_KILL), case.kills, each=3),
        victim,
        limit="vm" if proven else None,
        sender="kernel",
        package=next(iter(packages(case.kills)), case.package),
        packages=packages(case.kills),
        prove=NOTHING if proven else advice.proof(case),
        next_step=advice.more_memory(case),
    )

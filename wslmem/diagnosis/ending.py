"""What ended a build that was watched: exit status, output, kernel lines, counters and samples weighed together."""

from __future__ import annotations

from wslmem.diagnosis.build_end import BuildEnd, counts, status, stopped
from wslmem.diagnosis.signs.collect import collect
from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.diagnosis.verdict import Ending, Evidence, Verdict
from wslmem.diagnosis.weighing.case import Case
from wslmem.diagnosis.weighing.order import strongest
from wslmem.diagnosis.weighing.quoting import quote
from wslmem.records import replace
from wslmem.text import Text

SIGKILLED, SIGTERMED = frozenset({137, 247}), frozenset({143, 241})
"""How what stands around the build tells of one that ended by SIGKILL or SIGTERM: 128 + 9 and 128 + 15 a shell; 256 - 9
and 256 - 15 a program that ends with Python's number for it, -9 (seen: PDM 2.29, invoke 3.0, tox 4.67)."""


def judge(end: BuildEnd) -> Verdict:
    """The verdict on one build. Never `OK` without a complete report, exit status 0, and no kill in its group."""
    if end.stopped_by == "cancelled":
        return Verdict(Ending.INTERRUPTED, True, Text("The build was stopped on request."), (stopped(end),))
    case = _case(end)
    if not end.complete:
        return _cut_off(end, case)
    if end.stopped_by is not None:
        return _watchdog(end, case)
    if end.exit_code == 0:
        return _ended_with_0(end, case)
    verdict = strongest(case)
    return replace(verdict, evidence=_in_order(verdict.evidence, end))


def _case(end: BuildEnd) -> Case:
    """The same case that a log makes, with what the sampler counted."""
    kernel = b"".join(line.encode() + b"\n" for line in end.kernel_lines)
    output = b"".join(line + b"\n" for line in end.output)
    if end.exit_code in SIGKILLED:
        output += b"Killed\n"
    if end.exit_code in SIGTERMED:
        output += b"Terminated\n"
    seen = collect([output + kernel])
    return Case(
        seen,
        names=end.names,
        group_kills=end.group_oom_kills,
        vm_kills=end.oom_kills,
        scarce=end.scarce,
        exit_code=end.exit_code,
        package=end.package,
    )


def _in_order(quoted: tuple[Evidence, ...], end: BuildEnd) -> tuple[Evidence, ...]:
    return (*quoted, status(end), *counts(end))


def _ended_with_0(end: BuildEnd, case: Case) -> Verdict:
    """A command may end with 0 although a process of the build was killed: `go tool`, `make | tee`, `|| true`."""
    killed = strongest(case)
    if end.group_oom_kills or killed.ending in {Ending.OOM, Ending.CONTAINER_LIMIT}:
        what = Text("`{victim}`", victim=killed.victim) if killed.victim else Text("a process of the build")
        headline = Text("The build ended with 0, but the kernel's OOM killer killed {what} in it.", what=what)
        return replace(
            killed, ending=Ending.OOM, proven=True, headline=headline, evidence=_in_order(killed.evidence, end)
        )
    others = case.of(Kind.KERNEL_KILL)
    headline = Text("The build completed.")
    if others or end.oom_kills:
        headline = Text("The build completed; the kernel's OOM killer killed {what} meanwhile.", what=_named(others))
    return Verdict(Ending.OK, True, headline, (status(end), *quote(others)))


def _named(others: tuple[Sign, ...]) -> Text:
    if not others:
        return Text("another process")
    return Text("`{victim}`, which is not part of it,", victim=others[0].victim)


def _watchdog(end: BuildEnd, case: Case) -> Verdict:
    evidence = (stopped(end), *quote(case.of(Kind.KERNEL_KILL)), *counts(end))
    pressed = end.stopped_by == "memory-pressure"
    if not pressed and not end.scarce:
        return Verdict(
            Ending.TIME_LIMIT,
            True,
            Text("The build was stopped at its time limit; memory was not short."),
            evidence,
            limit="time",
            sender="wslmem",
            next_step=Text("raise the limit: --time-limit SECONDS"),
        )
    if end.thrashed:
        ending = Ending.SWAP_THRASH
        headline = Text("The VM spent its time swapping, the build made no progress, and wslmem stopped it.")
    else:
        ending = Ending.STALLED_BY_MEMORY
        headline = Text(
            "The VM kept rereading its programs from disk, the build made no progress, and wslmem stopped it."
        )
    return Verdict(
        ending,
        pressed,
        headline,
        evidence,
        limit="vm",
        sender="wslmem",
        package=end.package,
        next_step=Text(
            "give WSL more memory (see `wslmem recommend`); at this limit, slightly less memory makes the build fail"
        ),
    )


_GONE = {
    "gone": (Ending.VM_GONE, Text("The VM stopped during the build; a new one is running.")),
    "distribution-gone": (
        Ending.DISTRO_GONE,
        Text("The distribution stopped during the build; the VM is still running."),
    ),
}


def _cut_off(end: BuildEnd, case: Case) -> Verdict:
    evidence = (Evidence("sampler", "its report has no end"), *quote(case.of(Kind.KERNEL_KILL)), *counts(end))
    ending, headline = _GONE.get(
        end.vm,
        (Ending.INTERRUPTED, Text("The measurement was cut short, so how the build ended is unknown.")),
    )
    next_step = Text(
        "run: wsl -u root dmesg | grep -iE 'oom|killed'; the OOM killer may have killed the distribution's init"
    )
    return Verdict(ending, end.vm in _GONE, headline, evidence, package=end.package, next_step=next_step)

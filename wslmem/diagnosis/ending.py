"""What ended a build that was watched: exit status, output, kernel lines, counters and samples weighed together."""

from __future__ import annotations

from wslmem.diagnosis.build_end import BuildEnd, counts, kernel, status, stopped
from wslmem.diagnosis.kills import killed, victims
from wslmem.diagnosis.log import Match, find
from wslmem.diagnosis.verdict import Ending, Evidence, Verdict
from wslmem.diagnosis.wordings import Kind

SIGKILLED = 137
"""How the shell around the build tells of one that ended by SIGKILL: 128 + 9."""


def judge(end: BuildEnd) -> Verdict:
    """The verdict on one build. Never `OK` without a complete report and exit status 0."""
    if end.stopped_by == "cancelled":
        return Verdict(Ending.INTERRUPTED, True, "The build was stopped on request.", (stopped(end),))
    if not end.complete:
        return _cut_off(end)
    if end.stopped_by is not None:
        return _watchdog(end)
    if end.exit_code == 0:
        return Verdict(Ending.OK, True, _completed(end), (status(end), *kernel(end)))
    return _failed(end, find(line + b"\n" for line in end.output))


def _failed(end: BuildEnd, said: dict[Kind, tuple[Match, ...]]) -> Verdict:
    kills = said.get(Kind.SIGKILL, ())
    if kills or end.exit_code == SIGKILLED:
        return killed(end, kills)
    if refused := said.get(Kind.NO_MEMORY):
        return _refused(end, refused[0])
    if end.oom_kills:
        return _elsewhere(end)
    if limited := said.get(Kind.OWN_LIMIT):
        return _own_limit(end, limited[0])
    return Verdict(
        Ending.BUILD_ERROR,
        True,
        f"The build failed by itself (exit status {end.exit_code}); nothing points to memory.",
        (status(end), *(Evidence("build output", match.line) for match in said.get(Kind.BUILD_ERROR, ())[:3])),
        next_step="read what it printed; a benchmark needs a build that succeeds",
    )


def _refused(end: BuildEnd, match: Match) -> Verdict:
    return Verdict(
        Ending.GO_CANNOT_ALLOCATE,
        True,
        "A program of the build was refused memory and gave up by itself; nobody killed it.",
        (status(end), Evidence("build output", match.line), *counts(end)),
        match.victim,
        match.package or end.package,
        "look at `ulimit -v` and /proc/sys/vm/overcommit_memory; more memory or swap helps where neither limits it",
    )


def _elsewhere(end: BuildEnd) -> Verdict:
    taken = victims(end.kernel_lines)
    named = f" ({', '.join(dict.fromkeys(taken))})" if taken else ""
    return Verdict(
        Ending.OOM_ELSEWHERE,
        bool(taken),
        f"The kernel's out-of-memory killer took a process that is not of the build{named}; the build then failed.",
        (status(end), *kernel(end), *counts(end)),
        taken[0] if taken else None,
        end.package,
        "the VM was too small for both: give it more memory, or stop the other program while building",
    )


def _own_limit(end: BuildEnd, match: Match) -> Verdict:
    return Verdict(
        Ending.BUILD_ERROR,
        True,
        f"{match.wording.program.capitalize()} reached the heap limit that it was started with, not the VM's.",
        (status(end), Evidence("build output", match.line)),
        next_step="raise --max-old-space-size (Node) or -Xmx (Java) first",
    )


def _watchdog(end: BuildEnd) -> Verdict:
    evidence = (stopped(end), *kernel(end), *counts(end))
    pressed = end.stopped_by == "memory-pressure"
    if not pressed and not end.scarce:
        return Verdict(
            Ending.INTERRUPTED, True, "The build was stopped at its time limit; memory was not short.", evidence
        )
    sure = "" if pressed else "Likely: "
    if end.thrashed:
        headline = f"{sure}the VM did little else than swap; the build stood still and was stopped."
        ending = Ending.SWAP_THRASH
    else:
        headline = f"{sure}the VM read its programs from the disk over and over; the build stood still and was stopped."
        ending = Ending.STALLED_BY_MEMORY
    return Verdict(
        ending,
        pressed,
        headline[0].upper() + headline[1:],
        evidence,
        package=end.package,
        next_step="give WSL more memory (`wslmem recommend`); below this point a little less memory costs everything",
    )


_GONE = {
    "gone": (Ending.VM_GONE, "The VM went away while the build ran; another one runs now."),
    "distribution-gone": (Ending.DISTRO_GONE, "The distribution was ended while the build ran; its VM still runs."),
}


def _cut_off(end: BuildEnd) -> Verdict:
    evidence = (Evidence("sampler", "its report has no end"), *kernel(end), *counts(end))
    ending, headline = _GONE.get(
        end.vm, (Ending.INTERRUPTED, "The report of the sampler is cut off: how the build ended is unknown.")
    )
    next_step = "look at `wsl -u root dmesg`: the out-of-memory killer may have taken the distribution's init"
    return Verdict(ending, end.vm in _GONE, headline, evidence, package=end.package, next_step=next_step)


def _completed(end: BuildEnd) -> str:
    if not end.oom_kills:
        return "The build completed."
    return "The build completed, but the kernel's out-of-memory killer took another process meanwhile."

"""What ended a build that was watched: exit status, output, kernel lines, counters and samples weighed together."""

from __future__ import annotations

from dataclasses import dataclass

from wslmem.diagnosis.log import Match, find
from wslmem.diagnosis.verdict import Ending, Evidence, Verdict
from wslmem.diagnosis.wordings import Kind
from wslmem.units import Bytes, show_size

SCARCE = 0.15
"""Share of MemTotal; a VM whose lowest MemAvailable stays above it was not short of memory."""
THRASHED = 0.5
"""Share of MemTotal; swap traffic above it was not just the first move of idle pages."""
SIGKILLED = 137
"""How the shell around the build tells of one that ended by SIGKILL: 128 + 9."""


@dataclass(frozen=True, slots=True)
class BuildEnd:
    """Everything that was seen of the end of one build. None means unknown."""

    complete: bool
    """Whether the sampler's report came whole; without it nothing counts as a success."""
    exit_code: int | None
    stopped_by: str | None
    """`time-limit`, `memory-pressure`, `cancelled`."""
    why_stopped: str = ""
    """The watchdog's figures."""
    output: tuple[bytes, ...] = ()
    """Telling lines and the tail of what the build printed."""
    kernel_lines: tuple[str, ...] = ()
    """The kernel's lines since the build started."""
    kernel_readable: bool = False
    oom_kills: int | None = None
    """Rise of the VM's oom_kill counter."""
    group_oom_kills: int | None = None
    """Rise of the counter of the build's own cgroup."""
    names: frozenset[str] = frozenset()
    """Names of the processes that belonged to the build, cut to 15 bytes as the kernel does."""
    mem_total: Bytes | None = None
    lowest_available: Bytes | None = None
    swap_traffic: Bytes | None = None
    """Swapped in and out together."""
    package: str | None = None
    """What was being compiled or linked at the peak."""
    vm: str = "same"
    """What became of the VM where the report is not complete: `same`, `distribution-gone`, `gone`, `unknown`."""

    @property
    def scarce(self) -> bool | None:
        """Whether the VM ran out of memory that it could give; None where it was not seen."""
        if self.mem_total is None or self.lowest_available is None:
            return None
        return self.lowest_available < self.mem_total * SCARCE

    @property
    def thrashed(self) -> bool:
        return bool(self.mem_total and self.swap_traffic and self.swap_traffic > self.mem_total * THRASHED)


def judge(end: BuildEnd) -> Verdict:
    """The verdict on one build. Never `OK` without a complete report and exit status 0."""
    if end.stopped_by == "cancelled":
        return Verdict(Ending.INTERRUPTED, True, "The build was stopped on request.", (_stopped(end),))
    if not end.complete:
        return _cut_off(end)
    if end.stopped_by is not None:
        return _watchdog(end)
    if end.exit_code == 0:
        return Verdict(Ending.OK, True, _completed(end), (_status(end), *_kernel(end)))
    return _failed(end, find(line + b"\n" for line in end.output))


def _failed(end: BuildEnd, said: dict[Kind, tuple[Match, ...]]) -> Verdict:
    killed = said.get(Kind.SIGKILL, ())
    if killed or end.exit_code == SIGKILLED:
        return _killed(end, killed)
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
        (_status(end), *(Evidence("build output", match.line) for match in said.get(Kind.BUILD_ERROR, ())[:3])),
        next_step="read what it printed; a benchmark needs a build that succeeds",
    )


def _killed(end: BuildEnd, killed: tuple[Match, ...]) -> Verdict:
    evidence = (
        _status(end),
        *(Evidence("build output", match.line) for match in killed[:3]),
        *_kernel(end),
        *_counts(end),
    )
    victim = next((match.victim for match in killed if match.victim), None)
    package = next((match.package for match in killed if match.package), None) or end.package
    victims = kernel_victims(end.kernel_lines)
    ours = tuple(name for name in victims if _belongs(name, end, victim))
    if ours:
        return _oom(evidence, victim or ours[0], package)
    if not victims and (end.group_oom_kills or (end.oom_kills and end.scarce)):
        return _oom(evidence, victim, package)
    if not victims and end.oom_kills:
        return _likely_oom(evidence, victim, package)
    return _killed_by_another(end, evidence, victim, package)


def _oom(evidence: tuple[Evidence, ...], victim: str | None, package: str | None) -> Verdict:
    what = f"`{victim}`" if victim else "a process of the build"
    doing = f" while it worked on {package}" if package else ""
    return Verdict(
        Ending.OOM,
        True,
        f"The kernel's out-of-memory killer ended {what}{doing}: the VM had no memory left.",
        evidence,
        victim,
        package,
        "give WSL more memory or swap (`wslmem recommend`), or build with a smaller -p",
    )


def _likely_oom(evidence: tuple[Evidence, ...], victim: str | None, package: str | None) -> Verdict:
    return Verdict(
        Ending.OOM,
        False,
        "Likely the kernel's out-of-memory killer: its counter rose while the build ran, but its log cannot be read.",
        evidence,
        victim,
        package,
        "`wsl -u root dmesg` names the victim",
    )


def _killed_by_another(
    end: BuildEnd, evidence: tuple[Evidence, ...], victim: str | None, package: str | None
) -> Verdict:
    counted = end.oom_kills == 0
    headline = (
        "Somebody sent SIGKILL, and it was not the kernel's out-of-memory killer: its counter did not move."
        if counted
        else "The build was ended by SIGKILL; who sent it is not proven."
    )
    next_step = (
        "look for a time limit, a container limit or systemd-oomd"
        if counted
        else "`wsl -u root dmesg` tells whether the kernel did it"
    )
    return Verdict(Ending.KILLED_UNKNOWN, counted, headline, evidence, victim, package, next_step)


def _refused(end: BuildEnd, match: Match) -> Verdict:
    return Verdict(
        Ending.GO_CANNOT_ALLOCATE,
        True,
        "A program of the build was refused memory and gave up by itself; nobody killed it.",
        (_status(end), Evidence("build output", match.line), *_counts(end)),
        match.victim,
        match.package or end.package,
        "look at `ulimit -v` and /proc/sys/vm/overcommit_memory; more memory or swap helps where neither limits it",
    )


def _elsewhere(end: BuildEnd) -> Verdict:
    victims = kernel_victims(end.kernel_lines)
    named = f" ({', '.join(dict.fromkeys(victims))})" if victims else ""
    return Verdict(
        Ending.OOM_ELSEWHERE,
        bool(victims),
        f"The kernel's out-of-memory killer took a process that is not of the build{named}; the build then failed.",
        (_status(end), *_kernel(end), *_counts(end)),
        victims[0] if victims else None,
        end.package,
        "the VM was too small for both: give it more memory, or stop the other program while building",
    )


def _own_limit(end: BuildEnd, match: Match) -> Verdict:
    return Verdict(
        Ending.BUILD_ERROR,
        True,
        f"{match.wording.program.capitalize()} reached the heap limit that it was started with, not the VM's.",
        (_status(end), Evidence("build output", match.line)),
        next_step="raise --max-old-space-size (Node) or -Xmx (Java) first",
    )


def _watchdog(end: BuildEnd) -> Verdict:
    evidence = (_stopped(end), *_kernel(end), *_counts(end))
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
    evidence = (Evidence("sampler", "its report has no end"), *_kernel(end), *_counts(end))
    ending, headline = _GONE.get(
        end.vm, (Ending.INTERRUPTED, "The report of the sampler is cut off: how the build ended is unknown.")
    )
    next_step = "look at `wsl -u root dmesg`: the out-of-memory killer may have taken the distribution's init"
    return Verdict(ending, end.vm in _GONE, headline, evidence, package=end.package, next_step=next_step)


def kernel_victims(kernel_lines: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the processes that the kernel says it killed, in order."""
    said = find(line.encode() + b"\n" for line in kernel_lines).get(Kind.KERNEL_KILL, ())
    return tuple(match.victim for match in said if match.victim)


def _belongs(name: str, end: BuildEnd, victim: str | None) -> bool:
    return name in end.names or (victim is not None and victim[:15] == name)


def _completed(end: BuildEnd) -> str:
    if not end.oom_kills:
        return "The build completed."
    return "The build completed, but the kernel's out-of-memory killer took another process meanwhile."


def _status(end: BuildEnd) -> Evidence:
    return Evidence("exit status", str(end.exit_code))


def _stopped(end: BuildEnd) -> Evidence:
    return Evidence("watchdog", f"stopped by {end.stopped_by} {end.why_stopped}".strip())


def _kernel(end: BuildEnd) -> tuple[Evidence, ...]:
    return tuple(Evidence("kernel", line) for line in end.kernel_lines if "Killed process" in line)[:3]


def _counts(end: BuildEnd) -> tuple[Evidence, ...]:
    lines = []
    if end.oom_kills is not None:
        lines.append(Evidence("vmstat", f"oom_kill rose by {end.oom_kills}"))
    if end.group_oom_kills is not None:
        lines.append(Evidence("cgroup", f"oom_kill rose by {end.group_oom_kills}"))
    if end.lowest_available is not None and end.mem_total is not None:
        lowest = f"lowest MemAvailable {show_size(end.lowest_available)} of {show_size(end.mem_total)}"
        lines.append(Evidence("samples", lowest))
    if end.swap_traffic:
        lines.append(Evidence("vmstat", f"swapped in and out: {show_size(end.swap_traffic)}"))
    return tuple(lines)

"""Who sent the SIGKILL that ended a build: the kernel's out-of-memory killer, or somebody else."""

from __future__ import annotations

from wslmem.diagnosis.build_end import BuildEnd, counts, kernel, status
from wslmem.diagnosis.log import Match, find
from wslmem.diagnosis.verdict import Ending, Evidence, Verdict
from wslmem.diagnosis.wordings import Kind


def killed(end: BuildEnd, said: tuple[Match, ...]) -> Verdict:
    """The verdict on a build of which a process ended by SIGKILL; `said` are the lines that tell of it."""
    evidence = (
        status(end),
        *(Evidence("build output", match.line) for match in said[:3]),
        *kernel(end),
        *counts(end),
    )
    victim = next((match.victim for match in said if match.victim), None)
    package = next((match.package for match in said if match.package), None) or end.package
    named = victims(end.kernel_lines)
    ours = tuple(name for name in named if _belongs(name, end, victim))
    if ours:
        return _oom(evidence, victim or ours[0], package)
    if not named and (end.group_oom_kills or (end.oom_kills and end.scarce)):
        return _oom(evidence, victim, package)
    if not named and end.oom_kills:
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


def victims(kernel_lines: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the processes that the kernel says it killed, in order."""
    said = find(line.encode() + b"\n" for line in kernel_lines).get(Kind.KERNEL_KILL, ())
    return tuple(match.victim for match in said if match.victim)


def _belongs(name: str, end: BuildEnd, victim: str | None) -> bool:
    return name in end.names or (victim is not None and victim[:15] == name)

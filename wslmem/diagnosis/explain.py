"""What killed this build? For people who only have a log: proven, or likely and how to prove it; and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wslmem.diagnosis.log import Match, find
from wslmem.diagnosis.verdict import Ending, Evidence, Verdict
from wslmem.diagnosis.wordings import Kind

Found = dict[Kind, tuple[Match, ...]]

ASK_KERNEL = (
    "run `wsl -u root dmesg | grep -i -E 'oom|killed process'` before WSL is restarted: the kernel names its victims"
)
MORE_MEMORY = "`wslmem recommend` in the project says how much memory the build needs; a smaller -p needs less"


def explain(chunks: Iterable[bytes]) -> Verdict:
    """The verdict on a log, given in pieces of any size; its size does not matter, nor what bytes it holds.

    A log alone never proves that a build succeeded: the ending is never `OK`.
    """
    said = find(chunks)
    for weigh in _IN_ORDER:
        if verdict := weigh(said):
            return verdict
    return Verdict(
        Ending.INTERRUPTED,
        False,
        "Nothing in this log says why the build ended.",
        next_step=f"save the whole output (`go build ./... 2>&1 | tee build.log`), and {ASK_KERNEL}",
    )


def _kernel_kill(said: Found) -> Verdict | None:
    kernel = said.get(Kind.KERNEL_KILL)
    if not kernel:
        return None
    killed = said.get(Kind.SIGKILL, ())
    victims = tuple(dict.fromkeys(match.victim for match in kernel if match.victim))
    named = {match.victim[:15] for match in killed if match.victim}
    ours = [victim for victim in victims if victim in named]
    package = next((match.package for match in killed if match.package), None)
    if ours:
        headline = f"The kernel's out-of-memory killer ended `{ours[0]}`, and the build says that it was killed."
    else:
        headline = f"The kernel's out-of-memory killer ended {', '.join(f'`{victim}`' for victim in victims)}."
    where = (
        "The limit was a cgroup's."
        if any("Memory cgroup" in match.line for match in kernel)
        else "The whole VM was full."
    )
    victim = ours[0] if ours else victims[0] if victims else None
    return Verdict(Ending.OOM, True, f"{headline} {where}", _quote(kernel, killed), victim, package, MORE_MEMORY)


def _container_limit(said: Found) -> Verdict | None:
    limit = said.get(Kind.CONTAINER_LIMIT)
    if not limit:
        return None
    headline = (
        "A container reached its memory limit and was killed; that limit may be the container's own, not the VM's."
    )
    next_step = (
        "`docker inspect` shows HostConfig.Memory: 0 means that the VM's memory was the limit; else raise --memory"
    )
    return Verdict(Ending.OOM, True, headline, _quote(limit, said.get(Kind.SIGKILL, ())), next_step=next_step)


def _sigkill(said: Found) -> Verdict | None:
    killed = said.get(Kind.SIGKILL)
    if not killed:
        return None
    victim = next((match.victim for match in killed if match.victim), None)
    package = next((match.package for match in killed if match.package), None)
    reports = said.get(Kind.KERNEL_REPORT, ())
    what = f"`{victim}`" if victim else "A process of the build"
    headline = f"{what} was ended by SIGKILL: likely the kernel's out-of-memory killer, but this log does not prove it."
    if reports:
        headline = (
            f"{what} was ended by SIGKILL, and the kernel tells of its out-of-memory killer: likely the same event."
        )
    evidence = _quote(killed, reports)
    ending = Ending.OOM if reports else Ending.KILLED_UNKNOWN
    return Verdict(ending, False, headline, evidence, victim, package, f"{ASK_KERNEL}; {MORE_MEMORY}")


def _no_memory(said: Found) -> Verdict | None:
    refused = said.get(Kind.NO_MEMORY)
    if not refused:
        return None
    headline = "A program was refused memory and gave up by itself; nobody killed it."
    next_step = f"look at `ulimit -v` and /proc/sys/vm/overcommit_memory; where neither limits it, {MORE_MEMORY}"
    return Verdict(Ending.GO_CANNOT_ALLOCATE, True, headline, _quote(refused), refused[0].victim, None, next_step)


def _kernel_report(said: Found) -> Verdict | None:
    reports = said.get(Kind.KERNEL_REPORT)
    if not reports:
        return None
    victim = next((match.victim for match in reports if match.victim), None)
    headline = "The kernel's out-of-memory killer was at work; whether it took a process of the build is not said here."
    return Verdict(Ending.OOM, False, headline, _quote(reports), victim, None, f"{ASK_KERNEL}; {MORE_MEMORY}")


def _vm_lost(said: Found) -> Verdict | None:
    lost = said.get(Kind.VM_LOST)
    if not lost:
        return None
    headline = "WSL lost its VM, or the distribution in it, while the build ran."
    next_step = "a `wsl --shutdown` elsewhere, a full Windows and a crash look the same; `wslmem status` shows the host"
    return Verdict(Ending.VM_GONE, False, headline, _quote(lost), next_step=next_step)


def _own_limit(said: Found) -> Verdict | None:
    limit = said.get(Kind.OWN_LIMIT)
    if not limit:
        return None
    headline = f"{limit[0].wording.program.capitalize()} reached the heap limit that it was started with, not the VM's."
    next_step = "raise --max-old-space-size (Node) or -Xmx (Java) first, then look whether the VM can hold it"
    return Verdict(Ending.BUILD_ERROR, True, headline, _quote(limit), next_step=next_step)


def _build_error(said: Found) -> Verdict | None:
    errors = said.get(Kind.BUILD_ERROR)
    if not errors:
        return None
    headline = "The log shows errors of the build itself, and nothing that points to memory."
    return Verdict(Ending.BUILD_ERROR, False, headline, _quote(errors), next_step="correct these first")


_IN_ORDER: tuple[Callable[[Found], Verdict | None], ...] = (
    _kernel_kill,
    _container_limit,
    _sigkill,
    _no_memory,
    _kernel_report,
    _vm_lost,
    _own_limit,
    _build_error,
)
"""The strongest witness first."""


def _quote(*groups: tuple[Match, ...]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence("kernel" if match.wording.program.startswith("kernel") else "build output", match.line)
        for group in groups
        for match in group[:3]
    )

"""What is true besides the ending: other signs, what held the memory, what a log hides."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.diagnosis.verdict import Ending, Verdict
from wslmem.diagnosis.weighing import belonging
from wslmem.diagnosis.weighing.case import Case
from wslmem.text import Text, joined
from wslmem.units import MIB, show_size

_COMMA = Text(", ")


def also(case: Case, verdict: Verdict) -> tuple[Text, ...]:
    """One sentence for each thing that is worth knowing beside the ending."""
    return tuple(
        dict.fromkeys((*_memory(verdict), *_kernel(case, verdict), *_build(case, verdict), *_around(case, verdict)))
    )


def _memory(verdict: Verdict) -> Iterator[Text]:
    held = verdict.memory_by_family
    shared = next((one for one in held if one.family == "tmpfs"), None)
    if shared is not None and shared.rss > 64 * MIB and shared.rss * 5 > sum(one.rss for one in held):
        yield Text(
            "{size} of it are files in tmpfs (/tmp, /dev/shm), which count as memory.", size=show_size(shared.rss)
        )


COSTLY = 3
"""Order from which the kernel does not try hard for contiguous pages (PAGE_ALLOC_COSTLY_ORDER)."""


def _kernel(case: Case, verdict: Verdict) -> Iterator[Text]:
    if verdict.ending in {Ending.OOM, Ending.CONTAINER_LIMIT, Ending.OOM_ELSEWHERE}:
        return
    for kill in belonging.elsewhere(case)[-2:]:
        if case.stale(kill) or case.old(kill):
            yield Text("The kernel killed `{victim}` on another day; that was not this build.", victim=kill.victim)
        else:
            yield Text(
                "The kernel's OOM killer killed `{victim}`; the build does not say that it lost it.", victim=kill.victim
            )
    for sign in case.of(Kind.DAEMON_KILL)[-1:]:
        if sign.victim and verdict.ending is not Ending.KILLED_BY_DAEMON:
            yield Text(
                "{daemon} killed `{victim}`; the build does not say that it lost it.",
                daemon=sign.who,
                victim=sign.victim,
            )


def _build(case: Case, verdict: Verdict) -> Iterator[Text]:
    if verdict.ending is Ending.OOM_ELSEWHERE and case.of(Kind.ERROR):
        yield Text("The build has errors of its own as well: {quoted}", quoted=_best(case).line.text[:160])
    if (
        verdict.ending not in {Ending.BUILD_ERROR, Ending.UNKNOWN}
        and verdict.ending in _PROVEN_ELSE
        and case.kills
        and not verdict.victim
    ):
        yield Text("A process of the build was killed (SIGKILL) as well.")
    if len(verdict.packages) > 1:
        yield Text("Processes were killed while building {packages}.", packages=joined(_COMMA, verdict.packages[:8]))


_PROVEN_ELSE = frozenset({Ending.LIMIT, Ending.DISK_FULL, Ending.MEMORY_REFUSED, Ending.OWN_HEAP_LIMIT})


def _around(case: Case, verdict: Verdict) -> Iterator[Text]:
    if verdict.ending is Ending.KILLED_UNKNOWN and (stops := case.of(Kind.STOPPED)):
        yield Text("The runner was shut down or canceled about then: {quoted}", quoted=stops[0].line.text[:120])
    if verdict.ending is Ending.KILLED_UNKNOWN and case.of(Kind.KERNEL_REPORT, Kind.UNIT_OOM):
        yield Text("The kernel's OOM killer was at work as well, but its line with the killed process is missing here.")
    if verdict.ending in {Ending.MEMORY_REFUSED, Ending.LIMIT, Ending.KILLED_UNKNOWN} and case.of(Kind.SERVER):
        yield Text("A server of the build went away with it.")
    if verdict.ending is not Ending.DISK_FULL and case.of(Kind.DISK):
        yield Text("A disk was full as well.")
    if verdict.ending is not Ending.KERNEL_FAULT and any(
        sign.detail.isdecimal() and int(sign.detail) > COSTLY for sign in case.of(Kind.WEAK_FAULT)
    ):
        yield Text("The kernel found no contiguous memory (fragmentation); memory= does not change that.")
    if case.seen.skimmed and not verdict.proven:
        yield Text("The log is large: its middle was searched for kills, memory and full disks only.")


def _best(case: Case) -> Sign:
    return max(case.of(Kind.ERROR), key=lambda sign: sign.rank)

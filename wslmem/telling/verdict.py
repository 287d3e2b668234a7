"""What both faces say of a verdict: how certain, how the build ended, the evidence, what else is true, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wslmem.diagnosis.verdict import Ending, Evidence, Verdict
from wslmem.diagnosis.weighing.families import FAMILIES
from wslmem.telling.fact import CONTINUED, Fact, Tone, alone
from wslmem.text import Text, joined, verbatim
from wslmem.units import show_size

WORDS: dict[Ending, tuple[Tone, Text]] = {
    Ending.OK: (Tone.GOOD, Text("completed")),
    Ending.OOM: (Tone.BAD, Text("out of memory")),
    Ending.OOM_ELSEWHERE: (Tone.CARE, Text("another process was killed")),
    Ending.CONTAINER_LIMIT: (Tone.BAD, Text("a memory limit of its own")),
    Ending.KILLED_BY_DAEMON: (Tone.BAD, Text("killed before memory was full")),
    Ending.TIME_LIMIT: (Tone.CARE, Text("time limit")),
    Ending.TERMINATED: (Tone.CARE, Text("asked to end")),
    Ending.KILLED_UNKNOWN: (Tone.CARE, Text("killed, sender unknown")),
    Ending.MEMORY_REFUSED: (Tone.BAD, Text("memory refused")),
    Ending.OWN_HEAP_LIMIT: (Tone.CARE, Text("heap limit of the program")),
    Ending.LIMIT: (Tone.CARE, Text("another limit")),
    Ending.DISK_FULL: (Tone.CARE, Text("disk full")),
    Ending.VM_GONE: (Tone.BAD, Text("the VM stopped")),
    Ending.DISTRO_GONE: (Tone.BAD, Text("the distribution stopped")),
    Ending.WSL_ERROR: (Tone.BAD, Text("WSL failed")),
    Ending.KERNEL_FAULT: (Tone.BAD, Text("a fault of the kernel")),
    Ending.SERVER_GONE: (Tone.CARE, Text("a server of the build went away")),
    Ending.BUILD_ERROR: (Tone.CARE, Text("an error of the build")),
    Ending.STALLED_BY_MEMORY: (Tone.BAD, Text("stalled: low memory")),
    Ending.SWAP_THRASH: (Tone.BAD, Text("stalled: swapping")),
    Ending.INTERRUPTED: (Tone.QUIET, Text("interrupted")),
    Ending.UNKNOWN: (Tone.QUIET, Text("unknown")),
}
"""How a build ended, in words, and their weight."""

SOURCES = {
    "kernel": Text("kernel"),
    "systemd": Text("systemd"),
    "build output": Text("build"),
    "wsl": Text("WSL"),
    "terminal": Text("terminal"),
    "exit status": Text("exit code"),
    "vmstat": Text("system counter"),
    "cgroup": Text("group counter"),
    "samples": Text("samples"),
    "sampler": Text("sampler"),
    "watchdog": Text("watchdog"),
    "windows": Text("Windows"),
}
"""Who witnesses, as a label; a daemon goes by its own name."""

_PROVE, _NEXT, _ALSO, _HELD = Text("prove"), Text("next"), Text("also"), Text("memory")
_KILLED, _LIMIT = Text("killed process"), Text("limit")

LIMITS = {
    "vm": Text("the memory of the whole VM"),
    "container": Text("the memory of the container"),
    "unit": Text("the memory of a systemd unit"),
    "disk": Text("the disk"),
    "job": Text("the time of the job"),
    "time": Text("the time limit of wslmem"),
    "deadline": Text("a deadline"),
    "timeout": Text("the time given to `timeout`"),
    "processes": Text("the number of processes and threads"),
    "address space": Text("the address space (ulimit -v)"),
    "open files": Text("the number of open files"),
    "file size": Text("the size of a file"),
    "locked memory": Text("locked memory (ulimit -l)"),
    "linker": Text("what the linker can address"),
    "file watches": Text("the number of watched files"),
    "CPU time": Text("CPU time (ulimit -t)"),
    "arguments": Text("the length of a command line"),
    "shared memory": Text("the shared memory (/dev/shm)"),
    "memory mappings": Text("the number of memory mappings (vm.max_map_count)"),
}
"""Names of limits, in words; the path of a group, an option and a code of WSL go by themselves."""


def word(found: Verdict) -> Text:
    """How the build ended, in words; what is only likely is named as what it likely is."""
    if found.likely is not None:
        return WORDS[found.likely][1]
    return WORDS[found.ending][1]


def opening(found: Verdict) -> Text:
    """How certain, and how the build ended: `Likely: out of memory.`"""
    if found.ending is Ending.UNKNOWN:
        return Text("Unknown.")
    if found.proven:
        return Text("Proven: {ending}.", ending=word(found))
    if found.ending is Ending.KILLED_UNKNOWN and found.likely is None:
        return Text("Unknown: {ending}.", ending=word(found))
    return Text("Likely: {ending}.", ending=word(found))


def headline(found: Verdict) -> Fact:
    """The verdict in two or three sentences."""
    return alone(Text("{opening} {headline}", opening=opening(found), headline=found.headline), WORDS[found.ending][0])


def facts(found: Verdict) -> Iterator[Fact]:
    """All that it says, the headline first."""
    yield headline(found)
    yield from (evidence(one) for one in found.evidence)
    yield from _labelled(_HELD, held(found))
    yield from _labelled(_ALSO, found.also)
    yield from _labelled(_PROVE, steps(found.prove))
    yield from _labelled(_NEXT, steps(found.next_step))


def at_a_glance(found: Verdict) -> Iterator[Fact]:
    """The same, what a person acts on first: who was killed, whose limit it was, what held memory, what to do."""
    yield headline(found)
    if found.victim is not None:
        size = Text("`{victim}`, {size}", victim=found.victim, size=show_size(found.victim_rss or 0))
        yield Fact(_KILLED, size if found.victim_rss else Text("`{victim}`", victim=found.victim), Tone.STRONG, depth=1)
    if found.limit is not None and found.ending not in {Ending.WSL_ERROR, Ending.VM_GONE}:
        yield Fact(_LIMIT, LIMITS.get(found.limit, verbatim(found.limit)), depth=1)
    yield from _labelled(_HELD, held(found))
    yield from _labelled(_NEXT, steps(found.next_step))
    yield from _labelled(_PROVE, steps(found.prove))
    yield from (evidence(one) for one in found.evidence)
    yield from _labelled(_ALSO, found.also)


def evidence(one: Evidence) -> Fact:
    """One quoted witness."""
    return Fact(SOURCES.get(one.source, verbatim(one.source)), verbatim(one.text.strip()), Tone.QUIET, depth=1)


def held(found: Verdict) -> Iterator[Text]:
    """What held the memory when the kernel killed, one family a line."""
    for one in found.memory_by_family[:6]:
        if not one.processes:  # files in tmpfs, which no program holds
            yield Text(
                "{size}: {family}", size=show_size(one.rss), family=FAMILIES.get(one.family, verbatim(one.family))
            )
            continue
        yield Text(
            "{size}: {family} ({largest})",
            size=show_size(one.rss),
            family=FAMILIES.get(one.family, verbatim(one.family)),
            largest=one.largest,
        )


def steps(text: Text) -> tuple[Text, ...]:
    """The steps of a text that was joined by line ends, one by one."""
    if not text:
        return ()
    parts = tuple(part for part in text.fields.values() if isinstance(part, Text))
    return parts if text == joined(Text("\n"), parts) else (text,)


def _labelled(label: Text, texts: Iterable[Text]) -> Iterator[Fact]:
    for number, text in enumerate(texts):
        yield Fact(CONTINUED if number else label, text, depth=1)

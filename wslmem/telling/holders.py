"""Who holds the memory of the VM, and which programs of this computer hold most."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.diagnosis.weighing.families import FAMILIES
from wslmem.sizing.holders import Holders
from wslmem.sizing.host import HostMemory
from wslmem.telling.fact import CONTINUED, NO_LABEL, Fact, Tone
from wslmem.text import Text, counted, joined, verbatim
from wslmem.units import MIB, show_size

COMMA = Text(", ")
LEAST = 16 * MIB
"""Less is told of no program by name."""
SHOWN_OF_HOST = 5


def split(found: Holders) -> tuple[Fact, ...]:
    """One line for each kind, programs first, then what is no program's."""
    rows = [*_families(found), *_no_programs(found)]
    head = Text("held by")
    return tuple(Fact(CONTINUED if number else head, text, tone) for number, (text, tone) in enumerate(rows))


def _families(found: Holders) -> Iterator[tuple[Text, Tone]]:
    for one in found.families:
        kind = FAMILIES.get(one.family, verbatim(one.family))
        text = (
            Text("{size}: {family} ({largest})", size=show_size(one.size), family=kind, largest=one.largest)
            if one.processes == 1
            else Text(
                "{size}: {family} ({count} processes, most: {largest})",
                size=show_size(one.size), family=kind, count=one.processes, largest=one.largest,
            )
        )  # fmt: skip
        yield text, Tone.PLAIN


def _no_programs(found: Holders) -> Iterator[tuple[Text, Tone]]:
    if found.elsewhere >= LEAST:
        yield Text("{size}: other distributions, such as Docker Desktop's", size=show_size(found.elsewhere)), Tone.PLAIN
    if found.tmpfs >= MIB:
        yield Text("{size}: files in tmpfs, until they are removed", size=show_size(found.tmpfs)), Tone.PLAIN
    yield Text("{size}: page cache, given back when a program needs it", size=show_size(found.page_cache)), Tone.QUIET
    yield Text("{size}: kernel", size=show_size(found.kernel)), Tone.QUIET
    if found.by_rss:
        text = counted(
            "{count} process of another user is counted with what it shares (RSS)",
            "{count} processes of other users are counted with what they share (RSS)",
            found.by_rss,
        )
        yield text, Tone.QUIET


def largest(found: Holders) -> Fact | None:
    """The programs that hold most, by name, in one line; None where none holds much."""
    shown = [one for one in found.largest if one.size >= LEAST]
    return Fact(Text("largest"), _list([(one.name, one.size, one.processes) for one in shown])) if shown else None


def columns(found: Holders) -> Iterator[Fact]:
    """The kinds, each a size and a name, for a narrow column."""
    for one in found.families:
        yield Fact(verbatim(show_size(one.size)), FAMILIES.get(one.family, verbatim(one.family)))
    if found.elsewhere >= LEAST:
        yield Fact(verbatim(show_size(found.elsewhere)), Text("other distributions"))
    if found.tmpfs >= MIB:
        yield Fact(verbatim(show_size(found.tmpfs)), Text("files in tmpfs"))
    yield Fact(verbatim(show_size(found.page_cache)), Text("page cache"), Tone.QUIET)
    yield Fact(verbatim(show_size(found.kernel)), Text("kernel"), Tone.QUIET)
    yield Fact(verbatim(show_size(found.free)), Text("free"), Tone.QUIET)


def names(found: Holders, host: HostMemory) -> Iterator[Fact]:
    """The largest programs in the VM by name, then those of this computer, for a narrow column."""
    for one in found.largest:
        if one.size >= LEAST:
            yield _named(one.name, one.size, one.processes)
    shown = [one for one in host.largest or () if one.size >= LEAST][:SHOWN_OF_HOST]
    if shown:
        yield Fact(NO_LABEL, Text("On this computer:"), Tone.QUIET)
    for program in shown:
        yield _named(program.name, program.size, program.processes)


def _named(name: str, size: int, processes: int) -> Fact:
    return Fact(verbatim(show_size(size)), verbatim(name + (f" (x{processes})" if processes > 1 else "")))


def most(found: Holders, count: int = 3) -> Text:
    """The kinds of programs that hold most, in a few words; page cache is none."""
    parts = [
        Text("{family} {size}", family=FAMILIES.get(one.family, verbatim(one.family)), size=show_size(one.size))
        for one in found.families[:count]
    ]
    return joined(COMMA, parts) if parts else Text("nothing large")


def host(found: HostMemory, count: int = SHOWN_OF_HOST) -> Fact | None:
    """The programs of this computer that hold most; None where that is not known."""
    shown = [one for one in found.largest or () if one.size >= LEAST][:count]
    return Fact(Text("largest"), _list([(one.name, one.size, one.processes) for one in shown])) if shown else None


def _list(shown: list[tuple[str, int, int]]) -> Text:
    return joined(
        COMMA,
        [verbatim(f"{name} {show_size(size)}" + (f" (x{count})" if count > 1 else "")) for name, size, count in shown],
    )

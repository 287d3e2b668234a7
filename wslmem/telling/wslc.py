"""What is known of wslc, WSL's own containers, and of its VM."""

from __future__ import annotations

from pathlib import Path

from wslmem.telling.fact import CONTINUED, Fact, Group, Tone, alone
from wslmem.text import Text, verbatim
from wslmem.units import show_size
from wslmem.workflows.survey import Survey
from wslmem.workflows.wslc import Changed, Planned
from wslmem.wslc.settings import read

STARTS = Text("takes effect when wslc starts its next VM, some 30 s after the last container stopped")
UNPROVEN = Text("wslmem read the file as wslc does; it cannot look into that VM")


def group(known: Survey) -> Group:
    """What its VM may take, and takes; empty where wslc was never used."""
    found = known.wslc
    if found is None:
        return Group(verbatim("wslc"), ())
    if found.settings.memory is None:
        limit = Text("{size} (default: half of this computer's memory)", size=show_size(found.memory))
    else:
        limit = verbatim(show_size(found.memory))
    facts = [alone(Text("containers of WSL, in a VM of their own")), Fact(Text("memory limit"), limit)]
    if found.settings.problem is not None:
        facts.append(Fact(CONTINUED, found.settings.problem, Tone.CARE))
    if known.host is not None and known.host.source != "linux":  # a folder that stands in for Windows has no such VM
        facts.append(used(known.host.wslc_working_set))
    return Group(verbatim("wslc"), tuple(facts))


def used(size: int | None) -> Fact:
    """What its VM takes of this computer now."""
    text = Text("not running") if size is None else Text("{size} used by its VM", size=show_size(size))
    return Fact(Text("memory"), text, Tone.QUIET if size is None else Tone.PLAIN)


def brief(known: Survey) -> tuple[Fact, ...]:
    """The same in one line; none where wslc was never used."""
    if known.wslc is None:
        return ()
    held, limit = (known.host.wslc_working_set or 0) if known.host else 0, known.wslc.memory
    text = Text("{used} of {limit}", used=show_size(held), limit=show_size(limit))
    return (Fact(verbatim("wslc"), text if held else Text("up to {limit}", limit=show_size(limit))),)


def foretold(wanted: Planned) -> tuple[Fact, ...]:
    """What is to change."""
    before, after = read(wanted.content.data).memory, read(wanted.after).memory
    if not wanted.changes:
        return (Fact(verbatim("wslc"), _nothing(wanted.paths.wslconfig)),)
    text = Text("{before} -> {after}", before=_size(before), after=_size(after))
    return (Fact(verbatim("wslc memorySize"), text, strong=True),)


def _size(memory: int | None) -> Text:
    return Text("default") if memory is None else verbatim(show_size(memory))


def _nothing(path: Path) -> Text:
    return Text("nothing to do: {path} says so already", path=path)


def changed(done: Changed) -> tuple[Fact, ...]:
    """What became of settings.yaml."""
    if done.backup is None:
        return (Fact(verbatim("wslc"), _nothing(done.path)),)
    return (
        Fact(Text("written"), verbatim(done.path)),
        Fact(CONTINUED, STARTS),
        Fact(CONTINUED, UNPROVEN, Tone.QUIET),
        Fact(Text("to undo"), verbatim(undo(done.path, done.backup.number))),
    )


def undo(path: Path | str, number: int) -> str:
    """The command that brings the old file back."""
    return f'wslmem restore {number} --config "{path}"'

"""What a killed run left half done: how far it came, what the file holds, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from wslmem.machine.host.wslc_file import SETTINGS
from wslmem.machine.own.journal import Entry, Step, Unreadable
from wslmem.telling import wslc
from wslmem.telling.fact import Fact, Tone
from wslmem.text import Text, joined, verbatim
from wslmem.workflows.apply.recovery import Held, Interruption, Left

SEMICOLON = Text("; ")
INTERRUPTED = Text("interrupted")
WORKS = {"bench": Text("benchmark"), "apply": Text("apply")}
STEPS = {
    Step.BACKUP: Text("backing up the old file"),
    Step.WRITE: Text("writing the file"),
    Step.RESTART: Text("restarting WSL"),
    Step.ROLLBACK: Text("restoring the old file"),
    Step.LEGS: Text("running builds"),
}
HELD = {
    Held.OLD: Text("not changed"),
    Held.NEW: Text("has the new settings"),
    Held.OTHER: Text("changed by another program since"),
    Held.UNKNOWN: Text("cannot be read"),
}
OPTIONS = {"wsl2.memory": "--memory", "wsl2.swap": "--swap", "wsl2.processors": "--processors"}


def moment(utc: str) -> str:
    """`2026-11-24T02:21:07Z` as a person reads it: `2026-11-24 02:21 UTC`; the same in every language."""
    return f"{utc[:10]} {utc[11:16]} UTC"


def facts(one: Interruption) -> Iterator[Fact]:
    """What it was, how far it came, and what the file holds now."""
    entry = one.entry
    what = Text(
        "{work}, started {moment}, at: {step}",
        work=WORKS[entry.work],
        moment=moment(entry.started),
        step=STEPS[entry.step],
    )
    yield Fact(INTERRUPTED, what, Tone.CARE)
    yield Fact(Text("file"), Text("{path}: {held}", path=entry.path, held=HELD[one.held]), depth=1)
    if one.lost is not None:
        yield Fact(Text("old file"), Text("cannot be restored: {why}", why=one.lost), Tone.CARE, depth=1)
    if entry.saved_runs is not None:
        yield Fact(Text("runs"), Text("finished runs are saved; it can continue after the last one"), depth=1)


def ways(one: Interruption) -> Iterator[Fact]:
    """What can be done, as commands ready to copy."""
    finish = _finish(one.entry)
    if finish:
        yield Fact(Text("to finish"), verbatim(finish), depth=1)
    if one.backup is not None:
        undo = (
            wslc.undo(one.entry.path, one.backup.number)
            if _is_wslc(one.entry)
            else f"wslmem restore {one.backup.number}"
        )
        yield Fact(Text("to undo"), verbatim(undo), depth=1)
    yield Fact(Text("to ignore"), verbatim("wslmem status --dismiss"), depth=1)


def _is_wslc(entry: Entry) -> bool:
    """Whether it was about the settings of wslc, which are whole once they are written."""
    return PurePath(entry.path).name == SETTINGS


def _finish(entry: Entry) -> str:
    if _is_wslc(entry):
        return ""
    if entry.saved_runs is not None:
        return f"wslmem bench --resume {entry.saved_runs}"
    if not set(dict(entry.settings)) <= set(OPTIONS):
        return ""
    words = [f"{OPTIONS[key]} {value or 'default'}" for key, value in entry.settings]
    return " ".join(["wslmem apply", *words, "--shutdown now"]) if words else "wsl --shutdown"


def unreadable(one: Unreadable) -> Iterator[Fact]:
    """A journal that says nothing: what, where, and how to get rid of it."""
    why = Text("{work}, perhaps: its journal cannot be read: {why}", work=WORKS[one.work], why=one.why)
    yield Fact(INTERRUPTED, why, Tone.CARE)
    if one.kept is None:
        yield Fact(Text("journal"), Text("{path}; it cannot be moved away", path=one.place), depth=1)
    else:
        yield Fact(Text("journal"), Text("now {path}", path=one.kept), depth=1)
    yield Fact(
        Text("next"), Text("compare the file with its backups (wslmem restore), then delete the journal"), depth=1
    )


def _distrusted(why: Text, folder: object) -> Iterator[Fact]:
    text = Text("{folder} is not used: other users can write it ({why})", folder=folder, why=why)
    yield Fact(Text("state folder"), text, Tone.CARE)
    next_step = Text("check what is in it, then take that right away; or set WSLMEM_STATE to another folder")
    yield Fact(Text("next"), next_step, depth=1)


def remarks(found: Left, folder: object) -> Iterator[tuple[Fact, ...]]:
    """What is only told, and cannot be chosen about; the facts of each together.

    Args:
        found: what was looked for.
        folder: the state folder.
    """
    if found.distrusted is not None:
        yield tuple(_distrusted(found.distrusted, folder))
    yield from (tuple(unreadable(one)) for one in found.unreadable)


def left(found: Left, folder: object) -> Iterator[Fact]:
    """All of it, with what can be done; nothing where all runs came to their end. Args: as `remarks`."""
    for one in found.interrupted:
        yield from (*facts(one), *ways(one))
    for group in remarks(found, folder):
        yield from group


def in_one(facts: Iterable[Fact], between: Text = SEMICOLON) -> Text:
    """Facts as one sentence, for a script or a notice."""
    return joined(between, [Text("{label}: {text}", label=fact.label, text=fact.text) for fact in facts])


def at_work(entry: Entry) -> Text:
    """Another run of wslmem that is at work now."""
    return Text(
        "Another wslmem is at work ({work}, since {moment}); the file may still change.",
        work=WORKS[entry.work],
        moment=moment(entry.started),
    )

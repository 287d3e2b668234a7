"""What a killed run left half done, and how it is brought to an end."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from wslmem.errors import NotFoundError
from wslmem.machine.files import files
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backup, Backups
from wslmem.machine.own.lock import unused
from wslmem.records import record
from wslmem.text import Text
from wslmem.workflows.apply.events import ApplyEvent
from wslmem.workflows.apply.journal import Entry, Journal

WORKS = ("bench", "apply")
"""Kinds of work that keep a journal; a benchmark encloses its applies, so it is asked about first."""


@record
class Interruption:
    """One run that was ended in the middle."""

    entry: Entry
    changed: bool
    """Whether the file differs from what it held before that run."""
    text: str
    """What happened, what is on disk now, and what can be done; for a person."""


def interruptions(paths: MachinePaths, *, within: str | None = None) -> tuple[Interruption, ...]:
    """What killed runs left behind for this .wslconfig. A run that never touched the file is forgotten on sight.

    A run that is still at work holds its lock and was not interrupted. An apply in a killed benchmark is part of that.

    Args:
        paths: the machine.
        within: the kind of work whose lock the caller holds itself.
    """
    found = []
    for work in WORKS:
        if Journal(paths.state_dir, work).read() is None:
            continue
        if work == within:
            found.append(_left_behind(paths, work))
            continue
        with unused(lock_folder(paths, work)) as nobody:
            found.append(_left_behind(paths, work) if nobody else None)
    left = [one for one in found if one is not None]
    benched = any(one.entry.work == "bench" for one in left)
    return tuple(one for one in left if not benched or one.entry.work == "bench" or one.entry.keep)


def at_work(paths: MachinePaths) -> tuple[Entry, ...]:
    """What other runs are doing with this .wslconfig right now."""
    found = []
    for work in WORKS:
        entry = Journal(paths.state_dir, work).read()
        if entry is None or Path(entry.path) != paths.wslconfig:
            continue
        with unused(lock_folder(paths, work)) as nobody:
            found += [] if nobody else [entry]
    return tuple(found)


def lock_folder(paths: MachinePaths, work: str) -> Path:
    """Where the lock lies that a kind of work holds as long as it runs; a benchmark lets applies in between."""
    return paths.state_dir / "bench" if work == "bench" else paths.state_dir


def _left_behind(paths: MachinePaths, work: str) -> Interruption | None:
    journal = Journal(paths.state_dir, work)
    entry = journal.read()
    if entry is None or Path(entry.path) != paths.wslconfig:
        return None
    changed = _changed(paths, entry)
    if changed or entry.saved_runs is not None:
        return Interruption(entry, changed, _tell(entry, changed=changed))
    journal.end()
    return None


def dismiss(paths: MachinePaths, interruption: Interruption) -> None:
    """Leave everything as it is, and do not ask again."""
    Journal(paths.state_dir, interruption.entry.work).end()
    if interruption.entry.work == "bench":
        _forget_lent_settings(paths)


def _forget_lent_settings(paths: MachinePaths) -> None:
    """The apply of a benchmark that was killed in it: its own half-way state does not matter any more."""
    journal = Journal(paths.state_dir, "apply")
    entry = journal.read()
    if entry is not None and not entry.keep:
        journal.end()


def put_back(paths: MachinePaths, interruption: Interruption) -> Generator[ApplyEvent, None, None]:
    """Put the old file back, byte for byte, and do not ask again."""
    from wslmem.workflows.apply.restore import restoring

    yield from restoring(paths, _backup(paths, interruption.entry))
    dismiss(paths, interruption)


def _changed(paths: MachinePaths, entry: Entry) -> bool:
    if entry.backup is None:
        return False
    backup = _backup(paths, entry)
    return files.read_file(paths.wslconfig).data != Backups(paths.state_dir).read(backup)


def _backup(paths: MachinePaths, entry: Entry) -> Backup:
    if entry.backup is None:
        raise NotFoundError(
            Text("the interrupted run had made no backup yet"), on_disk=Text("the file as it was before that run")
        )
    return Backups(paths.state_dir).find(paths.wslconfig, entry.backup)


def _tell(entry: Entry, *, changed: bool) -> str:
    what = "A benchmark" if entry.work == "bench" else "An apply"
    now = "holds the new settings" if changed else "is as it was before"
    back = f"`wslmem restore {entry.backup}` puts the old file back" if changed else ""
    on = f"`wslmem bench --resume {entry.saved_runs}` goes on" if entry.saved_runs else ""
    if entry.work == "apply" and changed:
        on = "`wslmem apply --shutdown now` with the same settings restarts WSL and proves them"
    forget = "`wslmem status --dismiss` leaves everything as it is"
    advice = "; ".join(part for part in (on, back, forget) if part)
    return f"{what} begun {entry.started} was interrupted at the step `{entry.step}`. {entry.path} {now}. {advice}."

"""What a killed run left half done, and how it is brought to an end. Looking for it never fails."""

from __future__ import annotations

from collections.abc import Generator
from enum import StrEnum
from pathlib import Path

from wslmem.errors import NotFoundError, WslmemError
from wslmem.machine.files import files
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own import backups
from wslmem.machine.own.backups import Backup, Backups, digest
from wslmem.machine.own.journal import WORKS, Entry, Journal, Unreadable, Work
from wslmem.machine.own.lock import unused
from wslmem.records import record, replace
from wslmem.text import Text
from wslmem.workflows.apply import at_work
from wslmem.workflows.apply.at_work import lock_folder
from wslmem.workflows.apply.events import ApplyEvent


class Held(StrEnum):
    """What the file holds, seen from the run that was interrupted."""

    OLD = "old"
    """What it held before."""
    NEW = "new"
    """What the run wrote."""
    OTHER = "other"
    """What somebody else wrote since."""
    UNKNOWN = "unknown"
    """It cannot be read now."""


@record
class Interruption:
    """One run that was ended in the middle."""

    entry: Entry
    held: Held
    backup: Backup | None
    """The old file; None where it is not needed, or gone."""
    lost: Text | None = None
    """Why the old file cannot be put back from its backup."""

    @property
    def changed(self) -> bool:
        """Whether the file differs from what it held before that run, as far as can be told."""
        return self.held is not Held.OLD


@record
class Left:
    """All that killed runs left behind for one .wslconfig."""

    interrupted: tuple[Interruption, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    """Journals that say nothing; kept under another name, so each is told once."""
    distrusted: Text | None = None
    """Why nothing in the state folder is believed: others can write it."""

    def and_then(self, other: Left) -> Left:
        """The same with what was left for another file."""
        return replace(
            self, interrupted=self.interrupted + other.interrupted, unreadable=self.unreadable + other.unreadable
        )

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.interrupted or self.unreadable) or self.distrusted is not None


def look(paths: MachinePaths, *, within: str | None = None) -> Left:
    """What killed runs left behind for this .wslconfig. Never fails: what cannot be read is part of the answer.

    A run that never touched the file, or whose file somebody has changed since, is forgotten on sight: there is nothing
    to repair. A run that is still at work holds its lock and was not interrupted.

    Args:
        paths: the machine.
        within: the kind of work whose lock the caller holds itself.
    """
    doubt = at_work.doubt(paths)
    if doubt is not None:
        return Left(distrusted=doubt)
    found: list[Interruption] = []
    unreadable: list[Unreadable] = []
    for work in WORKS:
        if work == within:
            _look_at(paths, work, found, unreadable)
            continue
        with unused(lock_folder(paths, work)) as nobody:
            if nobody:
                _look_at(paths, work, found, unreadable)
    return Left(tuple(found), tuple(unreadable))


def interruptions(paths: MachinePaths, *, within: str | None = None) -> tuple[Interruption, ...]:
    """The runs among what `look` finds."""
    return look(paths, within=within).interrupted


def _look_at(paths: MachinePaths, work: Work, found: list[Interruption], unreadable: list[Unreadable]) -> None:
    journal = Journal(paths.state_dir, work, paths.wslconfig)
    unreadable += journal.clear()
    entry = journal.read()
    if entry is None:
        return
    one = _left_behind(paths, entry)
    if one.held in (Held.NEW, Held.UNKNOWN) or entry.saved_runs is not None:
        found.append(one)
    else:
        journal.end()


def _left_behind(paths: MachinePaths, entry: Entry) -> Interruption:
    if entry.backup is None:
        return Interruption(entry, Held.OLD, None)  # the backup comes before the first change
    held = _held(paths, entry, entry.backup)
    if held is Held.OLD:
        return Interruption(entry, held, None)
    try:
        backup = _backup(paths, entry)
        Backups(paths.state_dir).read(backup)
    except WslmemError as error:
        return Interruption(entry, held, None, error.cause)
    return Interruption(entry, held, backup)


def _held(paths: MachinePaths, entry: Entry, backup: str) -> Held:
    """By hashes alone: the old file's is in the name of its backup, which need not be there for this."""
    try:
        data = files.read_file(paths.wslconfig).data
    except WslmemError:
        return Held.UNKNOWN
    old = backups.parse(Path(backup))
    if old is not None and old.says(data):
        return Held.OLD
    ours = data is not None and digest(data) in entry.wrote
    return Held.NEW if ours or not entry.wrote else Held.OTHER


def dismiss(paths: MachinePaths, interruption: Interruption) -> Text | None:
    """Leave everything as it is, and do not ask again. Returns why that cannot be promised, None where it can."""
    return Journal(paths.state_dir, interruption.entry.work, Path(interruption.entry.path)).end()


def put_back(paths: MachinePaths, interruption: Interruption) -> Generator[ApplyEvent, None, None]:
    """Put the old file back, byte for byte, and do not ask again.

    Raises:
        BusyError: somebody changed the file since that run.
        WslmemError: as `restoring`; the interruption is told again next time.
    """
    from wslmem.workflows.apply.restore import restoring

    entry = interruption.entry
    lent = entry.work == "bench" and bool(entry.wrote)
    yield from restoring(paths, _backup(paths, entry), over=entry.wrote or None, undoable=not lent)
    dismiss(paths, interruption)


def _backup(paths: MachinePaths, entry: Entry) -> Backup:
    backup = Backups(paths.state_dir).named(paths.wslconfig, entry.backup or "")
    if backup is None:
        raise NotFoundError(
            Text("the backup of the old file is gone ({name})", name=entry.backup or "-"),
            place=str(Backups(paths.state_dir).folder(paths.wslconfig)),
            next_step=Text("`wslmem restore` lists those that are there"),
        )
    return backup

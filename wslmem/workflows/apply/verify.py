"""Whether all that wslmem keeps for the day something goes wrong is sound: every backup, every journal, lock, folder.

Nothing is changed, as with `git fsck`; all configuration files that have backups in the state folder are looked at.
"""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from wslmem.errors import WslmemError
from wslmem.machine.files import files, temporary
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own import backups, journal, lock, trust
from wslmem.machine.own.backups import Backup, Backups
from wslmem.machine.own.journal import Entry
from wslmem.machine.system.side import side
from wslmem.records import record
from wslmem.text import Text


@record
class Defect:
    """One thing that is not as it should be."""

    path: Path
    text: Text
    """What is wrong with it."""


@record
class Verified:
    """What was looked at, and what is wrong."""

    folder: Path
    """The state folder."""
    backups: int
    """How many there are, sound or not."""
    journals: int
    """Of runs that are at work, or were interrupted; those that could not be read are defects."""
    defects: tuple[Defect, ...]


def verify(paths: MachinePaths) -> Verified:
    """Look at everything; what cannot be looked at is a defect itself."""
    state = paths.state_dir
    kept = [folder for folder in _entries(state / "backups") if isinstance(folder, Path)]
    copies = [one for folder in kept for one in _entries(folder) if isinstance(one, Path)]
    journals = [one for one in _entries(state) if isinstance(one, Path) and one.name.startswith(backups.JOURNALS)]
    defects = (
        *_of_folder(state),
        *_of_lock(state),
        *(one for one in _entries(state / "backups") if isinstance(one, Defect)),
        *(defect for folder in kept for defect in _of_backups(state, folder)),
        *(defect for one in journals for defect in _of_journal(state, one)),
    )
    named = [one for one in copies if backups.parse(one) is not None]
    sound = [one for one in journals if isinstance(_entry(one), Entry)]
    return Verified(state, len(named), len(sound), defects)


def _entries(folder: Path) -> Iterator[Path | Defect]:
    """What lies in `folder`, in order; nothing where there is none."""
    try:
        yield from sorted(folder.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        yield Defect(folder, Text("cannot be read ({why})", why=error.strerror))


def _of_folder(folder: Path) -> Iterator[Defect]:
    try:
        why = trust.doubt(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        why = Text("cannot be read ({why})", why=error.strerror)
        yield Defect(folder, why)
        return
    if why is not None:
        yield Defect(folder, Text("other users can write it ({why})", why=why))


def _of_lock(state: Path) -> Iterator[Defect]:
    try:
        kind = lock.what_else(state)
    except OSError:  # the folder itself cannot be read, and is told
        return
    if kind is not None:
        yield Defect(state / lock.NAME, Text("is {kind}, not wslmem's lock file", kind=kind))


def _of_backups(state: Path, folder: Path) -> Iterator[Defect]:
    """One folder of copies, and each of them."""
    if folder.is_symlink() or not folder.is_dir():
        yield Defect(folder, Text("is not a folder of backups"))
        return
    yield from _of_folder(folder)
    entries = list(_entries(folder))
    yield from (one for one in entries if isinstance(one, Defect))
    found = {one: backups.parse(one) for one in entries if isinstance(one, Path)}
    numbers = Counter(backup.number for backup in found.values() if backup is not None)
    open_to_others = all(_lets_in(one) for one in (state, folder.parent, folder))
    for path, backup in found.items():
        if backup is None:
            if not path.name.startswith((temporary.NEW, temporary.OLD)):  # those go by themselves
                yield Defect(path, Text("is not a backup"))
        else:
            why = _of_backup(state, backup, numbers, open_to_others=open_to_others)
            if why is not None:
                yield Defect(path, why)


def _of_backup(state: Path, backup: Backup, numbers: Counter[int], *, open_to_others: bool) -> Text | None:
    try:
        content = Backups(state).content(backup)
    except WslmemError as error:
        return error.cause
    if backup.absent and content.data:
        return Text("says that there was no file, and is not empty")
    if content.names > 1:
        return Text("has {names} names (hard links); who changes the other one changes it", names=content.names)
    if open_to_others and (content.mode or 0) & (stat.S_IWGRP | stat.S_IWOTH):
        return Text("other users can write it (mode {mode})", mode=f"{content.mode:04o}")
    if numbers[backup.number] > 1:
        return Text("shares number {number} with another one; restore it by its name", number=backup.number)
    return None if _is_time(backup.taken) else Text("its name has an impossible time")


def _lets_in(folder: Path) -> bool:
    """Whether others may pass through `folder`; on Windows its access list, which is looked at, decides."""
    return side() != "windows" and bool(folder.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH))


def _is_time(taken: str) -> bool:
    try:
        datetime.strptime(taken, "%Y%m%dT%H%M%S%z")
    except ValueError:
        return False
    return True


def _of_journal(state: Path, path: Path) -> Iterator[Defect]:
    entry = _entry(path)
    if not isinstance(entry, Entry):
        yield Defect(path, Text("is a journal that cannot be read: {why}", why=entry))
    elif entry.backup is not None:
        try:
            there = Backups(state).named(Path(entry.path), entry.backup)
        except WslmemError as error:
            yield Defect(path, error.cause)
        else:
            if there is None:
                yield Defect(path, Text("names a backup that is gone: {name}", name=entry.backup))


def _entry(path: Path) -> Entry | Text:
    work = next((work for work in journal.WORKS if path.name.startswith(f"{backups.JOURNALS}{work}")), None)
    try:
        data = files.read_own(path, limit=journal.LIMIT).data
    except WslmemError as error:
        return error.cause
    return journal.parse(data or b"", work)

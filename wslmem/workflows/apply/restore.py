"""Putting a backup in the place of `.wslconfig`, byte for byte, with the promises of any other write; undoable."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from wslmem.machine.files import files
from wslmem.machine.files.files import Outcome
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backup, Backups
from wslmem.machine.own.lock import lock
from wslmem.records import record
from wslmem.workflows.apply.events import BackedUp, Written


@record
class Restored:
    """How it ended."""

    path: Path
    """The configuration file itself, where all links lead."""
    backup: Backup
    """What it holds now; where `backup.absent`, there is no file now."""
    outcome: Outcome
    undo: Backup | None
    """What it held before: restoring this one undoes the restore. None where nothing changed."""

    @property
    def changed(self) -> bool:
        """Whether the file held something else before."""
        return self.outcome is not Outcome.UNCHANGED


def restore(paths: MachinePaths, wanted: str | Backup) -> Restored:
    """Put a backup back in place; `restoring` without its events."""
    events = restoring(paths, wanted)
    while True:
        try:
            next(events)
        except StopIteration as end:
            restored: Restored = end.value
            return restored


def restoring(paths: MachinePaths, wanted: str | Backup) -> Generator[BackedUp | Written, None, Restored]:
    """Put the backup `wanted` (itself, or its path, name, number, or a piece of its name) back in place.

    Raises:
        NotFoundError: no such backup, or more than one.
        UnsafeFileError: the backup is damaged, or something at the path is no file.
        BusyError: another run holds the lock, or another program changed the file just now.
        CannotCreateError, CannotWriteError, NotPermittedError: as `files.write_file`; the file is as it was.
    """
    backups = Backups(paths.state_dir)
    with lock(paths.state_dir):
        backup = wanted if isinstance(wanted, Backup) else backups.find(paths.wslconfig, wanted)
        data = backups.read(backup)
        current = files.read_file(paths.wslconfig)
        if current.data == data:
            return Restored(current.target, backup, Outcome.UNCHANGED, None)
        undo = backups.save(paths.wslconfig, current.data)
        yield BackedUp(undo.path)
        outcome = files.write_file(paths.wslconfig, data, expected=current.data)
        yield Written(current.target, synced=outcome is Outcome.COMMITTED)
        return Restored(current.target, backup, outcome, undo)

"""Putting a backup in the place of `.wslconfig`, byte for byte, with the promises of any other write; undoable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wslmem.machine import files
from wslmem.machine.backups import Backup, Backups
from wslmem.machine.files import Outcome
from wslmem.machine.lock import lock
from wslmem.machine.paths import MachinePaths
from wslmem.workflows.events import BackedUp, Written


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """How it ended; always the last event."""

    path: Path
    """The configuration file itself, where all links lead."""
    restored: Backup
    """What it holds now; where `restored.absent`, there is no file now."""
    outcome: Outcome
    undo: Backup | None
    """What it held before: restoring this one undoes the restore. None where nothing changed."""


RestoreEvent = BackedUp | Written | RestoreResult


def list_backups(paths: MachinePaths) -> tuple[Backup, ...]:
    """Every backup of the machine's `.wslconfig`, oldest first."""
    return Backups(paths.state_dir).list(paths.wslconfig)


def restore(paths: MachinePaths, name: str) -> Iterator[RestoreEvent]:
    """Put the backup that `name` means (path, name, number, a piece of its name) back in place.

    Raises:
        NotFoundError: no such backup, or more than one.
        UnsafeFileError: the backup is damaged, or something at the path is no file.
        BusyError: another run holds the lock, or another program changed the file just now.
        CannotCreateError, CannotWriteError, NotPermittedError: as `files.write_file`; the file is as it was.
    """
    backups = Backups(paths.state_dir)
    with lock(paths.state_dir):
        wanted = backups.find(paths.wslconfig, name)
        data = backups.read(wanted)
        current = files.read_file(paths.wslconfig)
        undo = None
        if current.data != data:
            undo = backups.save(paths.wslconfig, current.data)
            yield BackedUp(undo.path)
        outcome = files.write_file(paths.wslconfig, data, expected=current.data)
        if outcome is not Outcome.UNCHANGED:
            yield Written(current.target, synced=outcome is Outcome.COMMITTED)
    yield RestoreResult(current.target, wanted, outcome, undo)

"""Putting a backup in the place of `.wslconfig`, byte for byte, with the promises of any other write; undoable."""

from __future__ import annotations

from collections.abc import Collection, Generator
from pathlib import Path

from wslmem.errors import BusyError
from wslmem.machine.files import files
from wslmem.machine.files.files import Outcome
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backup, Backups, digest
from wslmem.machine.own.lock import lock
from wslmem.records import record
from wslmem.text import Text
from wslmem.workflows.apply.at_work import refuse_lent
from wslmem.workflows.apply.events import BackedUp, Written
from wslmem.workflows.apply.exchange import exchange


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


def restoring(
    paths: MachinePaths, wanted: str | Backup, *, over: Collection[str] | None = None, undoable: bool = True
) -> Generator[BackedUp | Written, None, Restored]:
    """Put the backup `wanted` (itself, or its path, name, number, or a piece of its name) back in place.

    Where there is no file now, the new one gets owner and mode of the backup; where there is one, it keeps its owner
    and allows nobody more than the file and the backup do.

    Args:
        paths: the machine.
        wanted: what to put back.
        over: `backups.digest` of each content that may be replaced; None: any.
        undoable: whether what is replaced is backed up first; False for what a benchmark had lent the file.

    Raises:
        NotFoundError: no such backup, or more than one.
        UnsafeFileError: the backup is damaged, or something at the path is no file.
        BusyError: another run holds the lock, a benchmark runs, another program changed the file just now, or what it
            holds is not in `over`.
        CannotCreateError, CannotWriteError, NotPermittedError: as `exchange`; the file is as it was.
    """
    backups = Backups(paths.state_dir)
    if undoable:
        refuse_lent(paths)
    with lock(paths.state_dir):
        backup = wanted if isinstance(wanted, Backup) else backups.find(paths.wslconfig, wanted)
        copy = backups.content(backup)
        data = None if backup.absent else copy.data
        current = files.read_file(paths.wslconfig)
        if current.data == data:
            return Restored(current.target, backup, Outcome.UNCHANGED, None)
        if over is not None and digest(current.data or b"") not in over:
            raise BusyError(
                Text("another program changed it since"),
                place=str(paths.wslconfig),
                on_disk=Text("another program's version; wslmem wrote nothing"),
                next_step=Text("check the file; to restore the old one: wslmem restore {number}", number=backup.number),
            )
        if not undoable:
            outcome = files.write_file(paths.wslconfig, data, expected=current.data, like=copy)
            yield Written(current.target, synced=outcome is Outcome.COMMITTED)
            return Restored(current.target, backup, outcome, None)
        done = exchange(paths, current, data, like=copy)
        yield BackedUp(done.backup.path, done.backup.number)
        yield Written(current.target, synced=done.outcome is Outcome.COMMITTED)
        return Restored(current.target, backup, done.outcome, done.backup)

"""Writing a planned repair: backup first, then the file."""

from __future__ import annotations

from collections.abc import Generator

from wslmem.machine.files.files import FileContent, Outcome
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backup
from wslmem.machine.own.lock import lock
from wslmem.workflows.apply.at_work import refuse_lent
from wslmem.workflows.apply.events import ApplyEvent, ApplyResult, BackedUp, Written
from wslmem.workflows.apply.exchange import Exchanged, exchange
from wslmem.wslconfig.edits import EditPlan


def repair(paths: MachinePaths, content: FileContent, edit: EditPlan) -> Backup:
    """Replace the file, whose `content` the edit was planned from, and return the backup of what it held.

    Raises:
        BusyError: another run holds the lock, a benchmark runs, or the file changed since it was read.
        WslmemError: as `exchange`.
    """
    return _exchanged(paths, content, edit).backup


def repairing(paths: MachinePaths, content: FileContent, edit: EditPlan) -> Generator[ApplyEvent, None, None]:
    """The same as a stream of events, for who watches; the last one is the result.

    Raises:
        WslmemError: as `repair`.
    """
    done = _exchanged(paths, content, edit)
    yield BackedUp(done.backup.path, done.backup.number)
    yield Written(content.target, synced=done.outcome is Outcome.COMMITTED)
    yield ApplyResult(edit, changed=True, backup=done.backup.path)


def _exchanged(paths: MachinePaths, content: FileContent, edit: EditPlan) -> Exchanged:
    refuse_lent(paths)
    with lock(paths.state_dir):
        return exchange(paths, content, edit.after)

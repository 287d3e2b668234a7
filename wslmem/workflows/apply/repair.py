"""Writing a planned repair: backup first, then the file."""

from __future__ import annotations

from wslmem.machine.files.files import FileContent
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backup
from wslmem.machine.own.lock import lock
from wslmem.workflows.apply.at_work import refuse_lent
from wslmem.workflows.apply.exchange import exchange
from wslmem.wslconfig.edits import EditPlan


def repair(paths: MachinePaths, content: FileContent, edit: EditPlan) -> Backup:
    """Replace the file, whose `content` the edit was planned from, and return the backup of what it held.

    Raises:
        BusyError: another run holds the lock, a benchmark runs, or the file changed since it was read.
        WslmemError: as `exchange`.
    """
    refuse_lent(paths)
    with lock(paths.state_dir):
        return exchange(paths, content, edit.after).backup

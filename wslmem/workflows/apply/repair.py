"""Writing a planned repair: backup first, then the file."""

from __future__ import annotations

from wslmem.machine.files import files
from wslmem.machine.files.files import FileContent
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backup, Backups
from wslmem.machine.own.lock import lock
from wslmem.wslconfig.edits import EditPlan


def repair(paths: MachinePaths, content: FileContent, edit: EditPlan) -> Backup:
    """Replace the file, whose `content` the edit was planned from, and return the backup of what it held.

    Raises:
        BusyError: another run holds the lock, or the file changed since it was read.
        WslmemError: the backup or the file cannot be written; the old file is in place.
    """
    with lock(paths.state_dir):
        backup = Backups(paths.state_dir).save(paths.wslconfig, content.data)
        files.write_file(paths.wslconfig, edit.after, expected=content.data)
    return backup

"""The one way by which wslmem changes `.wslconfig`: the whole new file beside it, a backup, then the change."""

from __future__ import annotations

from collections.abc import Callable

from wslmem.errors import CannotWriteError, WslmemError
from wslmem.machine.files import files
from wslmem.machine.files.files import FileContent, Outcome
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own import backups
from wslmem.machine.own.backups import Backup, Backups
from wslmem.records import record
from wslmem.text import Text


@record
class Exchanged:
    """The new file is in place."""

    backup: Backup
    """The old one."""
    outcome: Outcome


def exchange(
    paths: MachinePaths,
    content: FileContent,
    after: bytes | None,
    *,
    like: FileContent | None = None,
    announce: Callable[[Backup], None] = lambda _: None,
) -> Exchanged:
    """Replace what the file holds, its `content`, by `after`; a backup of the old one comes first. Hold the lock.

    A change that is refused, or that fails, leaves no backup behind; one that was made is pruned for afterwards.

    Args:
        paths: the machine.
        content: what was read; the guard against overwriting somebody's edit.
        after: every byte of the new file; None removes it.
        like: see `files.write_file`.
        announce: called with the backup when all is ready, just before the change.

    Raises:
        WslmemError: as `files.write_file` and `Backups.keep`; the old file is in place. A `CannotWriteError` also where
            another program wrote the file at the same moment; then its version is.
    """
    kept = Backups(paths.state_dir)
    with files.prepared(paths.wslconfig, after, expected=content.data, like=like) as ready:
        made = kept.keep(paths.wslconfig, content.data, like=content)
        try:
            announce(made.backup)
            outcome = ready.commit()
        except BaseException:
            if made.new and _is_not(paths, after):
                backups.drop(made.backup)
            raise
    kept.prune(paths.wslconfig)
    _read_back(paths, after, made.backup)
    return Exchanged(made.backup, outcome)


def _is_not(paths: MachinePaths, after: bytes | None) -> bool:
    """Whether the file surely holds something, and not what was to be written: then its backup is of no use."""
    try:
        return files.read_file(paths.wslconfig).data not in (None, after)
    except WslmemError:
        return False


def _read_back(paths: MachinePaths, after: bytes | None, backup: Backup) -> None:
    """Look whether another program wrote at the same moment; a file that cannot be read does not say so."""
    try:
        now = files.read_file(paths.wslconfig).data
    except WslmemError:
        return
    if now != after:
        raise CannotWriteError(
            Text("another program overwrote the file at the same moment"),
            place=str(paths.wslconfig),
            on_disk=Text("another program's version; the old file is backup {number}", number=backup.number),
            next_step=Text("check the file; to restore the old one: wslmem restore {number}", number=backup.number),
        )

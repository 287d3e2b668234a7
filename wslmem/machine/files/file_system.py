"""What Windows and Linux do differently with files, each behind one name."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path
from typing import Protocol

from wslmem.machine.system.side import side

PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0) | getattr(os, "O_CLOEXEC", 0)
"""Open flags for bytes as they are, kept from child processes."""

NO_LINK = getattr(os, "O_NOFOLLOW", 0)
"""A link in the last place is not followed; Windows has no such flag, there a look beforehand has to do."""

READ = os.O_RDONLY | PLAIN | NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
"""For reading: a FIFO or a link that slips in between the look and the open must neither hang nor mislead us."""


class Replacer(Protocol):
    """How an operating system puts one file in another's place."""

    def dress(self, temporary: Path, target: Path) -> None:
        """Give the still empty `temporary` what a replacement keeps of `target` (owner, mode), where that exists."""

    def replace(self, temporary: Path, target: Path) -> bool:
        """Put `temporary` in the place of `target`, which may be absent.

        Returns whether that has been flushed and cleaned up. Raises OSError when `target` is still the old file.
        """

    def remove(self, target: Path) -> bool:
        """Take `target` away. Returns whether that has been flushed. Raises OSError when it is still there."""


def replacer() -> Replacer:
    """The one for the operating system that this process runs on."""
    if side() == "windows":
        from wslmem.machine.files import calls_windows, replace_windows  # Windows alone has these calls

        return replace_windows.WindowsReplacer(calls_windows)
    from wslmem.machine.files import replace_posix  # Windows lacks the calls of this one

    return replace_posix


def try_lock(fd: int) -> bool:
    """Take the kernel's exclusive lock on an open file; False when another process holds it.

    It ends with the descriptor, so also with the process. Raises OSError where the file system has no locks.
    """
    if side() == "windows":
        from wslmem.machine.files import calls_windows  # Windows alone has these calls

        return calls_windows.try_lock(fd)
    import fcntl  # Windows has none

    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Flush the names in `folder` to the disk. Windows has no such call: its file systems keep a journal of names."""
    if side() != "windows":
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def reachable(path: Path) -> Path:
    """`path` by a name that every call takes: Windows' calls take 260 characters, unless a prefix lifts that."""
    if side() != "windows":
        return path
    from wslmem.machine.files import calls_windows  # Windows alone has this limit

    return calls_windows.unlimited(path.absolute())


def open_to_read(path: Path) -> int:
    """A descriptor of the file at `path`. Raises OSError, on Windows with the code of Windows.

    There `os.open` goes by the C runtime, which says "permission denied" both of a file that another program holds and
    of one that this account may not read.
    """
    try:
        return os.open(path, READ)
    except PermissionError as error:
        if side() != "windows":
            raise
        from wslmem.machine.files import calls_windows  # Windows alone has these calls

        code = calls_windows.open_to_read(path) or calls_windows.HELD  # opened now: it was held a moment ago
        raise OSError(error.errno, error.strerror, str(path), code) from error


def can_be_opened(path: Path) -> bool:
    """Whether a file that a look did not find is there all the same.

    On Windows a look goes by another call from Python 3.12 on, and does not see files in some profile containers
    (FSLogix; python/cpython#133965). Opening does.
    """
    if side() != "windows":
        return False
    try:
        os.close(os.open(path, READ))
    except OSError:
        return False
    return True


def resemble(path: Path, mode: int | None, owner: tuple[int, int] | None) -> None:
    """Give our new file at `path` the mode, and as far as this user may the owner, of another one; None leaves it.

    On Windows nothing: there rights come from the folder. Raises OSError where the mode cannot be set.
    """
    if side() == "windows":
        return
    status = path.stat()
    if owner is not None and owner != (status.st_uid, status.st_gid):
        # Not every user, and not every file system, may give files away. The content counts more than its owner.
        with contextlib.suppress(OSError):
            os.chown(path, *owner)
    if mode is not None and mode != stat.S_IMODE(status.st_mode):
        path.chmod(mode)


def rename_to_new(source: Path, target: Path) -> None:
    """Give `source`, whatever it is, the name `target`, which nothing has.

    Raises:
        FileExistsError: something has that name.
        OSError: it cannot be renamed.
    """
    if side() != "windows":
        try:
            os.link(source, target, follow_symlinks=False)
        except FileExistsError:
            if not os.path.samestat(source.lstat(), target.lstat()):
                raise
            source.unlink()  # a run was ended between the two steps
            return
        except OSError:  # a folder, or a file system without hard links: a look has to do
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        else:
            source.unlink()
            return
    source.rename(target)  # on Windows this itself refuses to replace anything


def make_folder(folder: Path) -> None:
    """Make `folder`, and those above it that are missing, for the user alone (mode 0700), and flush their names.

    On Windows with the rights of the folder above: a mode of 0700 there means "this account, SYSTEM, administrators"
    since Python 3.11.10, and a first run as administrator would lock its user out (python/cpython, gh-118486).
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    try:
        folder.mkdir(mode=0o777 if side() == "windows" else 0o700)
    except FileExistsError:
        if not folder.is_dir():
            raise
    sync_folder(folder.parent)

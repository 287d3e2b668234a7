"""From an error of the operating system to a sentence, an exit code and a next step."""

from __future__ import annotations

import errno
from pathlib import Path

from wslmem.errors import (
    BusyError,
    CannotCreateError,
    CannotWriteError,
    NotFoundError,
    NotPermittedError,
    WslmemError,
)
from wslmem.text import Text

_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_HELD_BY_ANOTHER = (32, 33, 1175, 1176)
"""Windows: sharing and lock violation; ReplaceFileW could not take the old file away, or not move the new one in."""
_WINDOWS_FORBIDDEN = 5


def unreadable(error: OSError, path: Path) -> WslmemError:
    """Why the file at `path` could not be read (exit 66, 75 or 77)."""
    place = str(path)
    if error.errno == errno.ELOOP:
        return NotFoundError(Text("a link that leads in a circle"), place=place, next_step=Text("remove the link"))
    if _held_by_another(error):
        return BusyError(
            Text("another program has it open and does not share it"), place=place, next_step=Text("close it there")
        )
    if _forbidden(error):
        return NotPermittedError(Text("cannot be read ({why})", why=_reason(error)), place=place)
    return NotFoundError(Text("cannot be read ({why})", why=_reason(error)), place=place)


def uncreated(error: OSError, path: Path) -> WslmemError:
    """Why a file or folder of our own could not be made at `path` (exit 73 or 77)."""
    step = Text("give this user the right to write there, or move the state folder: set WSLMEM_STATE")
    kind = NotPermittedError if _forbidden(error) else CannotCreateError
    return kind(
        Text("cannot be made ({why})", why=_reason(error)), place=str(path), on_disk=Text("unchanged"), next_step=step
    )


def unwritten(error: OSError, target: Path, kept: Path | None = None) -> WslmemError:
    """Why the file at `target` could not be replaced (exit 73, 74, 75 or 77).

    Args:
        error: what the system said; the replacement was not made.
        target: the file that was to be replaced.
        kept: where the complete new text was left, None where it is not complete or was removed.
    """
    place = str(target)
    on_disk = "the old file, whole" + (f"; the new text is in {kept}" if kept else "")
    if _held_by_another(error):
        step = "close the program that has it open (an editor, a virus scanner), then try again"
        return BusyError(Text("another program has it open"), place=place, on_disk=on_disk, next_step=step)
    if _forbidden(error):
        step = "check that the file and its folder may be written by this user"
        return NotPermittedError(
            Text("cannot be written ({why})", why=_reason(error)), place=place, on_disk=on_disk, next_step=step
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        step = f"make the folder {target.parent}, or name another file"
        return CannotCreateError(
            Text("its folder does not exist"), place=place, on_disk=Text("no such file"), next_step=step
        )
    step = "make room on the disk, then try again" if error.errno in _FULL else ""
    return CannotWriteError(
        Text("cannot be written ({why})", why=_reason(error)), place=place, on_disk=on_disk, next_step=step
    )


def half_way(error: OSError, target: Path, old: Path) -> WslmemError:
    """The old file was taken away, the new one did not come in, and the way back is barred too (exit 74)."""
    return CannotWriteError(
        Text("replacing it stopped half-way ({why})", why=_reason(error)),
        place=str(target),
        on_disk=Text("no file of this name; the old one, whole, is {old}", old=old),
        next_step=Text("run `wslmem status`, which puts the old file back, or rename it yourself"),
    )


def windows_code(error: OSError) -> int | None:
    """The error number of Windows, None where the error did not come from a call into Windows."""
    return getattr(error, "winerror", None)


def _held_by_another(error: OSError) -> bool:
    return windows_code(error) in _HELD_BY_ANOTHER or error.errno == errno.EBUSY


def _forbidden(error: OSError) -> bool:
    return error.errno in _FORBIDDEN or windows_code(error) == _WINDOWS_FORBIDDEN


def _reason(error: OSError) -> str:
    return error.strerror or str(error)

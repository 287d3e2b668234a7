"""From an error of the operating system to a sentence, an exit code and a next step."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from wslmem.errors import (
    BusyError,
    CannotCreateError,
    CannotWriteError,
    NotFoundError,
    NotPermittedError,
    WslmemError,
)
from wslmem.machine.system.side import side
from wslmem.text import Text

_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_HELD_BY_ANOTHER = (32, 33, 1175, 1176)
"""Windows: sharing and lock violation; ReplaceFileW could not take the old file away, or not move the new one in."""
_WINDOWS_FORBIDDEN = 5
DEPTH = 2
"""How many folders of ours lie above that of a file: the state folder, and `backups` in it."""
MAKE_ROOM = Text("free disk space, then try again")


def unreadable(error: OSError, path: Path, *, own: bool = False) -> WslmemError:
    """Why the file at `path`, or with `own` a file or folder of ours, could not be read (exit 66, 75 or 77)."""
    place = str(path)
    if error.errno == errno.ELOOP:
        return NotFoundError(
            Text("a link that leads in a circle, or nowhere"), place=place, next_step=Text("remove the link")
        )
    if _held_by_another(error):
        return BusyError(
            Text("another program has locked the file"), place=place, next_step=Text("close it there, then try again")
        )
    if _forbidden(error):
        return NotPermittedError(
            Text("cannot be read ({why})", why=_reason(error)), place=place, next_step=locked_out(path) if own else ""
        )
    return NotFoundError(Text("cannot be read ({why})", why=_reason(error)), place=place)


def uncreated(error: OSError, path: Path) -> WslmemError:
    """Why a file or folder of our own could not be made at `path` (exit 73 or 77)."""
    kind = NotPermittedError if _forbidden(error) else CannotCreateError
    return kind(
        Text("cannot be made ({why})", why=_reason(error)),
        place=str(path),
        next_step=locked_out(path),
    )


def unwritten_own(error: OSError, path: Path) -> WslmemError:
    """Why a file of our own could not be filled or put in place at `path` (exit 74 or 77)."""
    full = error.errno in _FULL
    kind = NotPermittedError if _forbidden(error) else CannotWriteError
    return kind(
        Text("cannot be written ({why})", why=_reason(error)),
        place=str(path),
        next_step=MAKE_ROOM if full else Text("see what is there; or move the state folder: set WSLMEM_STATE"),
    )


def unwritten(error: OSError, target: Path, kept: Path | None = None) -> WslmemError:
    """Why the file at `target` could not be replaced (exit 73, 74, 75 or 77).

    Args:
        error: what the system said; the replacement was not made.
        target: the file that was to be replaced.
        kept: where the complete new text was left, None where it is not complete or was removed.
    """
    place = str(target)
    on_disk = Text("unchanged")
    if kept is not None:
        on_disk = Text("unchanged; the new text is in {kept}", kept=kept)
    if _held_by_another(error):
        return BusyError(
            Text("another program has locked the file"),
            place=place,
            on_disk=on_disk,
            next_step=_let_go(target),
        )
    if _forbidden(error):
        return NotPermittedError(
            Text("cannot be written ({why})", why=_reason(error)),
            place=place,
            on_disk=on_disk,
            next_step=Text("check that this user may write the file and its folder"),
        )
    if error.errno == errno.ENOENT and target.parent.is_dir():
        return NotPermittedError(
            Text("Windows says that the folder is not there, but it is"),
            place=place,
            on_disk=on_disk,
            next_step=Text("if Controlled Folder Access is on in Windows Security, allow wslmem there"),
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return CannotCreateError(
            Text("its folder does not exist"),
            place=place,
            on_disk=Text("no such file"),
            next_step=Text("make the folder {folder}, or name another file", folder=target.parent),
        )
    return CannotWriteError(
        Text("cannot be written ({why})", why=_reason(error)),
        place=place,
        on_disk=on_disk,
        next_step=MAKE_ROOM if error.errno in _FULL else "",
    )


def half_way(error: OSError, target: Path, old: Path) -> WslmemError:
    """The old file was taken away, the new one did not come in, and the way back is barred too (exit 74)."""
    return CannotWriteError(
        Text("replacing it stopped halfway ({why})", why=_reason(error)),
        place=str(target),
        on_disk=Text("no file of this name; the complete old one is {old}", old=old),
        next_step=Text("run `wslmem status`, which restores the old file, or rename it yourself"),
    )


def windows_code(error: OSError) -> int | None:
    """The error number of Windows, None where the error did not come from a call into Windows."""
    return getattr(error, "winerror", None)


def _let_go(target: Path) -> Text:
    """What to close: by name, where Windows tells who has the file open."""
    if side() == "windows":
        from wslmem.machine.files import holders_windows  # Windows alone tells

        if found := holders_windows.holders(target):
            return Text("close {programs}, then try again", programs=", ".join(found))
    return Text("close the program that has it open (an editor, a virus scanner), then try again")


def locked_out(path: Path) -> Text:
    """What to do about a folder of our own that this account may not use."""
    otherwise = Text("give this user the right to write there, or move the state folder: set WSLMEM_STATE")
    if side() != "windows":
        return otherwise
    return Text(
        "if an administrator's run made it, in PowerShell as administrator: takeown /f '{folder}' /r; icacls "
        "'{folder}' /reset /t; or move the state folder: set WSLMEM_STATE",
        folder=_closed(path),
    )


def _closed(path: Path) -> Path:
    """The uppermost folder of ours above `path` that this account may not look into; else the one of `path`."""
    found = path if os.path.isdir(path) else path.parent  # noqa: PTH112 - Path.is_dir fails for what it may not look at
    for folder in found.parents[:DEPTH]:
        if _can_be_listed(folder):
            break
        found = folder
    return found


def _can_be_listed(folder: Path) -> bool:
    try:
        os.listdir(folder)  # noqa: PTH208 - whether it can be, is what counts
    except OSError:
        return False
    return True


def _held_by_another(error: OSError) -> bool:
    return windows_code(error) in _HELD_BY_ANOTHER or error.errno == errno.EBUSY


def _forbidden(error: OSError) -> bool:
    return error.errno in _FORBIDDEN or windows_code(error) == _WINDOWS_FORBIDDEN


def _reason(error: OSError) -> str:
    return error.strerror or str(error)

"""The log that `--log FILE` asks for: what was done, when, and by which version. Only ever added to.

A scheduled task runs with rights that whoever owns the folder of its log may lack: a link there is not followed.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from wslmem import __version__
from wslmem.errors import CannotCreateError, UnsafeFileError, WslmemError
from wslmem.machine.system import clock
from wslmem.text import Text

_FLAGS = (
    os.O_WRONLY | os.O_APPEND | os.O_CREAT
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a FIFO without a reader is refused, not waited for
    | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
)  # fmt: skip


class RunLog:
    """An open log; each line is one write at the end of the file, so that two runs never mix within a line."""

    def __init__(self, path: Path) -> None:
        """Open it, and make it where there is none.

        Raises:
            UnsafeFileError: it is a link, has several names, or is no file.
            CannotCreateError: it cannot be opened or made.
        """
        self._descriptor = _opened(path)
        self.lost: str | None = None
        """Why something could not be written; None where all was."""

    def write(self, text: str) -> None:
        """Add `text`, each line of it with the time, the version and the process."""
        head = f"{clock.now()} wslmem {__version__} [{os.getpid()}] "
        data = "".join(f"{head}{line}\n" for line in text.splitlines() if line.strip())
        try:
            os.write(self._descriptor, data.encode("utf-8", "backslashreplace"))
        except OSError as error:
            self.lost = error.strerror

    def close(self) -> None:
        """Done with it."""
        with contextlib.suppress(OSError):
            os.close(self._descriptor)


def _opened(path: Path) -> int:
    if path.is_symlink():  # Windows opens what a link leads to; elsewhere O_NOFOLLOW decides, without a gap
        raise _unsafe(Text("the log is a link, which is not followed"), path)
    try:
        descriptor = os.open(path, _FLAGS, 0o600)
    except OSError as error:
        if path.is_symlink():
            raise _unsafe(Text("the log is a link, which is not followed"), path) from error
        raise CannotCreateError(
            Text("the log cannot be opened: {why}", why=error.strerror),
            place=str(path),
            on_disk=Text("nothing changed"),
            next_step=Text("give a file in a folder that exists and that you may write to"),
        ) from error
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        os.close(descriptor)
        raise _unsafe(Text("the log is no ordinary file with one name"), path)
    return descriptor


def _unsafe(cause: Text, path: Path) -> WslmemError:
    return UnsafeFileError(
        cause, place=str(path), on_disk=Text("nothing changed"), next_step=Text("give another file for --log")
    )

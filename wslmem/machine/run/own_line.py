"""Where our line begins behind what a command printed: on a line of its own, also where it ended in the middle of one.

What it printed went past us, so we do not know. On a terminal as many blanks as it has columns, and back to the
first: the cursor is then where it was, at the start of a line, or on the next one. A file is asked for its last byte.
What went into a pipe cannot be seen again: an empty line there is better than one that nobody can read.
"""

from __future__ import annotations

import os
import stat
import sys

ERASE = "\033[K"


def before(stream: int = 2) -> str:
    """What has to be written to `stream` first."""
    try:
        if os.isatty(stream):
            columns = os.get_terminal_size(stream).columns
            return f"{' ' * columns}\r{ERASE}" if columns else "\n"
        status = os.fstat(stream)
    except OSError:
        return ""
    if stat.S_ISREG(status.st_mode):
        return "\n" if _is_open(stream, status.st_size) else ""
    return "" if stat.S_ISCHR(status.st_mode) else "\n"


def tell(line: str) -> None:
    """Tell it on stderr. One that is closed or full loses it, and takes no exit code along."""
    if sys.stderr is None:
        return
    data = f"{before()}{line}\n".encode("utf-8", "backslashreplace")
    try:
        while data:
            data = data[os.write(sys.stderr.fileno(), data) :]
    except OSError:
        return


def _is_open(stream: int, size: int) -> bool:
    """Whether a file of `size` bytes ends in the middle of a line; one that cannot be read may."""
    if not size:
        return False
    try:
        handle = os.open(f"/proc/self/fd/{stream}", os.O_RDONLY)
    except OSError:
        return True
    try:
        os.lseek(handle, size - 1, os.SEEK_SET)
        return os.read(handle, 1) != b"\n"
    finally:
        os.close(handle)

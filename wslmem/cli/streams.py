"""stdout and stderr as they may be: closed, full, without a reader. Nothing here raises; what was lost is remembered.

Work that has begun must not be cut in two because somebody closed a pipe: it goes on, and the end tells (exit 74).
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from io import TextIOWrapper
from typing import TextIO

from wslmem.machine.system import terminal
from wslmem.machine.system.side import side
from wslmem.text import Text


class _Known:
    lost: Text | None = None
    no_reader: bool = False


_known = _Known()


def open_all() -> None:
    """Begin a run: every one of the three streams exists, and both outputs write UTF-8.

    A closed one gets the null device, or the next file that is opened would be taken for it. A pipe on Windows has the
    ANSI code page, which lacks most of the world's letters. Who names another encoding (PYTHONIOENCODING) gets that:
    PowerShell before 7.4 reads a pipe in the console's own page.
    """
    _known.lost, _known.no_reader = None, False
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number, which is this one
    named = not sys.flags.ignore_environment and bool(terminal.environ().get("PYTHONIOENCODING"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding=stream.encoding if named else "utf-8", errors="backslashreplace")


def write_result(text: str) -> None:
    """Write a piece of the result, at once."""
    if _known.lost is not None:
        return
    if sys.stdout is None:
        _known.lost = Text("stdout is closed")
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        if _is_closed_pipe(error):
            _lose(Text("nobody reads it any more"), no_reader=True)
            return
        _lose(Text("{why}", why=getattr(error, "strerror", None) or error))


def _is_closed_pipe(error: Exception) -> bool:
    """Whether the reader went: EPIPE, and EINVAL as Windows has it (python/cpython#79935)."""
    return isinstance(error, BrokenPipeError) or (
        side() == "windows" and isinstance(error, OSError) and error.errno == errno.EINVAL
    )


def _lose(why: Text, *, no_reader: bool = False) -> None:
    _known.lost, _known.no_reader = why, no_reader
    # What the buffer still holds would be tried again when Python ends, and fail again.
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)


def write_story(text: str) -> None:
    """Write a piece of the story; where that cannot be done, the exit code has to do."""
    with contextlib.suppress(OSError, ValueError):
        if sys.stderr is not None:
            sys.stderr.write(text)
            sys.stderr.flush()


def lost() -> Text | None:
    """Why the result could not be written; None where it was."""
    return _known.lost


def reader_left() -> bool:
    """Whether it was lost because its reader had enough (`| head`)."""
    return _known.no_reader


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits there."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


LONGEST = 1 << 16
"""Characters of an answer, or of all that stdin may hold where it is read whole: whatever is fed there, it ends."""


def read_line() -> str:
    """A line of what was typed; empty where nothing comes any more."""
    try:
        return sys.stdin.readline(LONGEST) if sys.stdin is not None else ""
    except (OSError, ValueError):
        return ""


def read_all() -> str:
    """All that stdin holds; empty where it is a terminal, or closed.

    Raises:
        OSError, ValueError: it cannot be read, is no text, or too much; says which.
    """
    if sys.stdin is None or is_terminal(sys.stdin):
        return ""
    text = sys.stdin.read(LONGEST + 1)
    if len(text) > LONGEST:
        raise ValueError(f"more than {LONGEST} characters")
    return text

"""A log of any size, in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from wslmem.errors import NotFoundError, NotPermittedError, UnsafeFileError
from wslmem.text import Text

PIECE = 1 << 18


def pieces(path: Path) -> Iterator[bytes]:
    """The bytes of the file or pipe at `path`, from its start, in pieces of up to 256 KiB.

    Raises:
        NotFoundError, NotPermittedError, UnsafeFileError: there is none, it may not be read, it is a folder.
    """
    try:
        with path.open("rb", buffering=0) as stream:
            yield from read_on(stream, str(path))
    except FileNotFoundError as error:
        raise NotFoundError(Text("no such log"), place=str(path)) from error
    except PermissionError as error:
        raise NotPermittedError(Text("no permission to read the log"), place=str(path)) from error
    except (OSError, ValueError) as error:
        raise _unreadable(error, str(path)) from error


def read_on(stream: IO[bytes], place: str) -> Iterator[bytes]:
    """The bytes of a log that is open, in pieces; `place` names it in errors.

    Raises:
        UnsafeFileError: it cannot be read.
    """
    try:
        while piece := stream.read(PIECE):
            yield piece
    except (OSError, ValueError) as error:  # ValueError: closed, or opened for writing
        raise _unreadable(error, place) from error


def _unreadable(error: OSError | ValueError, place: str) -> UnsafeFileError:
    why = (isinstance(error, OSError) and error.strerror) or error
    return UnsafeFileError(Text("cannot read the log: {strerror}", strerror=why), place=place)


def size(path: Path) -> int | None:
    """Bytes of the file at `path`; None for a pipe, and where it cannot be told."""
    try:
        return path.stat().st_size if path.is_file() else None
    except OSError:
        return None

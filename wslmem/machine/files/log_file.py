"""A log of any size, in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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
            while piece := stream.read(PIECE):
                yield piece
    except FileNotFoundError as error:
        raise NotFoundError(Text("no such log"), place=str(path)) from error
    except PermissionError as error:
        raise NotPermittedError(Text("no permission to read the log"), place=str(path)) from error
    except OSError as error:
        raise UnsafeFileError(
            Text("cannot read the log: {strerror}", strerror=error.strerror), place=str(path)
        ) from error


def size(path: Path) -> int | None:
    """Bytes of the file at `path`; None for a pipe, and where it cannot be told."""
    try:
        return path.stat().st_size if path.is_file() else None
    except OSError:
        return None

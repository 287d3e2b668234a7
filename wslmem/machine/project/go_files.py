"""The Go files of packages on this side, each read once."""

from __future__ import annotations

import contextlib
import os
import stat
from typing import TYPE_CHECKING

from wslmem.errors import CancelledError
from wslmem.machine.project import plain
from wslmem.machine.project.source import c_source, go_functions, go_source
from wslmem.machine.project.source.c_source import CFile, CReader, CShape
from wslmem.machine.project.source.go_outline import Reader
from wslmem.machine.project.source.go_source import Shape
from wslmem.machine.project.source.go_text import Source
from wslmem.text import Text

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Sequence

_BLOCK = 1 << 20
"""Bytes of a C file that are looked at in one go."""
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


class Files:
    """What the files of packages hold."""

    def __init__(self, cancel: threading.Event | None = None) -> None:
        """Files that are no longer read when `cancel` is set."""
        self._cancel = cancel
        self._last: tuple[str, tuple[str, ...]] = ("", ())
        self._texts: list[bytes] = []

    def texts(self, folder: str, names: Sequence[str]) -> list[bytes]:
        """The files of a package; what cannot be read is empty.

        Raises:
            CancelledError: asked to stop.
        """
        if self._cancel is not None and self._cancel.is_set():
            raise CancelledError(Text("the scan was stopped"))
        asked = (folder, tuple(names))
        if asked != self._last:
            self._last, self._texts = asked, [_read(f"{folder}/{name}") for name in names]
        return self._texts

    def source(self, folder: str, names: Sequence[str]) -> Source:
        """What a package is made of, declares and names.

        Raises:
            CancelledError: asked to stop.
        """
        reader, shapes, size = Reader(), list[Shape](), 0
        for text in self.texts(folder, names):
            parts = go_functions.split(text)
            shapes.append(go_source.shape_of(text, parts))
            reader.add(text, parts)
            size += len(text)
        return Source(size, go_source.together(shapes), reader.outline(), reader.uses())

    def c_shape(self, folder: str, names: Sequence[str]) -> CShape:
        """What these C and C++ files of a package are made of."""
        return c_source.together(c_file(folder, name) for name in names)

    def c_marks(self, folder: str, names: Sequence[str]) -> Iterator[str]:
        """What tells whether these files are as they were: they may be large, so they are not read for it."""
        for name in names:
            with contextlib.suppress(OSError):
                status = os.stat(f"{folder}/{name}")  # noqa: PTH116  hot
                yield f"{status.st_size} {status.st_mtime_ns}"


def c_file(folder: str, name: str) -> CFile:
    """What a C or C++ file is made of; one that cannot be read is empty."""
    reader = CReader()
    with contextlib.suppress(OSError), open(f"{folder}/{name}", "rb", opener=_opened) as file:
        rest = b""
        while block := file.read(_BLOCK):
            lines, end, rest = (rest + block).rpartition(b"\n")
            reader.add(lines + end)
        reader.add(rest)
    return reader.file(name)


def _opened(path: str, flags: int) -> int:
    """Open a regular file; nothing else is waited for."""
    opened = os.open(path, flags | _FLAGS)
    if stat.S_ISREG(os.fstat(opened).st_mode):
        return opened
    os.close(opened)
    raise OSError


def _read(path: str) -> bytes:
    """A regular file, empty for anything else."""
    try:
        opened = os.open(path, _FLAGS)
    except OSError:
        return b""
    try:
        status = os.fstat(opened)
        if not stat.S_ISREG(status.st_mode) or status.st_size > plain.LARGEST:
            return b""
        return _whole(opened, status.st_size)
    except OSError:
        return b""
    finally:
        os.close(opened)


def _whole(opened: int, size: int) -> bytes:
    """All that an open file holds; a read may give less than was asked for."""
    found = os.read(opened, size + 1)
    if len(found) == size:
        return found
    parts = [found]
    while parts[-1]:
        parts.append(os.read(opened, 1 << 20))
    return b"".join(parts)

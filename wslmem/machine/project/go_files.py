"""The Go files of packages on this side, each read once."""

from __future__ import annotations

import contextlib
import os
import stat
from typing import TYPE_CHECKING

from wslmem.errors import CancelledError
from wslmem.machine.project import plain
from wslmem.machine.project.source import c_source, go_functions, go_outline, go_source
from wslmem.machine.project.source.c_source import CShape, CUnit, Units
from wslmem.machine.project.source.c_text import CFile, CReader, preamble
from wslmem.machine.project.source.go_text import Source
from wslmem.text import Text

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable, Iterator, Sequence

_BLOCK = 1 << 20
"""Bytes of a C file that are looked at in one go."""
_NOT_C = frozenset(("testdata", "node_modules"))
"""Folders that no build looks into."""
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
        texts = self.texts(folder, names)
        parts = go_functions.split(go_functions.together(texts))
        shape = go_source.shape_of(texts, parts.functions)
        return Source(sum(map(len, texts)), shape, go_outline.outline(texts, parts), go_outline.uses(texts))

    def c_shape(self, folder: str, names: Sequence[str], flags: Sequence[str] = ()) -> CShape:
        """What these C and C++ files of a package are made of, compiled with these flags."""
        return c_source.together(c_units(folder, names, flags))

    def c_marks(self, folders: Iterable[str]) -> Iterator[str]:
        """What tells whether the C and C++ files in and below folders are as they were; they are not read for it."""
        for folder in dict.fromkeys(folders):
            for here, below, names in os.walk(folder):
                below[:] = sorted(name for name in below if name[0] not in "._" and name not in _NOT_C)
                for name in sorted(name for name in names if name.endswith(c_source.FILES)):
                    with contextlib.suppress(OSError):
                        status = os.stat(f"{here}/{name}")  # noqa: PTH116  hot
                        yield f"{here}/{name} {status.st_size} {status.st_mtime_ns}"


def c_units(folder: str, names: Sequence[str], flags: Sequence[str] = ()) -> list[CUnit]:
    """What the compiles of the C and C++ files `names` in a folder are given, with these flags."""
    units = Units(_c_file, folder.replace(os.sep, "/"), [flag.replace(os.sep, "/") for flag in flags])
    return [units.unit(name) for name in names]


def _c_file(path: str) -> CFile | None:
    """What a C or C++ file is made of, or the C in a Go file, None where it cannot be read."""
    reader = CReader()
    if path.endswith(".go"):
        reader.add(preamble(_read(path)))
        return reader.file()
    try:
        with open(path, "rb", opener=_opened) as file:
            rest = b""
            while block := file.read(_BLOCK):
                lines, end, rest = (rest + block).rpartition(b"\n")
                reader.add(lines + end)
            reader.add(rest)
    except OSError:
        return None
    return reader.file()


def _opened(path: str, flags: int) -> int:
    """Open a regular file; nothing else is waited for."""
    opened = os.open(path, flags | _FLAGS)
    if stat.S_ISREG(os.fstat(opened).st_mode):
        return opened
    os.close(opened)
    raise OSError


def _read(path: str) -> bytes:
    """A file that belongs to a package, empty where it cannot be read."""
    try:
        return plain.read_file(path)
    except OSError:
        return b""

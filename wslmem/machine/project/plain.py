"""Files of a project that may be read: regular ones of a bearable size. Others are told, never waited for."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator

from wslmem.cautions import Caution
from wslmem.records import record
from wslmem.text import Text
from wslmem.units import Bytes, spell_size

LARGEST = 64 << 20
"""Bytes; the largest file of Go that is known has a third of that. `scan.sh` knows the same number."""
_BLOCK, _LARGE_BLOCK = 1 << 16, 1 << 20
"""Bytes that are read of a file at once: nine in ten have fewer than the first."""
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
MOST = 1_000_000
"""Entries of folders after which nobody looks any longer."""


@record
class Odd:
    """Something with the name of a Go file that the go command would wait for, or that would fill the memory."""

    path: str
    size: int | None
    """Bytes of a file that is too large; None of what is no regular file."""


def enter(folder: str) -> bool:
    """Whether the go command looks into folders of this name, also those of npm."""
    return folder[0] not in "._" and folder != "testdata"


def caution(odd: Odd) -> Caution:
    """What is said where the files were scanned around it."""
    if odd.size is None:
        return Caution(
            "not-a-file",
            Text(
                "{path} is no regular file, and the go command would wait for it: "
                "scanned the files instead (less exact)",
                path=odd.path,
            ),
        )
    return Caution(
        "file-too-large",
        Text(
            "{path} has {size}, too much for a Go file: scanned the others instead (less exact)",
            path=odd.path,
            size=spell_size(Bytes(odd.size)),
        ),
    )


def read(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a regular file, also through a link.

    Raises:
        OSError: as `open`; and for what is no regular file, or larger than `LARGEST`.
    """
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - before it is opened: to open a device is to use it
        raise OSError(errno.EINVAL, "not a regular file", os.fspath(path))
    with open(path, "rb", buffering=0, opener=_opener) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            raise OSError(errno.EFBIG, "not a regular file of a bearable size", os.fspath(path))
        return file.readall()


def read_file(path: str) -> bytes:
    """The bytes of what a folder just named as a regular file, with as little work as can be.

    Raises:
        OSError: as `open`; and for a file larger than `LARGEST`.
    """
    opened = os.open(path, _FLAGS)
    try:
        found = os.read(opened, _BLOCK)
        if len(found) < _BLOCK:  # of a regular file that is all
            return found
        parts = [found]
        while parts[-1]:
            parts.append(os.read(opened, _LARGE_BLOCK))
            if sum(map(len, parts)) > LARGEST:
                raise OSError(errno.EFBIG, "not a file of a bearable size", path)
        return b"".join(parts)
    finally:
        os.close(opened)


def _opener(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def odd(tops: Iterable[str]) -> Odd | None:
    """The first Go file in or below the folders `tops` that is none to be read; None where all are."""
    for entry in _entries(tops):
        if entry.name.endswith(".go") and (found := _odd(entry)) is not None:
            return found
    return None


def _odd(entry: os.DirEntry[str]) -> Odd | None:
    try:
        status = entry.stat()
    except OSError:
        return None  # a link to nowhere, or a file that has just gone: nothing that anybody waits for
    if stat.S_ISREG(status.st_mode):
        return Odd(entry.path, status.st_size) if status.st_size > LARGEST else None
    return None if stat.S_ISDIR(status.st_mode) else Odd(entry.path, None)


def _entries(tops: Iterable[str]) -> Iterator[os.DirEntry[str]]:
    """What lies in the folders and below, at most `MOST` entries; links to folders are not followed."""
    waiting, left = [*tops], MOST
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    left -= 1
                    if left < 0:
                        return
                    if entry.is_dir(follow_symlinks=False):
                        if enter(entry.name):
                            waiting.append(entry.path)
                    else:
                        yield entry
        except OSError:
            continue

"""One file, read whole or refused with a reason. The way to it is `files.read_file`."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from wslmem.errors import BusyError, NotFoundError, UnsafeFileError
from wslmem.machine.files import file_errors, file_system
from wslmem.machine.system import clock
from wslmem.text import Text
from wslmem.units import Bytes, Seconds, show_size

_PAUSES = (0.0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.3)
"""Seconds before each attempt at a file that another program is writing: 0.7 s in all."""

_FRESH = Seconds(0.1)
"""An editor that saves in place truncates first: an empty file younger than this may be half of a save."""

_CLOSED = 5
"""Windows: this account may not read the file, or somebody replaces it at this moment."""

_MAY_PASS = (_CLOSED, 32, 33)
"""Windows, the latter two: another program has the file, or a part of it, open and does not share it."""

_KINDS = {
    stat.S_IFDIR: Text("a folder"),
    stat.S_IFLNK: Text("a link"),
    stat.S_IFIFO: Text("a FIFO"),
    stat.S_IFSOCK: Text("a socket"),
    stat.S_IFCHR: Text("a device"),
    stat.S_IFBLK: Text("a device"),
}

Found = tuple[bytes | None, os.stat_result | None]
"""A file's bytes and status; None twice where there is no file."""

Read = tuple[Path, bytes | None, os.stat_result | None]
"""The file itself behind all links, and what was found there."""


class _UnsettledError(Exception):
    """Another program is writing the file at this moment."""


def read(path: Path, limit: Bytes) -> Read:
    """The file at `path`; see `files.read_file` for what it promises and raises."""
    try:
        target = _follow(path)
        return (target, *_read_at(target, path, limit))
    except OSError as error:
        raise file_errors.unreadable(error, path) from error
    except ValueError as error:  # a zero byte, which Windows sees when it opens the file only, or half a character
        raise UnsafeFileError(Text("no file can have this name"), place=str(path)) from error


def read_own(path: Path, limit: Bytes) -> Found:
    """The file of our own at `path`, which is no link; see `files.read_own` for what it promises and raises."""
    return _read_at(file_system.reachable(path), path, limit)


def _read_at(target: Path, path: Path, limit: Bytes) -> Found:
    try:
        found = _settled(target, path, limit)
        if found is None and _recovered(target):
            found = _settled(target, path, limit)
    except OSError as error:
        raise file_errors.unreadable(error, path) from error
    if found is None:
        raise _unsettled(path)
    return found


def _unsettled(path: Path) -> BusyError:
    return BusyError(
        Text("another program keeps changing it, or does not share it"),
        place=str(path),
        next_step=Text("close the program that writes it, then try again"),
    )


def _settled(target: Path, path: Path, limit: Bytes) -> Found | None:
    barred: OSError | None = None
    for pause in _PAUSES:
        if pause:
            clock.sleep(Seconds(pause))
        try:
            return _attempt(target, path, limit)
        except _UnsettledError:
            barred = None
        except OSError as error:
            if file_errors.windows_code(error) not in _MAY_PASS:
                raise
            barred = error
    if barred is not None and file_errors.windows_code(barred) == _CLOSED:
        raise barred
    return None


def _follow(path: Path) -> Path:
    target = _final(path)
    if target.is_symlink():
        raise NotFoundError(Text("a link that leads in a circle"), place=str(path), next_step=Text("remove the link"))
    if path.is_symlink() and not target.exists():
        raise NotFoundError(
            Text("a link to {target}, which does not exist", target=target),
            place=str(path),
            next_step=Text("make the file that it leads to, or remove the link"),
        )
    return target


def _final(path: Path) -> Path:
    named = file_system.reachable(path)
    try:
        return Path(os.path.realpath(named))
    except OSError:
        # Not every file system of Windows tells final names (disks in memory, some shares); without a link in the last
        # place the name we have is as good.
        if path.is_symlink():
            raise
        return named.absolute()


def _attempt(target: Path, path: Path, limit: Bytes) -> Found:
    try:
        _insist_on_a_file(target.lstat(), path, limit)  # all links are behind us: one that comes now is a trick
    except FileNotFoundError:
        if _half_replaced(target):
            raise _UnsettledError from None
        if not file_system.can_be_opened(target):
            return (None, None)
    try:
        fd = file_system.open_to_read(target)
    except FileNotFoundError as error:
        raise _UnsettledError from error
    try:
        return _bytes_of(fd, path, limit)
    finally:
        os.close(fd)


def _half_replaced(target: Path) -> bool:
    from wslmem.machine.files import temporary  # the common case, a file that is there, needs none of it

    return temporary.half_replaced(target) is not None


def _recovered(target: Path) -> bool:
    from wslmem.machine.files import temporary  # the common case, a file that is there, needs none of it

    return temporary.recover(target)


def kind_of(status: os.stat_result) -> Text | None:
    """What is there instead of a regular file: `a folder`, `a FIFO`; None for a regular file."""
    if stat.S_ISREG(status.st_mode):
        return None
    return _KINDS.get(stat.S_IFMT(status.st_mode), Text("not a regular file"))


def _insist_on_a_file(status: os.stat_result, path: Path, limit: Bytes) -> None:
    kind = kind_of(status)
    if kind is not None:
        raise UnsafeFileError(
            Text("is {kind}, not a file", kind=kind),
            place=str(path),
            on_disk=Text("nothing changed"),
            next_step=Text("name the file itself, or move away what is in its place"),
        )
    if status.st_size > limit:
        raise UnsafeFileError(
            Text(
                "holds {size}, more than the {limit} that are read",
                size=show_size(status.st_size),
                limit=show_size(limit),
            ),
            place=str(path),
            on_disk=Text("nothing changed"),
            next_step=Text("look what it is; move it away if it came there by accident"),
        )


def _bytes_of(fd: int, path: Path, limit: Bytes) -> Found:
    before = os.fstat(fd)
    _insist_on_a_file(before, path, limit)
    data = _drained(fd, limit)
    after = os.fstat(fd)
    if _moved(before, after) or len(data) != after.st_size or (not data and _fresh(after)):
        raise _UnsettledError
    return (data, after)


def _drained(fd: int, limit: Bytes) -> bytes:
    pieces = []
    left = limit + 1
    while left and (piece := os.read(fd, min(left, 1 << 20))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _moved(before: os.stat_result, after: os.stat_result) -> bool:
    return (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns)


def _fresh(status: os.stat_result) -> bool:
    return 0 <= clock.epoch() - status.st_mtime < _FRESH

"""The new file before it is in place, and what a run that died left lying about.

Both are known by their names alone, which no other program uses and no backup has. A replacement by Windows'
ReplaceFileW also has the *old* file lie beside for a moment; if the run dies in that moment, it is put back.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from pathlib import Path

from wslmem.machine.files import file_system
from wslmem.machine.system import clock
from wslmem.units import Seconds

NEW = ".wslmem-tmp-"
"""A new file that is not in place yet."""

OLD = ".wslmem-old-"
"""The file that ReplaceFileW takes away while it puts the new one in."""

KEPT = ".wslmem-new"
"""Added to a file's name: the complete new text that could not be put in its place."""

STALE = Seconds(3600)
"""No write lasts as long; whatever is older was left by a run that died."""


def create(target: Path, *, private: bool) -> Path:
    """An empty file beside `target`, never one that was there before. Raises OSError.

    Args:
        target: the file it is going to replace; its folder exists.
        private: for its owner alone, at least until it is dressed as another file.
    """
    path = target.with_name(f"{NEW}{_mark(target)}-{os.getpid()}-{os.urandom(4).hex()}")
    mode = 0o600 if private else 0o666
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | file_system.PLAIN, mode))
    return path


def fill(path: Path, data: bytes) -> None:
    """Write every byte of `data` into the file at `path`, flush it, and read it back.

    Raises OSError, also where the file does not hold `data` afterwards.
    """
    fd = os.open(path, os.O_RDWR | file_system.PLAIN)
    try:
        _write_all(fd, data)
        os.fsync(fd)
        _insist_that_it_holds(fd, data)
    finally:
        os.close(fd)


def discard(path: Path) -> None:
    """Remove a file of ours that is of no more use; what cannot be removed is a leftover like any other.

    One half of a replacement that was cut off is of use as long as nobody makes a new file: `recover` knows the other
    half by it.
    """
    with contextlib.suppress(OSError):
        if not _needed(path):
            path.unlink()


def keep(temporary: Path, target: Path) -> Path | None:
    """Give a complete new text that could not be put in place a name that a person finds.

    Returns its path, None where it cannot have that name (then it goes with whatever else is not in place).
    """
    kept = target.with_name(target.name + KEPT)
    try:
        temporary.replace(kept)
    except OSError:
        return None
    return kept


def old_beside(temporary: Path) -> Path:
    """The name that the old file has while `temporary` takes its place."""
    return temporary.with_name(OLD + temporary.name.removeprefix(NEW))


def half_replaced(target: Path) -> Path | None:
    """The old file that lies beside the absent `target`, together with the new one that never came in its place."""
    names = set(_ours(target.parent))
    mark = OLD + _mark(target) + "-"
    for name in sorted(names):
        if name.startswith(mark) and NEW + name.removeprefix(OLD) in names:
            return target.with_name(name)
    return None


def recover(target: Path) -> bool:
    """Put the old file back where a replacement was cut off between taking it away and putting the new one in.

    Returns whether there was such a case. Raises OSError when it cannot be put back.
    """
    old = half_replaced(target)
    if old is None:
        return False
    old.rename(target)
    discard(target.with_name(NEW + old.name.removeprefix(OLD)))  # its other half is gone by now
    return True


def remove_leftovers(folder: Path) -> tuple[Path, ...]:
    """Remove what runs that died more than an hour ago left in `folder`. Returns what was removed."""
    return tuple(path for name in _ours(folder) if _removed(path := folder / name))


def _removed(path: Path) -> bool:
    try:
        if clock.epoch() - path.lstat().st_mtime < STALE or _needed(path):
            return False
        path.unlink()
    except OSError:  # somebody else's file, or gone already: not worth failing a write that can succeed
        return False
    return True


def _needed(path: Path) -> bool:
    """Whether it is one half of a replacement that was cut off, which `recover` puts right where nobody else did."""
    end = path.name.removeprefix(NEW).removeprefix(OLD)
    if not (path.with_name(NEW + end).exists() and path.with_name(OLD + end).exists()):
        return False
    return not any(_mark(one) == end.partition("-")[0] and one.is_file() for one in path.parent.iterdir())


def _ours(folder: Path) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if name.startswith((NEW, OLD))]  # noqa: PTH208  names, not paths
    except FileNotFoundError:
        return []


def _mark(target: Path) -> str:
    return f"{zlib.crc32(os.fsencode(target.name)):08x}"


def _write_all(fd: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def _insist_that_it_holds(fd: int, data: bytes) -> None:
    os.lseek(fd, 0, os.SEEK_SET)
    seen = 0
    while piece := os.read(fd, 1 << 20):
        if piece != data[seen : seen + len(piece)]:
            break
        seen += len(piece)
    if seen != len(data) or piece:
        raise OSError(None, "the disk gives back something else than was written")

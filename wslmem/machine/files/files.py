"""Reading the user's file without surprises, and replacing it so that it is whole at every instant.

A write makes a new file beside the old one, flushes it, reads it back, looks once more whether the old file is still
the one that was read, and puts the new one in its place in one step of the file system (`docs/safe-writing.md`).
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from wslmem.machine.files import reading
from wslmem.records import record
from wslmem.units import MIB, Bytes

if TYPE_CHECKING:
    import os
    from contextlib import AbstractContextManager

    from wslmem.machine.files.file_system import Replacer
    from wslmem.machine.files.writing import Write

READ_LIMIT = Bytes(64 * MIB)
"""A larger file is no configuration: it is refused before a byte of it is read."""


class Outcome(StrEnum):
    """What a write did to the file."""

    UNCHANGED = "unchanged"
    """The file already held these bytes; nothing was touched, not even its modification time."""
    COMMITTED = "committed"
    """The new file is in place and flushed to the disk."""
    COMMITTED_NOT_SYNCED = "committed-not-synced"
    """The new file is in place, but a flush or clean-up after it failed: a power cut may bring the old one back."""


@record
class FileContent:
    """A file as it was at one moment."""

    path: Path
    """As it was asked for."""
    target: Path
    """The absolute path of the file itself, where all links lead."""
    data: bytes | None
    """Every byte; None where there is no file."""
    mode: int | None
    """Permission bits, 0 to 0o7777; None: no file. On Windows only 0o200 says something: not read-only."""
    names: int
    """How many hard links lead to it, 1 or more; 0 where there is no file."""
    owner: tuple[int, int] | None = None
    """Numbers of user and group, 0 and 0 on Windows; None where there is no file."""


def read_file(path: Path, *, limit: Bytes = READ_LIMIT) -> FileContent:
    """The whole file at `path`. Links are followed; absence is an answer (`data` is None).

    Never hangs: anything but a regular file is refused before it is opened. A file that another program is saving at
    this moment is read again, for up to 0.7 s.

    Raises:
        NotFoundError: a link that leads nowhere or in a circle, or a file that cannot be read.
        NotPermittedError: no right to read it.
        UnsafeFileError: a folder, FIFO, socket or device, larger than `limit` bytes, or no name of a file.
        BusyError: it kept changing while it was read, or another program does not share it.
    """
    target, data, status = reading.read(path, limit)
    return _content(path, target, data, status)


def read_own(path: Path, *, limit: Bytes = READ_LIMIT) -> FileContent:
    """The whole file of our own at `path`: as `read_file`, but a link there is refused, wherever it leads.

    Raises:
        UnsafeFileError: a link, folder, FIFO, socket or device, or larger than `limit` bytes.
        NotPermittedError, NotFoundError, BusyError: as `read_file`.
    """
    data, status = reading.read_own(path, limit)
    return _content(path, path, data, status)


def write_file(
    path: Path,
    data: bytes | None,
    *,
    expected: bytes | None,
    like: FileContent | None = None,
    replacer: Replacer | None = None,
) -> Outcome:
    """Replace the file at `path` by `data`, if it still holds `expected`.

    Args:
        path: links are followed, and stay links.
        data: the new file, every byte; None removes the file.
        expected: what the caller read, None for "no file"; the guard against overwriting somebody's edit.
        like: where there is no file now, the new one gets this one's owner and mode; where there is one, it allows
            nobody more than this one did.
        replacer: how this operating system replaces a file; given by tests only.

    Raises:
        BusyError: the file holds neither more nor less than `expected`, or another program does not let go of it.
        NotPermittedError: it, its folder or its file system is read-only, or its owner could not be kept.
        UnsafeFileError: not a regular file, or one with several hard links, which a replacement would part.
        CannotCreateError: its folder does not exist.
        CannotWriteError: anything else (disk full, I/O error). As with all of these, the old file is in place.
    """
    with prepared(path, data, expected=expected, like=like, replacer=replacer) as ready:
        return ready.commit()


def prepared(
    path: Path,
    data: bytes | None,
    *,
    expected: bytes | None,
    like: FileContent | None = None,
    replacer: Replacer | None = None,
) -> AbstractContextManager[Write]:
    """All of a `write_file` but its last step, which is the `commit` of what the block is given.

    What makes a write fail (no folder, no right, no room, read-only, hard links) makes this fail, when nothing else has
    been done yet: no backup, no journal. Whatever ends the block, no new file is left that is not in place.

    Args and raises: as `write_file`.
    """
    from wslmem.machine.files import writing  # reading alone must stay cheap

    return writing.prepared(path, data, expected=expected, like=like, replacer=replacer)


def write_own(path: Path, data: bytes, *, like: FileContent | None = None) -> Outcome:
    """Put a file of our own (journal, backup) at `path`, whole, making its folder (mode 0700) where it is missing.

    A link there is replaced, not followed. The caller holds the lock.

    Args:
        path: of the file.
        data: every byte.
        like: the file whose owner and mode it gets, as far as this user may give them; None: the user alone, 0600.

    Raises:
        CannotCreateError, NotPermittedError: the folder or the new file cannot be made.
        CannotWriteError: it cannot be filled, flushed or put in place; what was at `path` is there still.
    """
    from wslmem.machine.files import writing  # reading alone must stay cheap

    return Outcome(writing.write_own(path, data, like))


def write_state(path: Path, data: bytes) -> Outcome:
    """Replace a file that nobody edits (a report, a saved run) whole, making its folder where it is missing.

    Raises:
        as `write_file`, but nothing is expected of the old content: the caller holds the lock.
    """
    from wslmem.machine.files import writing  # reading alone must stay cheap

    return Outcome(writing.write_state(path, data))


def _content(path: Path, target: Path, data: bytes | None, status: os.stat_result | None) -> FileContent:
    if status is None:
        return FileContent(path, target, None, None, 0)
    owner = (status.st_uid, status.st_gid)
    return FileContent(path, target, data, status.st_mode & 0o7777, max(1, status.st_nlink), owner)

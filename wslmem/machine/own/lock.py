"""One writer at a time: a lock that the operating system takes back when its holder dies, however it dies."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from wslmem.errors import BusyError, CannotCreateError
from wslmem.machine.files import file_errors, file_system, reading
from wslmem.machine.own import trust
from wslmem.machine.system import clock
from wslmem.patterns import lazy
from wslmem.text import Text
from wslmem.units import Seconds

NAME = "lock"
MOMENT = Seconds(1)
"""How long a lock that is held is tried again; a live holder keeps it far longer."""
GLANCE = Seconds(0.2)
"""The same for one who only wants to know."""
LOOK_AGAIN = Seconds(0.05)

_RECORD = lazy(rb'\{"pid": ([0-9]{1,20}), "since": "([0-9TZ:-]{20})"\}')
_LENGTH = 80
"""Of a record, filled with blanks: the next one covers it whole, and nothing has to be cut off."""


@contextlib.contextmanager
def lock(state_dir: Path) -> Iterator[None]:
    """Hold the one lock of all wslmem runs that share `state_dir`; waits no longer than `MOMENT`.

    The kernel holds the lock, not the file: what a killed run wrote into it is stale by that alone, and the next run
    writes over it. The text (process id, time) is there for the message to the one who finds it locked. A file in this
    place that holds something else is locked all the same and left as it is.

    Raises:
        BusyError: another run holds it; says which and since when.
        CannotCreateError: the lock file cannot be made in `state_dir`, or is a link, a folder or the like.
        NotPermittedError: the same, by lack of a right; or others can write `state_dir`.
    """
    fd = _open(state_dir)
    try:
        if not _taken(fd, state_dir):
            raise BusyError(
                Text("another wslmem is changing settings ({owner})", owner=_owner(fd)),
                place=str(state_dir / NAME),
                on_disk=Text("not changed by this run"),
                next_step=Text("wait until it ends, then try again"),
            )
        _sign(fd)
        yield
    finally:
        with contextlib.suppress(OSError):  # the lock is gone either way, and what was done under it stays done
            os.close(fd)


@contextlib.contextmanager
def unused(state_dir: Path) -> Iterator[bool]:
    """Whether no run holds the lock; if so, none begins before the block ends. Makes no file.

    For what only tells: asking takes at most `GLANCE`, and a folder in which nothing ever ran stays as it is.
    """
    try:
        fd = _opened(state_dir / NAME, 0)
    except OSError:  # nothing of ours ever ran there, or not with our rights, or no run could: it is no lock file
        yield True
        return
    try:
        yield _is_free(fd)
    finally:
        with contextlib.suppress(OSError):  # as above
            os.close(fd)


def what_else(state_dir: Path) -> Text | None:
    """What is in the place of the lock and is none (`a link`, `a folder`), so that no run can begin; None is well.

    Raises:
        OSError: it cannot be looked at.
    """
    try:
        return reading.kind_of((state_dir / NAME).lstat())
    except FileNotFoundError:
        return None


def _open(state_dir: Path) -> int:
    try:
        file_system.make_folder(state_dir)
        trust.insist(state_dir)
        return _opened(state_dir / NAME, os.O_CREAT)
    except OSError as error:
        raise _unopened(error, state_dir) from error


def _opened(path: Path, create: int) -> int:
    """The lock file, which is a file and no link; what it holds stays. Raises OSError."""
    with contextlib.suppress(FileNotFoundError):
        _insist_on_a_file(path.lstat())
    nonblocking = getattr(os, "O_NONBLOCK", 0)  # a FIFO that slips in must not hang us
    fd = os.open(path, os.O_RDWR | create | nonblocking | file_system.PLAIN | file_system.NO_LINK, 0o600)
    try:
        _insist_on_a_file(os.fstat(fd))
    except OSError:
        os.close(fd)
        raise
    return fd


class _NoFileError(OSError):
    """Something else than a regular file."""

    def __init__(self, kind: Text) -> None:
        super().__init__(errno.EEXIST, str(kind))
        self.kind = kind


def _insist_on_a_file(status: os.stat_result) -> None:
    kind = reading.kind_of(status)
    if kind is not None:
        raise _NoFileError(kind)


def _unopened(error: OSError, state_dir: Path) -> Exception:
    if not isinstance(error, _NoFileError):
        return file_errors.uncreated(error, state_dir / NAME)
    return CannotCreateError(
        Text("is {kind}, not wslmem's lock file", kind=error.kind),
        place=str(state_dir / NAME),
        on_disk=Text("nothing changed"),
        next_step=Text("move it away, then try again"),
    )


def _taken(fd: int, state_dir: Path) -> bool:
    try:
        return _tried(fd, MOMENT)
    except OSError as error:
        raise CannotCreateError(
            Text("the file system of this folder has no locks ({why})", why=error.strerror),
            place=str(state_dir),
            on_disk=Text("nothing changed"),
            next_step=Text("put the state folder on a local disk: set WSLMEM_STATE"),
        ) from error


def _is_free(fd: int) -> bool:
    try:
        return _tried(fd, GLANCE)
    except OSError:  # no locks there, so no run can hold one
        return True


def _tried(fd: int, patience: Seconds) -> bool:
    """Try for a moment: a process that a killed holder was just starting has the lock until it is started."""
    deadline = clock.monotonic() + patience
    while not file_system.try_lock(fd):
        if clock.monotonic() > deadline:
            return False
        clock.sleep(LOOK_AGAIN)
    return True


def _sign(fd: int) -> None:
    """Say who holds it, unless the file holds something that is not ours."""
    record = f'{{"pid": {os.getpid()}, "since": "{clock.now()}"}}'.encode("ascii").ljust(_LENGTH - 1) + b"\n"
    with contextlib.suppress(OSError):  # unsigned it protects as well; who finds it is told that it has no name
        held = os.read(fd, _LENGTH)
        if not held or _RECORD.match(held):
            os.lseek(fd, 0, os.SEEK_SET)
            os.write(fd, record)


def _owner(fd: int) -> Text:
    try:
        record = _RECORD.match(os.read(fd, _LENGTH))
    except OSError:
        record = None
    if record is None:
        return Text("it has not yet said which")
    return Text("process {pid}, since {since}", pid=record[1].decode(), since=record[2].decode())

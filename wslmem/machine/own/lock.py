"""One writer at a time: a lock that the operating system takes back when its holder dies, however it dies."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from wslmem.errors import BusyError, CannotCreateError
from wslmem.machine.files import file_errors, file_system
from wslmem.machine.system import clock
from wslmem.text import Text
from wslmem.units import Seconds

NAME = "lock"
MOMENT = Seconds(1)
"""How long a lock that is held is tried again; a live holder keeps it far longer."""
GLANCE = Seconds(0.2)
"""The same for one who only wants to know."""
LOOK_AGAIN = Seconds(0.05)
_OWNER_LIMIT = 4096


@contextlib.contextmanager
def lock(state_dir: Path) -> Iterator[None]:
    """Hold the one lock of all wslmem runs that share `state_dir`; waits no longer than `MOMENT`.

    The kernel holds the lock, not the file: what a killed run wrote into it is stale by that alone, and the next run
    writes over it. The text (process id, time) is there for the message to the one who finds it locked.

    Raises:
        BusyError: another run holds it; says which and since when.
        CannotCreateError, NotPermittedError: the lock file cannot be made in `state_dir`.
    """
    fd = _open(state_dir)
    try:
        if not _taken(fd, state_dir):
            raise BusyError(
                Text("another wslmem is changing settings ({fd})", fd=_owner(fd)),
                place=str(state_dir / NAME),
                on_disk=Text("unchanged by this run"),
                next_step=Text("wait until it ends, then try again"),
            )
        _sign(fd, state_dir)
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
        fd = os.open(state_dir / NAME, os.O_RDWR | file_system.PLAIN)
    except OSError:  # nothing of ours ever ran there, or not with our rights
        yield True
        return
    try:
        yield _tried(fd, GLANCE)
    finally:
        with contextlib.suppress(OSError):  # as above
            os.close(fd)


def _open(state_dir: Path) -> int:
    try:
        file_system.make_folder(state_dir)
        return os.open(state_dir / NAME, os.O_RDWR | os.O_CREAT | file_system.PLAIN, 0o600)
    except OSError as error:
        raise file_errors.uncreated(error, state_dir / NAME) from error


def _taken(fd: int, state_dir: Path) -> bool:
    try:
        return _tried(fd, MOMENT)
    except OSError as error:
        raise CannotCreateError(
            Text("the file system of this folder knows no locks ({strerror})", strerror=error.strerror),
            place=str(state_dir),
            next_step=Text("put the state folder on a local disk: set WSLMEM_STATE"),
        ) from error


def _tried(fd: int, patience: Seconds) -> bool:
    """Try for a moment: a process that a killed holder was just starting has the lock until it is started."""
    deadline = clock.monotonic() + patience
    while not file_system.try_lock(fd):
        if clock.monotonic() > deadline:
            return False
        clock.sleep(LOOK_AGAIN)
    return True


def _sign(fd: int, state_dir: Path) -> None:
    owner = json.dumps({"pid": os.getpid(), "since": clock.now()})
    try:
        os.ftruncate(fd, 0)
        os.write(fd, owner.encode("ascii"))
    except OSError as error:
        raise file_errors.uncreated(error, state_dir / NAME) from error


def _owner(fd: int) -> str:
    try:
        owner = json.loads(os.read(fd, _OWNER_LIMIT))
        return f"process {owner['pid']}, since {owner['since']}"
    except (ValueError, KeyError, TypeError, OSError):
        return "it has not yet said which"

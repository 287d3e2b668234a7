"""The client's side of the VM: start it, ask it, stop it."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ..failures import MissingRightError
from ..folder import Folder
from . import wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from subprocess import Popen


def _handed_over(process: Popen[bytes], plan: bytes) -> bytes:
    """The supervisor's one line of answer; empty when it failed."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the supervisor was started without pipes")
    with process.stdin, process.stdout:
        process.stdin.write(plan)
        process.stdin.close()
        return process.stdout.readline()


@contextmanager
def locked(folder: Folder) -> Iterator[None]:
    """Hold the lock of everything that changes state (WSL: LxssUserSession, m_instanceLock)."""
    handle = os.open(folder.inside("lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def start(folder: Folder, plan: dict[str, object]) -> None:
    """Start the supervisor and wait until its VM is up.

    Raises:
        MissingRightError: the machine does not let us limit memory.
        RuntimeError: the supervisor failed; its log says why.
    """
    from subprocess import PIPE, Popen

    program = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    with open(folder.inside("supervisor.log"), "wb") as log:
        process = Popen(  # noqa: S603 - our own program, by its path
            [sys.executable, "-IS", program, "supervise", folder.path],
            stdin=PIPE,
            stdout=PIPE,
            stderr=log,
            start_new_session=True,
            cwd="/",
        )
    answer = json.loads(_handed_over(process, json.dumps(plan).encode()) or b"{}")
    # It outlives us; without this Popen's finaliser would wonder why it still runs.
    process.returncode = 0
    if "missing" in answer:
        raise MissingRightError(answer["missing"])
    if "boot_id" not in answer:
        raise RuntimeError(f"the VM did not start; see {folder.inside('supervisor.log')}")


def ask(folder: Folder, message: dict[str, object]) -> dict[str, object]:
    """Ask the VM something; an empty answer when none runs, or when it ends meanwhile."""
    connection = wire.connect(folder)
    if connection is None:
        return {}
    with connection:
        return _exchange(connection, message)


def _exchange(connection: socket.socket, message: dict[str, object]) -> dict[str, object]:
    try:
        wire.send(connection, message)
        answer, _ = wire.receive(connection)
    except OSError:
        return {}
    return answer


def running(folder: Folder) -> list[str] | None:
    """The distributions that run; None when no VM does."""
    found = ask(folder, {"verb": "state"}).get("running")
    return [str(name) for name in found] if isinstance(found, list) else None


def stop(folder: Folder) -> None:
    """End the VM, whatever state it is in, and remove what it leaves; none running is fine.

    Raises:
        TimeoutError: it does not end.
        OSError: something of it cannot be removed for want of a right.
    """
    from . import remains

    ask(folder, {"verb": "stop"})
    with remains.alone(folder):
        remains.remove(folder)

"""What a VM leaves behind when something of it was killed, and how it is removed: by names, never by guesses."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ..folder import Folder
from . import swap
from .rights import candidates, group_at

WAIT = 60.0
"""Seconds to wait for a supervisor that is going; freeing swap can take long."""
FILES = ("vm.sock", "vm.json")


@contextmanager
def alone(folder: Folder, seconds: float = WAIT) -> Iterator[int]:
    """Hold `state/alive`, which a supervisor holds for its life: inside, none runs.

    Yields:
        the descriptor that holds it.

    Raises:
        TimeoutError: a supervisor does not go.
    """
    handle = os.open(folder.inside("alive"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    end = time.monotonic() + seconds
    try:
        while not _locked(handle):
            if time.monotonic() > end:
                raise TimeoutError(f"the supervisor of {folder.path} does not end")
            time.sleep(0.005)
        yield handle
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def remove(folder: Folder) -> None:
    """Remove cgroup, swap and files of a VM that is no more; the caller holds `alone`.

    Raises:
        OSError: a right is missing, as after a run by another user.
    """
    noted = note(folder)
    groups = [group_at(noted["cgroup"])] if noted.get("cgroup") else []
    for group in (*groups, *candidates(folder.group, "")):
        group.remove(group.path)
    swap.end(folder.inside("swap"))
    if os.path.isdir(folder.inside("view")):
        from shutil import rmtree  # slow to import, and mostly there is nothing left

        rmtree(folder.inside("view"), ignore_errors=True)
    for name in FILES:
        if os.path.lexists(folder.inside(name)):
            os.unlink(folder.inside(name))


def note(folder: Folder) -> dict[str, str]:
    """What the VM noted about itself; empty where there is none, or where it was killed while writing."""
    try:
        with open(folder.inside("vm.json"), encoding="utf-8") as file:
            found: dict[str, str] = json.load(file)
    except (FileNotFoundError, ValueError):
        return {}
    return found


def write_note(folder: Folder, **entries: str) -> None:
    """Note what there will be to remove, before it is made."""
    with open(folder.inside("vm.json.new"), "w", encoding="utf-8") as file:
        json.dump(entries, file)
    os.replace(folder.inside("vm.json.new"), folder.inside("vm.json"))


def kill_programs(folder: Folder) -> None:
    """Kill every wsl.exe and supervisor of the folder, also a wsl.exe that has just begun and would start a VM yet.

    Raises:
        PermissionError: one of them is another user's.
        TimeoutError: one of them does not go.
    """
    end = time.monotonic() + WAIT
    while found := [int(pid) for pid in os.listdir("/proc") if pid.isdecimal() and _is_program(pid, folder)]:
        if time.monotonic() > end:
            raise TimeoutError(f"processes {found} of {folder.path} do not end")
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.005)


def _is_program(pid: str, folder: Folder) -> bool:
    """Whether a process is `wsl FOLDER ...` or `supervise FOLDER` of the emulator, or the shell that will become it.

    Or `wslc FOLDER ...`, which starts the VM of the session in that folder.
    """
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            words = [os.fsdecode(word) for word in file.read().split(b"\0")]
    except OSError:  # it ended meanwhile, or is nobody's of ours
        return False
    match words:
        case ["/bin/sh", script, *_] if script.endswith(("/wsl.exe", "/wslc.exe")):
            return _same(pid, os.path.dirname(script), folder)
        case [_, _, _, "wsl" | "wslc" | "supervise", path, *_]:
            return _same(pid, path, folder)
    return False


def _same(pid: str, path: str, folder: Folder) -> bool:
    """Whether the path, as that process reads it, is the folder."""
    return os.path.realpath(os.path.join(f"/proc/{pid}/cwd", path)) == os.path.realpath(folder.path)

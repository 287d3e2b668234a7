"""wslc.exe: WSL's own containers, in a VM of their own beside that of the distributions (WSL: WSLCSessionManager.cpp).

Of wslc itself there is one word, `run COMMAND...`, and no container: what is emulated is the VM, its memory, its swap
as large as that, its end when it is idle, and its process on the host.
"""

from __future__ import annotations

import os
import pwd
import sys

from . import journal, knobs
from .config.values import size
from .failures import MissingRightError
from .folder import Folder
from .releases import RELEASES
from .vm import boot, wire
from .windows_line import joined

MIB = 1024**2
IDLE = 30.0
"""Seconds after the last container until the VM ends (WSL: WSLCSessionManager.cpp)."""
PROCESS = "vmmemwslc-cli-tester"
"""The VM's process on the host: vmmem and the session's name (WSL: HcsVirtualMachine.cpp)."""
_UINT32 = 2**32
NO_RIGHT, USAGE, GONE = 69, 64, 1


def main(path: str, argv: list[str]) -> int:
    """Be the wslc.exe of a folder.

    Returns:
        the command's exit code, 1 when the VM went away, 64 without a command, 69 when a right is missing.
    """
    if argv[:1] != ["run"] or not argv[1:]:
        print("usage: wslc.exe run COMMAND...", file=sys.stderr)
        return USAGE
    folder = Folder(os.path.abspath(path))
    try:
        return _run(folder, knobs.read(folder, dict(os.environ)), argv[1:])
    except MissingRightError as missing:
        print(f"wslmem emulator: {missing}", file=sys.stderr)
        return NO_RIGHT


def session(folder: Folder) -> Folder:
    """Where the VM of the session has its own state: all that a VM has, beside that of the distributions."""
    return Folder(f"{folder.path}/wslc")


def is_used(folder: Folder) -> bool:
    """Whether a session was ever started."""
    return os.path.isdir(session(folder).state)


def memory(folder: Folder, total: int) -> int:
    """What the VM of a session gets: `session.memorySize` in whole MB, else half of the RAM (WSLCUserSettings.cpp)."""
    given = (size(_given(folder.wslc) or "") or 0) // MIB % _UINT32
    return (given or total // 2 // MIB) * MIB


def _given(path: str) -> str | None:
    """The text of `session.memorySize`, of a file as wslc itself and people write it: one setting a line, no flow."""
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return None
    inside = False
    for line in lines:
        name, _, value = line.partition("#")[0].partition(":")
        if name and not name[0].isspace():
            inside = name.strip() == "session"
        elif inside and name.strip() == "memorySize":
            return value.strip().strip("'\"")
    return None


def _run(folder: Folder, settings: knobs.Knobs, words: list[str]) -> int:
    own = session(folder)
    os.makedirs(own.state, exist_ok=True)
    order: dict[str, object] = {
        "verb": "run", "distribution": "session", "user": pwd.getpwuid(os.getuid()).pw_name, "directory": "/",
        "mode": "none", "rest": joined(words), "environment": {}, "path": list(settings.guest_path), "dies_after": None,
    }  # fmt: skip
    with boot.locked(own):
        connection = wire.connect(own)
        if connection is None:
            boot.start(own, _plan(folder, settings))
            connection = wire.connect(own)
        if connection is None:
            return GONE
        wire.send(connection, order, (0, 1, 2))
        wire.receive(connection)
    with connection:
        status = wire.receive(connection)[0].get("status")
    return os.waitstatus_to_exitcode(status) & 0xFF if isinstance(status, int) else GONE


def _plan(folder: Folder, settings: knobs.Knobs) -> dict[str, object]:
    release = RELEASES[settings.profile]
    given = memory(folder, settings.total_memory)
    journal.write(session(folder), note="the VM of a session starts", memory=given, process=PROCESS)
    return {
        "memory": given, "swap": given, "swap_kind": "cosmetic", "swap_late": 0,
        "processors": settings.total_processors, "instance_idle": 0,
        "vm_idle": IDLE / settings.time_scale, "isolate": False, "osrelease": release.osrelease,
        "kernel": release.kernel_memory * MIB, "psi": release.psi, "cgroup": settings.cgroup,
    }  # fmt: skip

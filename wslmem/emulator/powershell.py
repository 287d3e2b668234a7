"""powershell.exe: what Windows tells of its memory, and of the two processes that hold that of the VMs."""

from __future__ import annotations

import json
import os
import sys

from . import knobs, wslc
from .folder import Folder
from .vm import boot

KIB = 1024
MIB = 1024**2
WINDOWS = 3072 * MIB
"""What Windows itself and its programs hold; of a small machine a quarter."""
PROCESS = "vmmemWSL"


def main(path: str, argv: list[str]) -> int:
    """Be the powershell.exe of a folder: one question is known, the memory of this computer.

    Returns:
        0, or 1 for another question.
    """
    script = argv[-1] if argv else ""
    if "Win32_OperatingSystem" not in script or "vmmemwslc" not in script:
        print("wslmem emulator: this PowerShell tells the memory of the computer and nothing else", file=sys.stderr)
        return 1
    folder = Folder(os.path.abspath(path))
    settings = knobs.read(folder, dict(os.environ))
    sys.stdout.buffer.write(json.dumps(answer(folder, settings)).encode() + b"\r\n")
    return 0


def answer(folder: Folder, settings: knobs.Knobs) -> dict[str, object]:
    """The figures by the names of the question; commit is what is held, with a page file of a quarter of the RAM."""
    total = settings.total_memory
    windows = min(WINDOWS, total // 4)
    distributions = held(folder)
    containers = held(wslc.session(folder)) if wslc.is_used(folder) else None
    taken = windows + (distributions or 0) + (containers or 0)
    limit = total + total // 4
    return {
        "TotalKB": total // KIB, "FreeKB": max(total - taken, 0) // KIB, "CommitLimitKB": limit // KIB,
        "CommitFreeKB": max(limit - taken, 0) // KIB, "Processors": settings.total_processors,
        "PageFilesAutomatic": True, "PageFilesMB": [],
        "Programs": [{"N": "explorer", "C": 1, "W": windows // 8}],
        "VmName": None if distributions is None else PROCESS,
        "VmWorkingSet": distributions, "VmPrivate": distributions,
        "WslcName": None if containers is None else wslc.PROCESS,
        "WslcWorkingSet": containers, "WslcPrivate": containers,
    }  # fmt: skip


def held(folder: Folder) -> int | None:
    """Bytes that a VM's process holds on the host; None where the VM does not run."""
    found = boot.ask(folder, {"verb": "state"}).get("held")
    return found if isinstance(found, int) else None

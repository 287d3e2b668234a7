"""The disk that WSL's swap file lies on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from wslmem.units import Bytes

if TYPE_CHECKING:
    from wslmem.machine.host.paths import MachinePaths


def free(paths: MachinePaths, swap_file: str | None) -> Bytes | None:
    """Bytes that are free for the swap file; None where this side cannot tell.

    Without `swapFile=` WSL puts it into a folder of the user's `%TEMP%` (WslCoreVm.cpp); beside a stand-in for Windows
    the disk of the profile counts. From inside WSL the disk of Windows is not asked.
    """
    if paths.side == "wsl":
        return None
    folder = Path(swap_file).parent if swap_file else _temporary(paths)
    try:
        import shutil

        return Bytes(shutil.disk_usage(folder).free)
    except OSError:
        return None


def _temporary(paths: MachinePaths) -> Path:
    given = os.environ.get("TEMP") if paths.side == "windows" else None
    return Path(given) if given else paths.wslconfig.parent

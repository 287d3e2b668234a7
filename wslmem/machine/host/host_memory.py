"""The memory of the host: of Windows, also when asked from inside WSL, else of this Linux machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from wslmem.sizing.host import HostMemory
from wslmem.units import KIB, Bytes

if TYPE_CHECKING:
    import threading

    from wslmem.machine.host.paths import MachinePaths

MEMINFO = Path("/proc/meminfo")


def read(paths: MachinePaths, *, cancel: threading.Event | None = None) -> HostMemory:
    """The host's memory now.

    On Windows from psutil and one call of `GetPerformanceInfo`; inside WSL from Windows by PowerShell, for what the
    guest shows is the VM's; so too where a folder that stands in for Windows has a PowerShell (`WSLMEM_POWERSHELL`);
    elsewhere from the kernel.

    Raises:
        UnavailableError: Windows is to be asked through PowerShell, and does not answer.
        ProcessCancelledError: asked to stop.
    """
    if paths.side == "wsl" or (paths.side == "linux" and paths.powershell_exe is not None):
        from wslmem.machine.host import host_memory_from_wsl

        return host_memory_from_wsl.read(paths.powershell_exe, cancel=cancel)
    if paths.side == "windows":
        from wslmem.machine.host import host_memory_windows

        return host_memory_windows.read()
    return _linux()


def _linux() -> HostMemory:
    """From /proc/meminfo (Linux 3.14 and newer have MemAvailable). psutil tells the same and takes 14 ms to import."""
    rows = dict(row.split(":", 1) for row in MEMINFO.read_text(encoding="ascii").splitlines())
    total, available = (Bytes(int(rows[name].split()[0]) * KIB) for name in ("MemTotal", "MemAvailable"))
    return HostMemory(total, available, os.cpu_count() or 1, source="linux")

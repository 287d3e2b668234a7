"""The memory of Windows, asked from inside WSL through PowerShell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wslmem.machine.host import page_files
from wslmem.machine.system import powershell
from wslmem.sizing.host import HostMemory, HostProgram
from wslmem.units import KIB, Bytes

if TYPE_CHECKING:
    import threading
    from pathlib import Path

SCRIPT = """\
$os = Get-CimInstance Win32_OperatingSystem;
$computer = Get-CimInstance Win32_ComputerSystem;
$vm = @(Get-Process -Name vmmemWSL -ErrorAction SilentlyContinue);
if (-not $vm) { $vm = @(Get-Process -Name vmmem -ErrorAction SilentlyContinue) };
$wslc = @(Get-Process -Name vmmemwslc* -ErrorAction SilentlyContinue);
@{
    Programs = @(Get-Process | Group-Object ProcessName | Where-Object { $_.Name -notlike 'vmmem*' } |
        Select-Object @{ N = 'N'; E = { $_.Name } }, @{ N = 'C'; E = { $_.Count } },
        @{ N = 'W'; E = { ($_.Group | Measure-Object WorkingSet64 -Sum).Sum } } |
        Sort-Object W -Descending | Select-Object -First 10);
    TotalKB = $os.TotalVisibleMemorySize; FreeKB = $os.FreePhysicalMemory;
    CommitLimitKB = $os.TotalVirtualMemorySize; CommitFreeKB = $os.FreeVirtualMemory;
    Processors = $computer.NumberOfLogicalProcessors;
    PageFilesAutomatic = $computer.AutomaticManagedPagefile;
    PageFilesMB = @(Get-CimInstance Win32_PageFileSetting | ForEach-Object { $_.MaximumSize });
    VmName = $(if ($vm) { $vm[0].ProcessName });
    VmWorkingSet = ($vm | Measure-Object WorkingSet64 -Sum).Sum;
    VmPrivate = ($vm | Measure-Object PrivateMemorySize64 -Sum).Sum;
    WslcName = $(if ($wslc) { $wslc[0].ProcessName });
    WslcWorkingSet = ($wslc | Measure-Object WorkingSet64 -Sum).Sum;
    WslcPrivate = ($wslc | Measure-Object PrivateMemorySize64 -Sum).Sum;
} | ConvertTo-Json -Compress
"""
"""Class and property names of CIM are the same in every language; those of performance counters are not."""


def read(powershell_exe: Path | None, *, cancel: threading.Event | None = None) -> HostMemory:
    """The memory of Windows now.

    Raises:
        UnavailableError: Windows does not answer, or not with figures.
        ProcessCancelledError: asked to stop.
    """
    return powershell.ask_for(parse, powershell_exe, SCRIPT, cancel=cancel)


def parse(answer: str) -> HostMemory:
    """The reading in the JSON that the script prints. Commit charge is total less free virtual memory.

    Raises:
        ValueError, LookupError, TypeError, OverflowError, RecursionError: it is no such JSON.
    """
    values: dict[str, Any] = json.loads(answer)
    total, limit = Bytes(int(values["TotalKB"]) * KIB), Bytes(int(values["CommitLimitKB"]) * KIB)
    running, beside = values.get("VmName") is not None, values.get("WslcName") is not None
    return HostMemory(
        total=total,
        available=Bytes(int(values["FreeKB"]) * KIB),
        processors=int(values["Processors"]),
        source="windows-from-wsl",
        commit_charge=Bytes(limit - int(values["CommitFreeKB"]) * KIB),
        commit_limit=limit,
        page_file=Bytes(max(limit - total, 0)),
        page_file_most=page_files.most(values["PageFilesMB"]) if values["PageFilesAutomatic"] is False else None,
        vm_working_set=Bytes(int(values["VmWorkingSet"])) if running else None,
        vm_private=Bytes(int(values["VmPrivate"])) if running else None,
        vm_process=values["VmName"] if running else None,
        largest=_programs(values.get("Programs")),
        wslc_working_set=Bytes(int(values["WslcWorkingSet"])) if beside else None,
        wslc_private=Bytes(int(values["WslcPrivate"])) if beside else None,
    )


def _programs(rows: object) -> tuple[HostProgram, ...] | None:
    if not isinstance(rows, list):
        return None
    return tuple(HostProgram(str(row["N"]), Bytes(int(row["W"])), int(row["C"])) for row in rows)

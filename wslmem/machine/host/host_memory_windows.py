"""The memory of Windows: `GetPerformanceInfo`, and psutil for the process of the VM.

Not `GlobalMemoryStatusEx`: its page file figures are the commit limit of the system *or of this process's job*,
whichever is smaller (Microsoft: MEMORYSTATUSEX). Not `psutil.swap_memory`: it fails where performance counters are off.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterable
from ctypes import byref, c_size_t, c_uint32, c_uint64, sizeof
from typing import Any, cast

from wslmem.machine.host import vm_process
from wslmem.records import record, replace
from wslmem.sizing.host import HostMemory
from wslmem.units import Bytes


class PerformanceInformation(ctypes.Structure):
    """PERFORMANCE_INFORMATION of psapi.h, 104 bytes on 64-bit Windows; from CommitTotal to KernelNonpaged in pages."""

    _fields_ = (
        ("cb", c_uint32),
        ("CommitTotal", c_size_t),
        ("CommitLimit", c_size_t),
        ("CommitPeak", c_size_t),
        ("PhysicalTotal", c_size_t),
        ("PhysicalAvailable", c_size_t),
        ("SystemCache", c_size_t),
        ("KernelTotal", c_size_t),
        ("KernelPaged", c_size_t),
        ("KernelNonpaged", c_size_t),
        ("PageSize", c_size_t),
        ("HandleCount", c_uint32),
        ("ProcessCount", c_uint32),
        ("ThreadCount", c_uint32),
    )


class MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of sysinfoapi.h, 64 bytes."""

    _fields_ = (
        ("dwLength", c_uint32),
        ("dwMemoryLoad", c_uint32),
        ("ullTotalPhys", c_uint64),
        ("ullAvailPhys", c_uint64),
        ("ullOthers", c_uint64 * 5),
    )


@record
class Commit:
    """What Windows has promised and can promise."""

    charge: Bytes
    limit: Bytes
    physical: Bytes
    available: Bytes


def read() -> HostMemory:
    """The memory of Windows now; what Windows does not tell is None."""
    from wslmem.machine.host import page_files, programs_windows
    from wslmem.machine.system import library_windows

    kernel32 = library_windows.load("kernel32")
    found = combine(commit(kernel32.K32GetPerformanceInfo), *_vms(), page_file_most=page_files.configured())
    return replace(found, largest=programs_windows.largest())


def commit(get_performance_info: Callable[[Any, int], int]) -> Commit | None:
    """The figures of `K32GetPerformanceInfo`, None when the call fails."""
    information = PerformanceInformation()
    information.cb = sizeof(information)
    if not get_performance_info(byref(information), sizeof(information)):
        return None
    page = information.PageSize
    return Commit(
        Bytes(information.CommitTotal * page),
        Bytes(information.CommitLimit * page),
        Bytes(information.PhysicalTotal * page),
        Bytes(information.PhysicalAvailable * page),
    )


def combine(
    promised: Commit | None,
    vm: vm_process.VmProcess | None,
    wslc: vm_process.VmProcess | None = None,
    *,
    page_file_most: Bytes | None = None,
) -> HostMemory:
    """One reading out of its parts. Totals come from GetPerformanceInfo, which needs nothing that could be blocked; its
    total is the one that WSL's own default rests on. psutil is asked where that call fails.

    Raises:
        ImportError: it failed, and Windows does not let psutil load.
    """
    total, available = (promised.physical, promised.available) if promised else _by_psutil()
    return HostMemory(
        total=total,
        available=available,
        processors=os.cpu_count() or 1,
        source="windows",
        commit_charge=promised.charge if promised else None,
        commit_limit=promised.limit if promised else None,
        page_file=Bytes(max(promised.limit - promised.physical, 0)) if promised else None,
        page_file_most=page_file_most,
        vm_working_set=vm.working_set if vm else None,
        vm_private=vm.private if vm else None,
        vm_process=vm.name if vm else None,
        wslc_working_set=wslc.working_set if wslc else None,
        wslc_private=wslc.private if wslc else None,
    )


def _by_psutil() -> tuple[Bytes, Bytes]:
    import psutil

    memory = psutil.virtual_memory()
    return Bytes(memory.total), Bytes(memory.available)


def physical() -> Bytes | None:
    """`ullTotalPhys` of GlobalMemoryStatusEx, the figure that WSL halves (WSL: WslCoreConfig.cpp); None if it fails."""
    from wslmem.machine.system import library_windows

    status = MemoryStatus(dwLength=sizeof(MemoryStatus))
    told = library_windows.load("kernel32").GlobalMemoryStatusEx(byref(status))
    return Bytes(status.ullTotalPhys) if told else None


def _vms() -> tuple[vm_process.VmProcess | None, vm_process.VmProcess | None]:
    try:
        import psutil
    except (ImportError, OSError):
        return None, None  # a policy blocks what is not signed (4551): the VMs' shares are unknown, the host's is not
    try:
        return vm_process.find(cast("Iterable[vm_process.Process]", psutil.process_iter()))
    except (psutil.Error, OSError):
        return None, None  # the list itself was refused: as above

"""What is taken for granted about the account and the memory of Windows."""

from __future__ import annotations

from pathlib import PureWindowsPath

from wslmem.machine.host import host_memory
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system.side import Side
from wslmem.units import show_size
from wslmem.workflows.selftest.selftest import Check, NotHereError, Seen


def _profile(paths: MachinePaths) -> Seen:
    from wslmem.machine.host import profile_windows

    told, known = profile_windows.directory(), profile_windows.known_folder()
    same = told is not None and known is not None and PureWindowsPath(told) == PureWindowsPath(known)
    return Seen(f"GetUserProfileDirectory {told}, FOLDERID_Profile {known}, file {paths.wslconfig}", same)


def _commit(paths: MachinePaths) -> Seen:
    host = host_memory.read(paths)
    if host.commit_charge is None or host.commit_limit is None:
        return Seen("GetPerformanceInfo failed", holds=False)
    text = f"{show_size(host.commit_charge)} of {show_size(host.commit_limit)}, {show_size(host.total)} RAM"
    return Seen(text, 0 < host.commit_charge <= host.commit_limit)


def _totals(paths: MachinePaths) -> Seen:
    from wslmem.machine.host import host_memory_windows
    from wslmem.machine.system import library_windows

    told = host_memory_windows.commit(library_windows.load("kernel32").K32GetPerformanceInfo)
    total = host_memory.read(paths).total
    if told is None:
        return Seen("GetPerformanceInfo failed", holds=False)
    return Seen(f"psutil {total}, GetPerformanceInfo {told.physical}", total == told.physical)


def _vm_process(paths: MachinePaths) -> Seen:
    host = host_memory.read(paths)
    if host.vm_process is None or host.vm_working_set is None:
        raise NotHereError("no process of a VM runs")
    return Seen(f"{host.vm_process}: {show_size(host.vm_working_set)} in use", host.vm_working_set > 0)


ASKS_WINDOWS: frozenset[Side] = frozenset(("windows", "wsl"))

CHECKS = (
    Check("profile-folder", "both calls of Windows name one folder", _profile),
    Check("commit-charge", "0 < charge <= limit", _commit, ASKS_WINDOWS),
    Check("physical-total", "psutil and GetPerformanceInfo agree", _totals),
    Check("vm-process", "the VM's process tells its memory", _vm_process, ASKS_WINDOWS),
)

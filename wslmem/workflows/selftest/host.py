"""What is taken for granted about the account, the memory and the folders of Windows."""

from __future__ import annotations

import os
from pathlib import Path, PureWindowsPath

from wslmem.machine.files import scratch
from wslmem.machine.host import host_memory, windows_events
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own import trust
from wslmem.machine.system.side import Side
from wslmem.units import show_size
from wslmem.workflows.selftest.selftest import EVERYWHERE, Check, NotHereError, Seen


def _profile(paths: MachinePaths) -> Seen:
    from wslmem.machine.host import profile_windows

    told, known = profile_windows.directory(), profile_windows.known_folder()
    same = told is not None and known is not None and PureWindowsPath(told) == PureWindowsPath(known)
    inside = told is not None and PureWindowsPath(told) == PureWindowsPath(paths.wslconfig.parent)
    return Seen(f"the calls agree: {same}; .wslconfig is looked for there: {inside}", same)


def _signed_in(_: MachinePaths) -> Seen:
    from wslmem.machine.host import profile_windows

    signed_in, own = profile_windows.signed_in(), profile_windows.own_account()
    if signed_in is None:
        raise NotHereError("nobody is signed in in this session")
    same = own is not None and profile_windows.other_account(signed_in, own) is None
    return Seen(f"the same account: {same}", same)


def _commit(paths: MachinePaths) -> Seen:
    host = host_memory.read(paths)
    if host.commit_charge is None or host.commit_limit is None:
        return Seen("GetPerformanceInfo failed", holds=False)
    text = f"{show_size(host.commit_charge)} of {show_size(host.commit_limit)}, {show_size(host.total)} RAM"
    return Seen(text, 0 < host.commit_charge <= host.commit_limit)


def _totals(paths: MachinePaths) -> Seen:
    from wslmem.machine.host import host_memory_windows

    total, physical = host_memory.read(paths).total, host_memory_windows.physical()
    return Seen(f"ours {total}, GlobalMemoryStatusEx {physical}", total == physical)


def _vm_process(paths: MachinePaths) -> Seen:
    host = host_memory.read(paths)
    if host.vm_process is None or host.vm_working_set is None:
        raise NotHereError("no process of a VM runs")
    return Seen(f"{host.vm_process}: {show_size(host.vm_working_set)} in use", host.vm_working_set > 0)


def _vm_processes(_: MachinePaths) -> Seen:
    from wslmem.machine.host import vm_process

    found = vm_process.names()
    if not found:
        raise NotHereError("no process of a VM runs")
    # Those of WSL's containers end with the name of their session, which has the user's in it.
    kinds = sorted(
        {name.casefold().partition("wslc")[0] + ("wslc" if "wslc" in name.casefold() else "") for name in found}
    )
    ours = [name for name in found if name.casefold().removesuffix(".exe") in (vm_process.OWN, vm_process.SHARED)]
    return Seen(f"{len(found)}: {', '.join(kinds)}; counted as WSL's: {len(ours)}", len(ours) == 1)


def _swap_place(paths: MachinePaths) -> Seen:
    from wslmem.machine.host import swap_disk

    if host_memory.read(paths).vm_process is None:
        raise NotHereError("no process of a VM runs")
    folder = swap_disk.temporary(paths)
    found = sorted(folder.glob("swap.vhdx")) + sorted(folder.glob("*/swap.vhdx"))
    return Seen(f"swap.vhdx in the Temp of local application data: {len(found)}", bool(found))


def _state_is_real(paths: MachinePaths) -> Seen:
    here = nearest(paths.state_dir)
    try:
        with scratch.folder(here) as made:
            led = Path(os.path.realpath(made))
            same = os.path.normcase(led) == os.path.normcase(os.path.realpath(here) + os.sep + made.name)
            plain = os.path.normcase(os.path.realpath(here)) == os.path.normcase(here)
    except OSError as error:
        return Seen(f"nothing can be made there: {error.strerror}", holds=False)
    return Seen(f"what is made there is there: {same and plain}", same and plain)


def _state_is_ours(paths: MachinePaths) -> Seen:
    here = nearest(paths.state_dir)
    doubt = trust.doubt(here)
    text = "nobody else can write it" if doubt is None else str(doubt)
    return Seen(
        f"{text}; read and write: {os.access(here, os.R_OK | os.W_OK)}", doubt is None and os.access(here, os.W_OK)
    )


def nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(one for one in (folder, *folder.parents) if one.is_dir())


def _console(_: MachinePaths) -> Seen:
    from wslmem.machine.system import console_windows

    with console_windows.attached():
        modes = console_windows.modes()
        if modes is None:
            raise NotHereError(NO_CONSOLE)
        text = f"input {modes.input:#x}, output {modes.output:#x}, QuickEdit {modes.quick_edit}"
        return Seen(text, console_windows.draws_escapes())


def _quick_edit(_: MachinePaths) -> Seen:
    """Do what is done around the app: a click does not stop the output meanwhile, and does afterwards what it did."""
    from wslmem.machine.system import console_windows

    with console_windows.attached():
        before = console_windows.modes()
        if before is None:
            raise NotHereError(NO_CONSOLE)
        with console_windows.without_quick_edit():
            meanwhile = console_windows.modes()
        after = console_windows.modes()
    off, back = meanwhile is not None and not meanwhile.quick_edit, after == before
    return Seen(f"before {before.quick_edit}; off meanwhile: {off}; afterwards as before: {back}", off and back)


def _integrity(_: MachinePaths) -> Seen:
    from wslmem.machine.system import account_windows

    options = account_windows.code_integrity()
    if options is None:
        raise NotHereError("Windows does not tell")
    return Seen(f"options {options:#x}", not options & account_windows.SIGNED_PROGRAMS_ONLY)


def _events(paths: MachinePaths) -> Seen:
    from wslmem.errors import UnavailableError

    try:
        told = windows_events.read(paths.powershell_exe)
    except UnavailableError as error:
        raise NotHereError(str(error.cause)) from error
    named = all(event.programs for event in told.exhaustions)
    text = f"{len(told.exhaustions)} events 2004, {show_size(told.commit_charge)} of {show_size(told.commit_limit)}"
    return Seen(text, named and told.commit_charge <= told.commit_limit)


NO_CONSOLE = "this process has no console"
ASKS_WINDOWS: frozenset[Side] = frozenset(("windows", "wsl"))

CHECKS = (
    Check("profile-folder", "both calls of Windows name one folder", _profile),
    Check("who-is-signed-in", "the account that runs this", _signed_in),
    Check("state-folder-is-real", "Windows shows this Python the real folder", _state_is_real),
    Check("state-folder-is-ours", "only this user can write it", _state_is_ours, EVERYWHERE),
    Check("commit-charge", "0 < charge <= limit", _commit, ASKS_WINDOWS),
    Check("physical-total", "our total is the one that WSL halves", _totals),
    Check("exhaustion-events", "each event 2004 names programs; charge <= limit", _events, ASKS_WINDOWS),
    Check("vm-process", "the VM's process tells its memory", _vm_process, ASKS_WINDOWS),
    Check("vm-processes", "of all vmmem* exactly one is WSL's", _vm_processes),
    Check("swap-file-place", "the swap disk of a VM that runs is in Temp", _swap_place),
    Check("console-modes", "the console draws escape sequences", _console),
    Check("quick-edit-comes-back", "off while the app is open, then as before", _quick_edit),
    Check("code-integrity", "programs without a signature may start", _integrity),
)

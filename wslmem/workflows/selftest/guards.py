"""What stands between a program and Windows on some machines alone: a policy, a profile container, a guard, Docker."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from wslmem.errors import NotPermittedError, UnavailableError, WslmemError
from wslmem.machine.files import files, scratch
from wslmem.machine.host import host_memory_from_wsl, installed_windows, profile, vm_process, windows_events
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import powershell
from wslmem.machine.system.side import Side
from wslmem.machine.wsl.wsl import Wsl
from wslmem.workflows.selftest.host import nearest
from wslmem.workflows.selftest.selftest import Check, NotHereError, Seen
from wslmem.workflows.selftest.wsl import program

ASKS_WINDOWS: frozenset[Side] = frozenset(("windows", "wsl"))
CONSTRAINED = "ConstrainedLanguage"
TOLD, KNOWN = "told", "known as not readable"
WRITTEN, REFUSED = "written", "told as refused"
DOCKER = "docker-desktop"
"""How the names of Docker Desktop's distributions begin."""
DOCKERS_PROGRAMS = frozenset({"docker desktop.exe", "com.docker.backend.exe"})


def _constrained(paths: MachinePaths) -> Seen:
    """Ask as under a policy: PowerShell lets every script take its own rights away."""
    try:
        told = _restricted(paths, f"$ExecutionContext.SessionState.LanguageMode; {profile.SCRIPT}")
    except UnavailableError as error:
        raise NotHereError(str(error.cause)) from error
    mode, _, folder = told.partition("\n")
    if mode.strip() != CONSTRAINED:
        raise NotHereError(f"PowerShell stays in the language mode {mode.strip()[-30:]!r}")
    memory = _read(host_memory_from_wsl.parse, _restricted(paths, host_memory_from_wsl.SCRIPT))
    events = _read(windows_events.parse, _restricted(paths, windows_events.SCRIPT))
    text = f"profile told: {bool(folder.strip())}; memory {memory}; events {events}"
    return Seen(text, bool(folder.strip()) and memory == TOLD and events in (TOLD, KNOWN))


def _restricted(paths: MachinePaths, script: str) -> str:
    return powershell.ask(paths.powershell_exe, script, constrained=True)


def _read(parse: Callable[[str], object], answer: str) -> str:
    try:
        parse(answer)
    except UnavailableError:
        return KNOWN
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return "not told"
    return TOLD


def _opened(paths: MachinePaths) -> Seen:
    """Whether a file that was just made is found by a look, and by opening it."""
    with scratch.folder(nearest(paths.state_dir)) as made:
        path = made / "there"
        path.write_bytes(b"there")
        looked, opened = path.exists(), files.read_file(path).data == b"there"
    return Seen(f"a look finds it: {looked}; opening it: {opened}", opened)


def _guarded(paths: MachinePaths) -> Seen:
    """Make a file where ours are, and where the guard is on in Documents too, which it guards unasked."""
    guard = installed_windows.folder_guard()
    places = {"state folder": nearest(paths.state_dir), "Windows user folder": paths.wslconfig.parent}
    if guard == installed_windows.GUARD_ON:
        places["Documents"] = paths.wslconfig.parent / "Documents"
    told = {name: _made(folder) for name, folder in places.items() if folder.is_dir()}
    text = "; ".join([f"guard {guard or 'not told'}", *(f"{name}: {how}" for name, how in told.items())])
    return Seen(text, set(told.values()) <= {WRITTEN, REFUSED})


def _made(folder: Path) -> str:
    path = folder / f".wslmem-try-{secrets.token_hex(8)}"
    try:
        files.write_file(path, b"there", expected=None)
    except NotPermittedError:
        return REFUSED
    except WslmemError as error:
        return str(error.cause)
    path.unlink()
    return WRITTEN


def _docker(paths: MachinePaths) -> Seen:
    program(paths)
    if not DOCKERS_PROGRAMS & {name.casefold() for name in vm_process.running()}:
        raise NotHereError("Docker Desktop does not run")
    named = any(map(is_dockers, Wsl.at(paths).running()))
    return Seen(f"among the running distributions: {named}", named)


def is_dockers(distribution: str) -> bool:
    """Whether it is one of Docker Desktop's own: `docker-desktop`, and `docker-desktop-data` of old releases."""
    return distribution.startswith(DOCKER)


CHECKS = (
    Check("constrained-powershell", "profile and memory are told; events, or that not", _constrained, ASKS_WINDOWS),
    Check("opening-decides", "opening finds what a look may miss", _opened),
    Check("guarded-folder", "written, or told as refused", _guarded),
    Check("docker-is-named", "while it runs, --list --running names its distribution", _docker),
)

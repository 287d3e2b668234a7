"""WSL's own failures by their code, which is the same in every language: one table for logs and for the door to WSL.

Codes: `Wsl/Service/CreateInstance/CreateVm/HCS/ERROR_NO_SYSTEM_RESOURCES`: contexts, then the symbolic name of an
HRESULT or its number (microsoft/WSL src/windows/common/wslutil.cpp; the table of names grows with versions).
"""

from __future__ import annotations

import re
from functools import cache

from wslmem.diagnosis.verdict import Ending
from wslmem.records import record
from wslmem.text import Text


@record
class Failure:
    """What a code means, to one who calls WSL now and to one who reads a log."""

    name: str
    """In kebab case, stable, for scripts: `no-resources`."""
    ending: Ending
    """How a build ended that met it."""
    cause: Text
    """At the door: a label, without a full stop."""
    door_next: Text
    headline: Text
    """In a log: a sentence."""
    next_step: Text


GONE_NEXT = Text(
    "a `wsl --shutdown`, a crash and Windows running out of memory look alike here; "
    "check `wslmem status`, then build again"
)
INSTALL = Text("in PowerShell as administrator: wsl.exe --install, then restart Windows")
_SMALLER = Text("close programs, enlarge the page file, or set a smaller memory= in .wslconfig, then start WSL again")
_SERVICE = Text("in PowerShell as administrator, run: Restart-Service WSLService; or restart Windows")
_READ = Text("read its message; run: wsl --shutdown, then start WSL again; wsl --update where it repeats")
AT_DOOR = Text("read its message; run wsl.exe --shutdown and try again")
SERVICE_AT_DOOR = Text("in PowerShell as administrator: Restart-Service WSLService; or restart Windows")
_FEATURES = Text(
    "in PowerShell as administrator: wsl.exe --install --no-distribution, then restart Windows and turn virtualization "
    "on in the firmware settings"
)
_ON = Text(
    "in PowerShell as administrator, run: wsl --install --no-distribution; restart "
    "Windows, and turn virtualization on in the firmware"
)
_LIST = Text("run: wsl --list --verbose")
_DISTRIBUTION = Text("WSL does not have that distribution or that user.")
_CONFIG = Text("WSL refuses to start with this .wslconfig.")
_NO_ROOM = Text("close programs, enlarge the page file or use a smaller memory=, then start WSL again")
_ATTACH = Text("the distribution's virtual disk cannot be attached")
_GONE = Text("WSL stopped the VM or the distribution during the build.")
WAIT = Text("wait until that is done")


def _own(name: str, cause: Text, door_next: Text, headline: Text | None = None, next_step: Text = _READ) -> Failure:
    said = Text("WSL failed: {cause}.", cause=cause) if headline is None else headline
    return Failure(name, Ending.WSL_ERROR, cause, door_next, said, next_step)


UNKNOWN_DISTRIBUTION = _own(
    "unknown-distribution", Text("no such distribution"), Text("to list them: wsl.exe --list"), _DISTRIBUTION, _LIST
)
NO_DISTRIBUTIONS = _own(
    "no-distributions",
    Text("WSL has no distribution"),
    Text("install one: wsl.exe --install Ubuntu"),
    _DISTRIBUTION,
    _LIST,
)
VIRTUALIZATION_OFF = _own(
    "virtualization-off",
    Text("WSL 2 cannot start a VM: virtualization is not enabled"),
    _FEATURES,
    Text("WSL 2 cannot start a VM: virtualization or a Windows feature is off."),
    _ON,
)
DISABLED = _own(
    "disabled",
    Text("the Windows feature that WSL needs is off"),
    _FEATURES,
    Text("WSL 2 cannot start a VM: virtualization or a Windows feature is off."),
    _ON,
)
ARGUMENT = _own(
    "unknown-option", Text("this wsl.exe does not know an option that wslmem uses"), Text("update it: wsl.exe --update")
)
STUCK = _own(
    "service-stuck",
    Text("wsl.exe does not answer"),
    SERVICE_AT_DOOR,
    Text("WSL's service is disabled or not installed."),
    _SERVICE,
)
_NO_RESOURCES = Text("Windows does not have enough memory for the VM")
_DISK = Failure(
    "disk",
    Ending.WSL_ERROR,
    _ATTACH,
    Text("read the message of wsl.exe; check the path of the disk"),
    Text("The virtual disk of the distribution could not be attached."),
    Text("check the path of the disk and its drive; run: wsl --shutdown, then start WSL again"),
)
_SLOW = _own(
    "vm-timeout",
    Text("the VM did not start in time"),
    Text("run wsl.exe --shutdown and try again; or {step}", step=SERVICE_AT_DOOR),
    Text("The VM did not start in time."),
)

_TABLE: tuple[tuple[str, Failure], ...] = (
    (r"WSL_E_DISTRO_NOT_FOUND", UNKNOWN_DISTRIBUTION),
    (r"WSL_E_DEFAULT_DISTRO_NOT_FOUND", NO_DISTRIBUTIONS),
    (
        r"WSL_E_USER_NOT_FOUND",
        _own(
            "unknown-user",
            Text("no such user in the distribution"),
            Text("omit --user to use the default user"),
            _DISTRIBUTION,
            _LIST,
        ),
    ),
    (r"HCS_E_HYPERV_NOT_INSTALLED|WSL_E_VIRTUAL_MACHINE_PLATFORM_REQUIRED|0x80370102", VIRTUALIZATION_OFF),
    (r"HCS_E_SERVICE_NOT_AVAILABLE|WSL_E_WSL_OPTIONAL_COMPONENT_REQUIRED|0x80370114", DISABLED),
    (
        r"ERROR_ACCESS_DISABLED_BY_POLICY|0x800704ec|WSL_E_WSL_DISABLED",
        _own(
            "policy",
            Text("a policy of this computer does not let WSL run"),
            Text("ask the administrator of this computer"),
            next_step=Text("ask the administrator of this computer"),
        ),
    ),
    (
        r"WSL_E_LOCAL_SYSTEM_NOT_SUPPORTED",
        _own(
            "system-account",
            Text("WSL does not run for accounts of Windows itself (SYSTEM, services)"),
            Text("start wslmem as the user whose WSL it is"),
        ),
    ),
    (
        r"ERROR_LOGON_TYPE_NOT_GRANTED|0x80070569",
        _own(
            "logon-right",
            Text("Windows does not let the VM's own account sign in"),
            Text(
                "in PowerShell as administrator: Restart-Service vmcompute; if it comes back: gpupdate, then restart "
                "Windows"
            ),
        ),
    ),
    (
        r"ERROR_DISK_FULL|0x80070070",
        Failure(
            "disk-full",
            Ending.DISK_FULL,
            Text("the Windows drive that holds WSL's disk is full"),
            Text("free space on that drive, then run: wsl.exe --shutdown"),
            Text("The Windows drive that holds WSL's disk is full."),
            Text("free space on that drive, then run: wsl --shutdown"),
        ),
    ),
    (
        r"/CreateVm(?:/\w{1,40}+(?=/)){0,6}+/(?:E_OUTOFMEMORY|0x8007000e)",
        _own(
            "no-resources",
            _NO_RESOURCES,
            _NO_ROOM,
            Text("Windows was out of memory when the VM was to start."),
            _SMALLER,
        ),
    ),
    (
        r"E_OUTOFMEMORY|0x8007000e",
        _own(
            STUCK.name,
            Text(
                "WSL's service answers E_OUTOFMEMORY: it does not respond, mostly while it stops a VM; "
                "no memory is missing"
            ),
            SERVICE_AT_DOOR,
            Text(
                "WSL's service answered E_OUTOFMEMORY outside the start of a VM: most often it "
                "does not respond, and no memory is missing."
            ),
            _SERVICE,
        ),
    ),
    (
        r"ERROR_NO_SYSTEM_RESOURCES|0x800705aa|0x80070142|ERROR_COMMITMENT_LIMIT|0x800705af",
        _own(
            "no-resources",
            _NO_RESOURCES,
            _NO_ROOM,
            Text("Windows could not give the VM the memory it asked for: the VM did not start."),
            _SMALLER,
        ),
    ),
    (
        r"WSL_E_CUSTOM_KERNEL_NOT_FOUND|WSL_E_CUSTOM_SYSTEM_DISTRO_ERROR",
        _own(
            "config-refused",
            Text(
                "WSL does not start: a file that .wslconfig names for the kernel or the system distribution is missing"
            ),
            Text("to see which: wslmem show; to do without: remove kernel=, kernelModules= or systemDistro="),
            _CONFIG,
            Text("run: wslmem show"),
        ),
    ),
    (
        r"0x80072747|WSAENOBUFS",
        _own(
            "no-sockets",
            Text(
                "Windows has no room for another connection (socket buffers or ports are used up); "
                "memory= has no part in it"
            ),
            Text("close programs with many connections, or restart Windows"),
            next_step=Text("close programs with many connections, or restart Windows"),
        ),
    ),
    (
        r"ParseConfig/\w+",
        _own(
            "config-refused",
            Text("WSL refuses to start with this .wslconfig"),
            Text("to see why: wslmem show; to restore the file: wslmem restore"),
            _CONFIG,
            Text("run: wslmem show"),
        ),
    ),
    (
        r"WSL_E_VM_CRASHED",
        Failure(
            "vm-crashed",
            Ending.VM_GONE,
            Text("the VM crashed while starting"),
            Text("run wsl.exe --shutdown and try again; if it crashes again: wsl.exe --update"),
            _GONE,
            GONE_NEXT,
        ),
    ),
    (r"/CreateVm(?:/\w{1,40}+(?=/)){0,6}+/(?:HCS_E_CONNECTION_TIMEOUT|ERROR_TIMEOUT|0x800705b4)", _SLOW),
    (
        r"HCS_E_CONNECTION_TIMEOUT|ERROR_TIMEOUT|0x800705b4",
        Failure("vm-timeout", Ending.VM_GONE, _SLOW.cause, _SLOW.door_next, _GONE, GONE_NEXT),
    ),
    (
        (
            r"MountDisk/.{0,80}|/\w{0,20}Vhd\w{0,20}/.{0,80}|WSL_E_DISK_CORRUPTED|ERROR_SHARING_VIOLATION|0x80070020|"
            r"ERROR_PATH_NOT_FOUND|ERROR_FILE_NOT_FOUND"
        ),
        _DISK,
    ),
    (
        r"E_ILLEGAL_STATE_CHANGE",
        _own("busy", Text("the distribution is being installed, converted or exported"), WAIT, next_step=WAIT),
    ),
    (
        r"WSL_E_LOWER_INTEGRITY",
        _own(
            "elevated",
            Text("the distribution already runs with administrator rights, or the other way round"),
            Text("close what runs in it, or start wslmem with the same rights"),
        ),
    ),
    (r"REGDB_E_CLASSNOTREG|0x80040154|ERROR_SERVICE_\w+|0x80070422|0x8007042[cd]", STUCK),
    (
        r"RPC_\w+|0x800706b[ae]",
        Failure("service-stuck", Ending.VM_GONE, STUCK.cause, STUCK.door_next, _GONE, GONE_NEXT),
    ),
    (
        r"ConfigureNetworking/.*|WSL_E_VMSWITCH_\w+",
        _own(
            "network",
            Text("WSL could not set up its network"),
            Text("read the message of wsl.exe; try networkingMode=nat"),
        ),
    ),
    (r"Wsl/E_INVALIDARG", ARGUMENT),
    (
        (
            r"E_UNEXPECTED|0x8000ffff|WSL_E_VM_\w+|HCS_E_(?:TERMINATED\w*|CONNECT\w*|SYSTEM_\w+)|0x8037010[0-9a-f]|"
            r"ERROR_(?:BROKEN_PIPE|GRACEFUL_DISCONNECT|CONNECTION_\w+|PIPE_\w+)|0x8007006d|0x8007274[89c]|"
            r"WSAE\w+|E_FAIL|0x80004005|E_ABORT|0x80004004"
        ),
        Failure(
            "vm-gone", Ending.VM_GONE, Text("the VM or the distribution stopped meanwhile"), AT_DOOR, _GONE, GONE_NEXT
        ),
    ),
)
"""The ends of codes, the more particular ones first."""


@cache
def _ends() -> tuple[tuple[re.Pattern[str], Failure], ...]:
    return tuple((re.compile(rf"(?:^|/|\b)(?:{end})\Z", re.IGNORECASE), failure) for end, failure in _TABLE)


def of_code(code: str) -> Failure:
    """What WSL's `code` means; a code that is not in the table is an error of WSL's own."""
    for end, failure in _ends():
        if end.search(code):
            return failure
    headline = Text("WSL failed with {code}.", code=code)
    return _own("unknown", Text("wsl.exe failed: {code}", code=code), AT_DOOR, headline)

"""WSL's own failures by their code, which is the same in every language: one table for logs and for the door to WSL.

Codes: `Wsl/Service/CreateInstance/CreateVm/HCS/ERROR_NO_SYSTEM_RESOURCES`: contexts, then the symbolic name of an
HRESULT or its number (microsoft/WSL src/windows/common/wslutil.cpp; the table of names grows with versions).
"""

from __future__ import annotations

import re
from functools import cache

from wslmem.diagnosis.verdict import Ending
from wslmem.diagnosis.wsl_failures import (
    ARGUMENT,
    AT_DOOR,
    CONFIG,
    DISABLED,
    DISK,
    DISTRIBUTION,
    GONE,
    GONE_NEXT,
    LIST,
    NO_DISTRIBUTIONS,
    NO_RESOURCES,
    NO_ROOM,
    SERVICE,
    SERVICE_AT_DOOR,
    SLOW,
    SMALLER,
    STUCK,
    UNKNOWN_DISTRIBUTION,
    VIRTUALIZATION_OFF,
    WAIT,
    Failure,
    own,
)
from wslmem.text import Text

_TABLE: tuple[tuple[str, Failure], ...] = (
    (
        r"Wsl/CallMsi/(?:Install/)?\w+",
        own(
            "installer-failed",
            Text("WSL's installer did not come to its end, so that this wsl.exe has no WSL to start"),
            Text(
                "in PowerShell as administrator: wsl.exe --update; if that ends in the same way, install the newest "
                "release: https://github.com/microsoft/WSL/releases"
            ),
            next_step=Text("install the newest release of WSL: https://github.com/microsoft/WSL/releases"),
        ),
    ),
    (r"WSL_E_DISTRO_NOT_FOUND", UNKNOWN_DISTRIBUTION),
    (r"WSL_E_DEFAULT_DISTRO_NOT_FOUND", NO_DISTRIBUTIONS),
    (
        r"WSL_E_USER_NOT_FOUND",
        own(
            "unknown-user",
            Text("no such user in the distribution"),
            Text("omit --user to use the default user"),
            DISTRIBUTION,
            LIST,
        ),
    ),
    (r"HCS_E_HYPERV_NOT_INSTALLED|WSL_E_VIRTUAL_MACHINE_PLATFORM_REQUIRED|0x80370102", VIRTUALIZATION_OFF),
    (r"HCS_E_SERVICE_NOT_AVAILABLE|WSL_E_WSL_OPTIONAL_COMPONENT_REQUIRED|0x80370114", DISABLED),
    (
        r"ERROR_ACCESS_DISABLED_BY_POLICY|0x800704ec|WSL_E_WSL_DISABLED",
        own(
            "policy",
            Text("a policy of this computer does not let WSL run"),
            Text("ask the administrator of this computer"),
            next_step=Text("ask the administrator of this computer"),
        ),
    ),
    (
        r"WSL_E_LOCAL_SYSTEM_NOT_SUPPORTED",
        own(
            "system-account",
            Text("WSL does not run for accounts of Windows itself (SYSTEM, services)"),
            Text("start wslmem as the user whose WSL it is"),
        ),
    ),
    (
        r"ERROR_LOGON_TYPE_NOT_GRANTED|0x80070569",
        own(
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
        own(
            "no-resources",
            NO_RESOURCES,
            NO_ROOM,
            Text("Windows was out of memory when the VM was to start."),
            SMALLER,
        ),
    ),
    (
        r"E_OUTOFMEMORY|0x8007000e",
        own(
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
            SERVICE,
        ),
    ),
    (
        r"ERROR_NO_SYSTEM_RESOURCES|0x800705aa|0x80070142|ERROR_COMMITMENT_LIMIT|0x800705af",
        own(
            "no-resources",
            NO_RESOURCES,
            NO_ROOM,
            Text("Windows could not give the VM the memory it asked for: the VM did not start."),
            SMALLER,
        ),
    ),
    (
        r"WSL_E_CUSTOM_KERNEL_NOT_FOUND|WSL_E_CUSTOM_SYSTEM_DISTRO_ERROR",
        own(
            "config-refused",
            Text(
                "WSL does not start: a file that .wslconfig names for the kernel or the system distribution is missing"
            ),
            Text("to see which: wslmem show; to do without: remove kernel=, kernelModules= or systemDistro="),
            CONFIG,
            Text("run: wslmem show"),
        ),
    ),
    (
        r"0x80072747|WSAENOBUFS",
        own(
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
        own(
            "config-refused",
            Text("WSL refuses to start with this .wslconfig"),
            Text("to see why: wslmem show; to restore the file: wslmem restore"),
            CONFIG,
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
            GONE,
            GONE_NEXT,
        ),
    ),
    (r"/CreateVm(?:/\w{1,40}+(?=/)){0,6}+/(?:HCS_E_CONNECTION_TIMEOUT|ERROR_TIMEOUT|0x800705b4)", SLOW),
    (
        r"HCS_E_CONNECTION_TIMEOUT|ERROR_TIMEOUT|0x800705b4",
        Failure("vm-timeout", Ending.VM_GONE, SLOW.cause, SLOW.door_next, GONE, GONE_NEXT),
    ),
    (
        (
            r"MountDisk/.{0,80}|/\w{0,20}Vhd\w{0,20}/.{0,80}|WSL_E_DISK_CORRUPTED|ERROR_SHARING_VIOLATION|0x80070020|"
            r"ERROR_PATH_NOT_FOUND|ERROR_FILE_NOT_FOUND"
        ),
        DISK,
    ),
    (
        r"E_ILLEGAL_STATE_CHANGE",
        own("busy", Text("the distribution is being installed, converted or exported"), WAIT, next_step=WAIT),
    ),
    (
        r"WSL_E_LOWER_INTEGRITY",
        own(
            "elevated",
            Text("the distribution already runs with administrator rights, or the other way round"),
            Text("close what runs in it, or start wslmem with the same rights"),
        ),
    ),
    (r"REGDB_E_CLASSNOTREG|0x80040154|ERROR_SERVICE_\w+|0x80070422|0x8007042[cd]", STUCK),
    (
        r"RPC_\w+|0x800706b[ae]",
        Failure("service-stuck", Ending.VM_GONE, STUCK.cause, STUCK.door_next, GONE, GONE_NEXT),
    ),
    (
        r"ConfigureNetworking/.*|WSL_E_VMSWITCH_\w+",
        own(
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
            "vm-gone", Ending.VM_GONE, Text("the VM or the distribution stopped meanwhile"), AT_DOOR, GONE, GONE_NEXT
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
    return own("unknown", Text("wsl.exe failed: {code}", code=code), AT_DOOR, headline)

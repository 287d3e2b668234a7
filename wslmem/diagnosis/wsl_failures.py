"""WSL's own failures by their code, which is the same in every language: one table for logs and for the door to WSL.

Codes: `Wsl/Service/CreateInstance/CreateVm/HCS/ERROR_NO_SYSTEM_RESOURCES`: contexts, then the symbolic name of an
HRESULT or its number (microsoft/WSL src/windows/common/wslutil.cpp; the table of names grows with versions).
"""

from __future__ import annotations

import re

from wslmem.diagnosis.verdict import Ending
from wslmem.records import record
from wslmem.text import Text


@record
class Failure:
    """What a code means for a build."""

    ending: Ending
    headline: Text
    next_step: Text


GONE_NEXT = Text(
    "a `wsl --shutdown`, a crash and Windows running out of memory look alike here; "
    "check `wslmem status`, then build again"
)
_SMALLER = Text("close programs, enlarge the page file, or set a smaller memory= in .wslconfig, then start WSL again")
_SERVICE = Text("in PowerShell as administrator, run: Restart-Service WSLService; or restart Windows")
_READ = Text("read its message; run: wsl --shutdown, then start WSL again; wsl --update where it repeats")

_TABLE = (
    (
        r"ERROR_DISK_FULL|0x80070070",
        Ending.DISK_FULL,
        Text("The Windows drive that holds WSL's disk is full."),
        Text("free space on that drive, then run: wsl --shutdown"),
    ),
    (
        r"/CreateVm(?:/\w+)*/E_OUTOFMEMORY|/CreateVm(?:/\w+)*/0x8007000e",
        Ending.WSL_ERROR,
        Text("Windows was out of memory when the VM was to start."),
        _SMALLER,
    ),
    (
        r"E_OUTOFMEMORY|0x8007000e",
        Ending.WSL_ERROR,
        Text("WSL's service answered E_OUTOFMEMORY outside the start of a VM: most often "
        "it does not respond, and no memory is missing."),
        _SERVICE,
    ),
    (
        r"ERROR_NO_SYSTEM_RESOURCES|0x800705aa|0x80070142|ERROR_COMMITMENT_LIMIT|0x800705af",
        Ending.WSL_ERROR,
        Text("Windows could not give the VM the memory it asked for: the VM did not start."),
        _SMALLER,
    ),
    (
        (r"HCS_E_HYPERV_NOT_INSTALLED|WSL_E_VIRTUAL_MACHINE_PLATFORM_REQUIRED|0x80370102|"
r"HCS_E_SERVICE_NOT_AVAILABLE|0x80370114"),
        Ending.WSL_ERROR,
        Text("WSL 2 cannot start a VM: virtualization or a Windows feature is off."),
        Text("in PowerShell as administrator, run: wsl --install --no-distribution; restart "
"Windows, and turn virtualization on in the firmware"),
    ),
    (
        (r"MountDisk/.*|/\w*Vhd\w*/.*|WSL_E_DISK_CORRUPTED|ERROR_SHARING_VIOLATION|"
r"ERROR_PATH_NOT_FOUND|ERROR_FILE_NOT_FOUND|0x80070020"),
        Ending.WSL_ERROR,
        Text("The virtual disk of the distribution could not be attached."),
        Text("check the path of the disk and its drive; run: wsl --shutdown, then start WSL again"),
    ),
    (
        r"WSL_E_CUSTOM_KERNEL_NOT_FOUND|WSL_E_VMSWITCH_NOT_SET|ParseConfig/\w+",
        Ending.WSL_ERROR,
        Text("WSL refuses to start with this .wslconfig."),
        Text("run: wslmem show"),
    ),
    (
        r"WSL_E_DISTRO_NOT_FOUND|WSL_E_DEFAULT_DISTRO_NOT_FOUND|WSL_E_USER_NOT_FOUND",
        Ending.WSL_ERROR,
        Text("WSL does not have that distribution or that user."),
        Text("run: wsl --list --verbose"),
    ),
    (
        r"ERROR_SERVICE_\w+|0x80070422|REGDB_E_CLASSNOTREG|0x80040154",
        Ending.WSL_ERROR,
        Text("WSL's service is disabled or not installed."),
        _SERVICE,
    ),
    (
        r"CreateVm(?:/\w+)*/(?:HCS_E_CONNECTION_TIMEOUT|ERROR_TIMEOUT|0x800705b4)",
        Ending.WSL_ERROR,
        Text("The VM did not start in time."),
        _READ,
    ),
    (
        (r"E_UNEXPECTED|0x8000ffff|RPC_\w+|0x800706b[ae]|WSL_E_VM_\w+|HCS_E_(?:TERMINATED\w*|"
r"CONNECTION\w*|CONNECT\w*|SYSTEM_\w+)|"
        r"0x8037010[0-9a-f]|ERROR_(?:BROKEN_PIPE|TIMEOUT|GRACEFUL_DISCONNECT|CONNECTION_\w+|"
r"PIPE_\w+)|0x8007006d|0x8007274[89c]|WSAE\w+|E_FAIL|0x80004005|E_ABORT|0x80004004"),
        Ending.VM_GONE,
        Text("WSL stopped the VM or the distribution during the build."),
        GONE_NEXT,
    ),
)  # fmt: skip


def of_code(code: str) -> Failure:
    """What WSL's `code` means; a code that is not in the table is an error of WSL's own."""
    for pattern, ending, headline, next_step in _TABLE:
        if re.search(rf"(?:^|/|\b)(?:{pattern})$", code, re.IGNORECASE):
            return Failure(ending, headline, next_step)
    return Failure(Ending.WSL_ERROR, Text("WSL failed with {code}.", code=code), _READ)

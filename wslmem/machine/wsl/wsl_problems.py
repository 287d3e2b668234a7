"""Why WSL cannot be used, and what a person can do about it.

A failure is known by what is the same in every language: the symbolic error code, or a link or command that the
message quotes (WSL: localization/strings, wslutil.cpp).
"""

from __future__ import annotations

import re

from wslmem.machine.system.console_text import ascii_only, lines
from wslmem.machine.system.process_errors import Completed
from wslmem.records import record
from wslmem.text import Text

CODE = re.compile(
    r"(?<![\w/])((?:Wsl(?:g|Config)?|Bash)(?:/[A-Za-z]++(?=/))*+/(?:[A-Z][A-Z0-9_]++|0x[0-9a-fA-F]++))[^\S\n]*+$",
    re.MULTILINE,
)
"""The path of contexts and the name of the error, at the end of its line."""


@record
class Problem:
    """Something that keeps WSL from working."""

    code: str
    """Stable name in kebab case, for scripts: `missing`, `no-distributions`, `virtualization-off`, ..."""
    text: Text
    """One sentence for a person, without a full stop."""
    next_step: Text
    wsl_code: str | None = None
    """WSL's own: `Wsl/Service/CreateInstance/CreateVm/HCS/ERROR_NO_SYSTEM_RESOURCES`."""
    quoted: str = ""
    """What wsl.exe said, in its language."""


_INSTALL = Text("in PowerShell as administrator: wsl.exe --install, then restart Windows")
_FEATURES = Text(
    "in PowerShell as administrator: wsl.exe --install --no-distribution, then restart Windows and turn virtualization "
    "on in the firmware settings"
)
_SERVICE = Text("in PowerShell as administrator: Restart-Service WSLService; or restart Windows")
_SMALLER = Text("close programs, enlarge the page file or use a smaller memory=, then start WSL again")

MISSING = Problem("missing", Text("wsl.exe not found"), Text("{step}; or give its path: --wsl PATH", step=_INSTALL))
NO_DISTRIBUTIONS = Problem(
    "no-distributions", Text("WSL has no distribution"), Text("install one: wsl.exe --install Ubuntu")
)
INBOX = Problem("inbox-old", Text("this is the old WSL that came with Windows"), Text("update it: wsl.exe --update"))
STUCK = Problem("service-stuck", Text("wsl.exe does not answer"), _SERVICE)
NOT_STARTED = Problem(
    "not-started",
    Text("wsl.exe does not start"),
    Text("check its path; inside WSL, check that interop is on in /etc/wsl.conf"),
)
NO_SHELL = Problem("no-shell", Text("the distribution has no /bin/sh"), Text("use another one: --distribution NAME"))
LOST = Problem(
    "guest-lost",
    Text("the distribution or the whole VM stopped while the command ran"),
    Text("run it again; if it happens again, the VM may be out of memory: wslmem explain"),
)
SAWING = Problem(
    "inside-wsl",
    Text("wslmem runs inside WSL, so shutting down WSL would end it"),
    Text("close what is open in WSL, then run in PowerShell: wsl.exe --shutdown"),
)
_STUB = Problem("not-installed", Text("WSL is not installed (this wsl.exe only offers to install it)"), _INSTALL)
_DISABLED = Problem("disabled", Text("the Windows feature that WSL needs is off"), _FEATURES)
_NO_VM = Problem("virtualization-off", Text("WSL 2 cannot start a VM: virtualization is not enabled"), _FEATURES)
_NO_RESOURCES = Problem("no-resources", Text("Windows does not have enough memory for the VM"), _SMALLER)
_DISK = Problem(
    "disk",
    Text("the distribution's virtual disk cannot be attached"),
    Text("read the message of wsl.exe; check the path of the disk"),
)
_CRASHED = Problem(
    "vm-crashed",
    Text("the VM crashed while starting"),
    Text("run wsl.exe --shutdown and try again; if it crashes again: wsl.exe --update"),
)
_SLOW = Problem(
    "vm-timeout",
    Text("the VM did not start in time"),
    Text("run wsl.exe --shutdown and try again; or {step}", step=_SERVICE),
)
_OUTSIDE_A_START = Problem(
    STUCK.code,
    Text("WSL's service answers E_OUTOFMEMORY: it does not respond, mostly while it stops a VM; no memory is missing"),
    _SERVICE,
)
_NO_KERNEL = Problem(
    "config-refused",
    Text("WSL does not start: a file that .wslconfig names for the kernel or the system distribution is missing"),
    Text("to see which: wslmem show; to do without: remove kernel=, kernelModules= or systemDistro="),
)
_NO_SOCKETS = Problem(
    "no-sockets",
    Text("Windows has no room for another connection (socket buffers or ports are used up); memory= has no part in it"),
    Text("close programs with many connections, or restart Windows"),
)
_NOT_FOUND = Problem("unknown-distribution", Text("no such distribution"), Text("to list them: wsl.exe --list"))
_NO_USER = Problem(
    "unknown-user", Text("no such user in the distribution"), Text("omit --user to use the default user")
)
_BUSY = Problem(
    "busy", Text("the distribution is being installed, converted or exported"), Text("wait until that is done")
)
_ELEVATED = Problem(
    "elevated",
    Text("the distribution already runs with administrator rights, or the other way round"),
    Text("close what runs in it, or start wslmem with the same rights"),
)
_CONFIG = Problem(
    "config-refused",
    Text("WSL refuses to start with this .wslconfig"),
    Text("to see why: wslmem show; to restore the file: wslmem restore"),
)
_ARGUMENT = Problem(
    "unknown-option", Text("this wsl.exe does not know an option that wslmem uses"), Text("update it: wsl.exe --update")
)
_NETWORK = Problem(
    "network",
    Text("WSL could not set up its network"),
    Text("read the message of wsl.exe; try networkingMode=nat"),
)
_POLICY = Problem(
    "policy", Text("a policy of this computer does not let WSL run"), Text("ask the administrator of this computer")
)
_SYSTEM_ACCOUNT = Problem(
    "system-account",
    Text("WSL does not run for accounts of Windows itself (SYSTEM, services)"),
    Text("start wslmem as the user whose WSL it is"),
)
_LOGON_RIGHT = Problem(
    "logon-right",
    Text("Windows does not let the VM's own account sign in"),
    Text("in PowerShell as administrator: Restart-Service vmcompute; if it comes back: gpupdate, then restart Windows"),
)
UNKNOWN_NEXT = Text("read its message; run wsl.exe --shutdown and try again")

UNKNOWN = Problem("unknown", Text("wsl.exe failed without an error message"), UNKNOWN_NEXT)

_BY_CODE = (
    (r"WSL_E_DISTRO_NOT_FOUND", _NOT_FOUND),
    (r"WSL_E_DEFAULT_DISTRO_NOT_FOUND", NO_DISTRIBUTIONS),
    (r"WSL_E_USER_NOT_FOUND", _NO_USER),
    (r"HCS_E_HYPERV_NOT_INSTALLED|WSL_E_VIRTUAL_MACHINE_PLATFORM_REQUIRED|0x80370102", _NO_VM),
    (r"HCS_E_SERVICE_NOT_AVAILABLE|WSL_E_WSL_OPTIONAL_COMPONENT_REQUIRED|0x80370114", _DISABLED),
    (r"ERROR_ACCESS_DISABLED_BY_POLICY|0x800704ec|WSL_E_WSL_DISABLED", _POLICY),
    (r"WSL_E_LOCAL_SYSTEM_NOT_SUPPORTED", _SYSTEM_ACCOUNT),
    (r"ERROR_LOGON_TYPE_NOT_GRANTED|0x80070569", _LOGON_RIGHT),
    (r"ERROR_NO_SYSTEM_RESOURCES|0x800705aa|0x80070142|ERROR_COMMITMENT_LIMIT|0x800705af", _NO_RESOURCES),
    (r"CreateVm(?:/\w+)*/(?:E_OUTOFMEMORY|0x8007000e)", _NO_RESOURCES),
    (r"E_OUTOFMEMORY|0x8007000e", _OUTSIDE_A_START),
    (r"WSL_E_CUSTOM_KERNEL_NOT_FOUND|WSL_E_CUSTOM_SYSTEM_DISTRO_ERROR", _NO_KERNEL),
    (r"0x80072747|WSAENOBUFS", _NO_SOCKETS),
    (r"ParseConfig/\w+", _CONFIG),
    (r"WSL_E_VM_CRASHED", _CRASHED),
    (r"HCS_E_CONNECTION_TIMEOUT|ERROR_TIMEOUT|0x800705b4", _SLOW),
    (r"MountDisk/.*|WSL_E_DISK_CORRUPTED|ERROR_SHARING_VIOLATION|ERROR_PATH_NOT_FOUND|ERROR_FILE_NOT_FOUND", _DISK),
    (r"E_ILLEGAL_STATE_CHANGE", _BUSY),
    (r"WSL_E_LOWER_INTEGRITY", _ELEVATED),
    (r"REGDB_E_CLASSNOTREG|ERROR_SERVICE_\w+|0x80070422|0x8007042[cd]|RPC_\w+|0x800706b[ae]", STUCK),
    (r"ConfigureNetworking/.*|WSL_E_VMSWITCH_\w+", _NETWORK),
    (r"Wsl/E_INVALIDARG", _ARGUMENT),
)
"""Ends of WSL's error codes, the more particular ones first."""
_ENDS = tuple((re.compile(rf"(?<![\w])(?:{pattern})\Z"), problem) for pattern, problem in _BY_CODE)

_USAGE = ("--shutdown", "--terminate", "--export")
"""Options that the usage text lists, in every language and release, and no other message together. The same text quotes
`wsl --list --online`, as the message about no distribution does (WSL: strings, MessageWslUsage)."""
_STUB_MARK = "aka.ms/wslinstall"
_BY_MARK = (
    (_STUB_MARK, _STUB),
    ("aka.ms/enablevirtualization", _NO_VM),
    ("--list --online", NO_DISTRIBUTIONS),
    ("--install --no-distribution", _DISABLED),
    ("--help'", _ARGUMENT),
)
"""What messages without an error code quote in every language."""


def wsl_code(output: bytes) -> str | None:
    """WSL's error code in what it printed, the last one; None without one."""
    found = CODE.findall(ascii_only(output[-4096:]))
    return found[-1] if found else None


def recognise(completed: Completed) -> Problem | None:
    """The problem that an own failure of wsl.exe tells of; None when its output is not that of a failure."""
    code = wsl_code(completed.stdout) or wsl_code(completed.stderr)
    known = _by_code(code) if code else _by_mark(ascii_only(completed.stdout + completed.stderr))
    return None if known is None else _quoting(known, completed, code)


def of_version(completed: Completed) -> Problem:
    """Why `wsl --version` told no versions: the WSL that came with Windows prints its usage, all else is looked at."""
    known = recognise(completed)
    if known is not None and known.code == _ARGUMENT.code:
        return INBOX
    return known or _quoting(UNKNOWN, completed, None)


def offers_to_install(completed: Completed) -> Problem | None:
    """The problem where the wsl.exe of a Windows without WSL waits for a key; None for any other that says nothing."""
    return _quoting(_STUB, completed, None) if _STUB_MARK in ascii_only(completed.stdout + completed.stderr) else None


def _quoting(known: Problem, completed: Completed, code: str | None) -> Problem:
    quoted = " ".join(line for line in lines(completed.stdout) if line)[-600:]
    return Problem(known.code, known.text, known.next_step, code, quoted)


def _by_code(code: str) -> Problem:
    for pattern, problem in _ENDS:
        if pattern.search(code):
            return problem
    return Problem("unknown", Text("wsl.exe failed: {code}", code=code), UNKNOWN_NEXT)


def _by_mark(text: str) -> Problem | None:
    if all(option in text for option in _USAGE):
        return _ARGUMENT
    return next((problem for mark, problem in _BY_MARK if mark in text), None)

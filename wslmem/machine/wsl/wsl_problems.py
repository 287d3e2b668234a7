"""Why WSL cannot be used, and what a person can do about it.

A failure is known by what is the same in every language: the symbolic error code, by the one table that explains
logs as well (`diagnosis/wsl_codes.py`), or a link or command that the message quotes (WSL: localization/strings).
"""

from __future__ import annotations

import re

from wslmem.diagnosis import wsl_codes, wsl_failures
from wslmem.diagnosis.wsl_failures import AT_DOOR, INSTALL, Failure
from wslmem.machine.system.console_text import ascii_only, lines
from wslmem.machine.system.process_errors import Completed
from wslmem.patterns import lazy
from wslmem.records import record
from wslmem.text import Text

CODE = lazy(
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


def _of(failure: Failure) -> Problem:
    return Problem(failure.name, failure.cause, failure.door_next)


MISSING = Problem("missing", Text("wsl.exe not found"), Text("{step}; or give its path: --wsl PATH", step=INSTALL))
NO_DISTRIBUTIONS = _of(wsl_failures.NO_DISTRIBUTIONS)
INBOX = Problem("inbox-old", Text("this is the old WSL that came with Windows"), Text("update it: wsl.exe --update"))
STUCK = _of(wsl_failures.STUCK)
NOT_STARTED = Problem(
    "not-started",
    Text("wsl.exe does not start"),
    Text("check its path; inside WSL, check that interop is on in /etc/wsl.conf"),
)
FORWARDER = Problem(
    "forwarder",
    Text("this wsl.exe only starts WSL's own program, and did not get to it"),
    Text(
        "in PowerShell: wsl.exe --update; if that ends in the same way, install the newest release: "
        "https://github.com/microsoft/WSL/releases; in a service, give the path of WSL's own: --wsl PATH"
    ),
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
_STUB = Problem("not-installed", Text("WSL is not installed (this wsl.exe only offers to install it)"), INSTALL)
_DISABLED = _of(wsl_failures.DISABLED)
_NO_VM = _of(wsl_failures.VIRTUALIZATION_OFF)
_ARGUMENT = _of(wsl_failures.ARGUMENT)
UNKNOWN_NEXT = AT_DOOR

UNKNOWN = Problem("unknown", Text("wsl.exe failed without an error message"), UNKNOWN_NEXT)

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


def of_version(completed: Completed, *, forwards: bool = False) -> Problem:
    """Why `wsl --version` told no versions: the WSL that came with Windows prints its usage, all else is looked at.

    Args:
        completed: the call.
        forwards: as for `of_failure`.
    """
    known = of_failure(completed, forwards=forwards)
    return INBOX if known.code == _ARGUMENT.code else known


def of_failure(completed: Completed, *, forwards: bool = False) -> Problem:
    """The problem behind a call that failed.

    Args:
        completed: the call.
        forwards: this wsl.exe only starts WSL's own program. Where that does not come off it says so in the language of
            Windows, without a code (microsoft/WSL#9197, #9231).
    """
    return recognise(completed) or _quoting(FORWARDER if forwards else UNKNOWN, completed, None)


def offers_to_install(completed: Completed) -> Problem | None:
    """The problem where the wsl.exe of a Windows without WSL waits for a key; None for any other that says nothing."""
    return _quoting(_STUB, completed, None) if _STUB_MARK in ascii_only(completed.stdout + completed.stderr) else None


def _quoting(known: Problem, completed: Completed, code: str | None) -> Problem:
    quoted = " ".join(line for line in lines(completed.stdout) if line)[-600:]
    return Problem(known.code, known.text, known.next_step, code, quoted)


def _by_code(code: str) -> Problem:
    return _of(wsl_codes.of_code(code))


def _by_mark(text: str) -> Problem | None:
    if all(option in text for option in _USAGE):
        return _ARGUMENT
    return next((problem for mark, problem in _BY_MARK if mark in text), None)

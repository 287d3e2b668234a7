"""What a command in the guest left, told from what wsl.exe itself had to say."""

from __future__ import annotations

from dataclasses import dataclass

from wslmem.machine import wsl_errors, wsl_problems
from wslmem.machine.process_errors import Completed
from wslmem.machine.sentinel import Ended
from wslmem.machine.wsl_problems import Problem
from wslmem.machine.wsl_text import decode, leading_lines
from wslmem.units import Seconds

_TRAPPED = {"WSL_E_USER_NOT_FOUND": 67, "WSL_E_TTY_LIMIT": 87}
"""Guest exit codes that wsl.exe takes for words of its own (WSL: lxinitshared.h), by the error it makes of them."""


@dataclass(frozen=True, slots=True)
class GuestResult:
    """A command that ran in the guest to its end."""

    argv: tuple[str, ...]
    """The whole command line of wsl.exe."""
    exit_code: int
    """0 to 255. From `run`: N also after signal N; from `script`: 128+N."""
    stdout: bytes
    stderr: bytes
    """The guest's, without WSL's warnings."""
    warnings: tuple[str, ...]
    """WSL's warnings, one for each `wsl: ...`, without that prefix. Only the client that boots the VM gets any."""
    seconds: Seconds

    @property
    def text(self) -> str:
        """What it printed on stdout."""
        return decode(self.stdout)


def guest_result(completed: Completed, user: str | None, ended: Ended | None = None) -> GuestResult:
    r"""The result of a call into the guest.

    Args:
        completed: how wsl.exe ended.
        user: the one it was asked to run as.
        ended: what the script's own frame says; it wins.

    Raises:
        WslError: wsl.exe itself failed.
    """
    code = completed.returncode
    if ended is None and code in wsl_errors.OWN_FAILURE:
        code = _own_or_guest(completed, user)
    stdout = completed.stdout if ended is None else ended.stdout
    warnings, stderr = split_warnings(completed.stderr)
    exit_code = ended.exit_code if ended is not None else int(code or 0) & 0xFF
    return GuestResult(completed.argv, exit_code, stdout, stderr, warnings, completed.seconds)


def _own_or_guest(completed: Completed, user: str | None) -> int:
    problem: Problem | None = wsl_problems.recognise(completed)
    if problem is None:
        return 255
    name = (problem.wsl_code or "").rpartition("/")[2]
    if name in _TRAPPED and not (user and b"getpwnam" in completed.stderr):
        return _TRAPPED[name]
    raise wsl_errors.error(problem, completed)


def split_warnings(stderr: bytes) -> tuple[tuple[str, ...], bytes]:
    r"""WSL's warnings at the head of a stderr, and the bytes behind them, which are the guest's.

    >>> split_warnings(b"wsl: one\r\nWsl/E_FAIL\r\nwsl: two\r\nmine\n")
    (('one\nWsl/E_FAIL', 'two'), b'mine\n')
    """
    warnings: list[str] = []
    used = 0
    for line, end in leading_lines(stderr):
        if line.startswith("wsl: "):
            warnings.append(line.removeprefix("wsl: "))
        elif warnings and wsl_problems.CODE.search(line):
            warnings[-1] += f"\n{line}"
        else:
            break
        used = end
    return tuple(warnings), stderr[used:]

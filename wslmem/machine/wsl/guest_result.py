"""What a command in the guest left, told from what wsl.exe itself had to say."""

from __future__ import annotations

from wslmem.machine.system.console_text import decode, leading_lines
from wslmem.machine.system.process_errors import Completed
from wslmem.machine.wsl import wsl_problems
from wslmem.machine.wsl.wsl_errors import OWN_FAILURE, GuestLostError, WslError, error
from wslmem.records import record
from wslmem.units import Seconds


@record
class GuestResult:
    """A command that ran in the guest to its end."""

    argv: tuple[str, ...]
    """The whole command line of wsl.exe."""
    exit_code: int
    """0 to 255, as a shell tells it: 128+N after signal N, 127 for a program that was not found."""
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


def unfinished(completed: Completed) -> WslError:
    """The error for a call into the guest whose command did not reach its end."""
    if completed.returncode in OWN_FAILURE and (problem := wsl_problems.recognise(completed)):
        return error(problem, completed)
    if b"execvpe(/bin/sh) failed" in completed.stderr:
        return error(wsl_problems.NO_SHELL, completed)
    return GuestLostError(wsl_problems.LOST, completed)


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

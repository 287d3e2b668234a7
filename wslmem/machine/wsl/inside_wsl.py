"""Working from inside WSL: a shutdown is handed to Windows, for it ends the process that asks.

Windows waits a moment, so that the caller can write down what it was about to prove and say good-bye; then it shuts WSL
down and starts it again with the distribution that the caller lived in. The proof is the next start's to give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wslmem.errors import UnavailableError
from wslmem.machine.system import powershell
from wslmem.machine.wsl.distributions import NAME
from wslmem.records import record
from wslmem.text import Text
from wslmem.units import Seconds

if TYPE_CHECKING:
    import threading

    from wslmem.machine.host.paths import MachinePaths

DELAY = Seconds(3)
"""Between the hand-over and the shutdown."""


@record
class HandOver:
    """A shutdown that Windows will do."""

    command: str
    """What Windows runs, as a person would type it into PowerShell."""
    delay: Seconds
    """Time left until WSL goes down, and this process with it."""


def command(*, force: bool = False, restart: str | None = None) -> str:
    """The PowerShell line that shuts WSL down, and starts `restart` again where one is named.

    Raises:
        ValueError: `restart` is no name of a distribution.
    """
    if restart is not None and NAME.fullmatch(restart) is None:
        raise ValueError(f"{restart!r} is no name of a distribution")
    again = f"; wsl.exe -d {restart} --cd / -e /bin/sh -c true" if restart else ""
    return f"wsl.exe --shutdown{' --force' if force else ''}{again}"


def hand_over(
    paths: MachinePaths,
    *,
    force: bool = False,
    restart: str | None = None,
    delay: Seconds = DELAY,
    cancel: threading.Event | None = None,
) -> HandOver:
    """Let Windows shut WSL down shortly after this call, in a process that outlives WSL.

    Args:
        paths: where powershell.exe is.
        force: end the VM without asking the distributions first.
        restart: the distribution to start again afterwards; None leaves WSL down.
        delay: time left to the caller.
        cancel: ends the call when set; after its return nothing can stop the shutdown.

    Raises:
        UnavailableError: Windows cannot be asked; the message has the command to type there.
        ProcessCancelledError: asked to stop.
    """
    line = command(force=force, restart=restart)
    try:
        answer = powershell.ask(paths.powershell_exe, later(line, delay), cancel=cancel)
    except UnavailableError as error:
        raise UnavailableError(error.cause, next_step=Text("in PowerShell, run: {line}", line=line)) from error
    if not answer.endswith("handed over"):
        raise UnavailableError(
            Text("Windows did not accept the shutdown: {answer}", answer=repr(answer)),
            next_step=Text("in PowerShell, run: {line}", line=line),
        )
    return HandOver(line, delay)


def later(line: str, delay: Seconds) -> str:
    """The script that has PowerShell run `line` after `delay`, whatever becomes of who asked; prints `handed over`.

    Start-Process detaches: the new PowerShell is a child of Windows, not of the relay that dies with WSL. In `line` a
    single quote is written twice.
    """
    words = f"Start-Sleep -Milliseconds {delay * 1000:.0f}; {line}"
    return (
        "Start-Process -WindowStyle Hidden -FilePath powershell.exe -ArgumentList "
        f"'-NoProfile','-NonInteractive','-Command','{words}'; 'handed over'"
    )

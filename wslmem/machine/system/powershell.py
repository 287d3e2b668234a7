"""Asking Windows through PowerShell, from inside WSL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wslmem.errors import UnavailableError
from wslmem.machine.system import process
from wslmem.machine.system.console_text import decode
from wslmem.machine.system.process_errors import ProcessCancelledError, ProcessError
from wslmem.text import Text
from wslmem.units import Seconds

if TYPE_CHECKING:
    import threading
    from pathlib import Path

ANSWER = Seconds(30)
"""Time limit of a question; PowerShell takes 0.3 to 1 s to start, more on a machine short of memory."""

_FIRST = (
    "try { [Console]::OutputEncoding = [Text.Encoding]::UTF8 } catch { }; $ProgressPreference = 'SilentlyContinue';"
)

NO_INTEROP = Text(
    "check that powershell.exe starts in this shell: /etc/wsl.conf needs [interop] enabled=true, then run "
    "wsl.exe --shutdown on Windows; or start wslmem on Windows"
)


def ask(powershell: Path | None, script: str, *, cancel: threading.Event | None = None) -> str:
    """What `script` prints in PowerShell, without blanks around it.

    Args:
        powershell: the program, None where there is none.
        script: as `command` takes it.
        cancel: ends the call when set.

    Raises:
        UnavailableError: there is no PowerShell, it does not start, fails, or does not answer in time.
        ProcessCancelledError: asked to stop.
    """
    if powershell is None:
        raise UnavailableError(
            Text("powershell.exe not found, so Windows cannot be asked from inside WSL"), next_step=NO_INTEROP
        )
    try:
        completed = process.run(command(powershell, script), timeout=ANSWER, cancel=cancel, cwd="/", check=True)
    except ProcessCancelledError:
        raise
    except ProcessError as error:
        raise UnavailableError(
            Text("Windows did not answer through PowerShell: {cause}", cause=error.cause),
            place=str(powershell),
            next_step=NO_INTEROP,
        ) from error
    return decode(completed.stdout).strip()


def command(powershell: Path, script: str) -> list[str]:
    """The argv that runs `script`, its output in UTF-8 where PowerShell lets us ask for that.

    The script goes as it is, on one line: in base64 (`-EncodedCommand`) it is what alarms of Defender and others look
    for. Constrained Language Mode refuses the first statement, which is no reason not to go on.

    Args:
        powershell: the program.
        script: statements that end with `;`, of whatever number of lines, without a double quote.

    Raises:
        ValueError: there is a double quote in it, which not every way into Windows quotes alike.
    """
    if '"' in script:
        raise ValueError(script)
    line = " ".join(part for part in map(str.strip, script.splitlines()) if part)
    return [str(powershell), "-NoProfile", "-NonInteractive", "-Command", f"{_FIRST} {line}"]

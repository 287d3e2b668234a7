"""Asking Windows through PowerShell, from inside WSL."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from wslmem.errors import UnavailableError
from wslmem.machine.system import process
from wslmem.machine.system.console_text import decode
from wslmem.machine.system.process_errors import ProcessCancelledError, ProcessError
from wslmem.text import Text
from wslmem.units import Seconds

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

ANSWER = Seconds(30)
"""Time limit of a question; PowerShell takes 0.3 to 1 s to start, more on a machine short of memory."""

_FIRST = (
    "try { [Console]::OutputEncoding = [Text.Encoding]::UTF8 } catch { }; $ProgressPreference = 'SilentlyContinue';"
)

_CONSTRAINED = "try { $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage' } catch { }; "
"""Any script may take these rights from itself; none gets them back."""

NO_INTEROP = Text(
    "check that powershell.exe starts in this shell: /etc/wsl.conf needs [interop] enabled=true, then run "
    "wsl.exe --shutdown on Windows; or start wslmem on Windows"
)


def ask(
    powershell: Path | None, script: str, *, cancel: threading.Event | None = None, constrained: bool = False
) -> str:
    """What `script` prints in PowerShell, without blanks around it.

    Args:
        powershell: the program, None where there is none.
        script: as `command` takes it.
        cancel: ends the call when set.
        constrained: in the language mode that a policy may force upon every script.

    Raises:
        UnavailableError: there is no PowerShell, it does not start, fails, or does not answer in time.
        ProcessCancelledError: asked to stop.
    """
    if powershell is None:
        raise UnavailableError(
            Text("powershell.exe not found, so Windows cannot be asked from inside WSL"), next_step=NO_INTEROP
        )
    try:
        line = command(powershell, script, constrained=constrained)
        completed = process.run(line, timeout=ANSWER, cancel=cancel, cwd="/", check=True)
    except ProcessCancelledError:
        raise
    except ProcessError as error:
        raise UnavailableError(
            Text("Windows did not answer through PowerShell: {cause}", cause=error.cause),
            place=str(powershell),
            next_step=NO_INTEROP,
        ) from error
    return decode(completed.stdout).strip()


def ask_for(
    parse: Callable[[str], T], powershell: Path | None, script: str, *, cancel: threading.Event | None = None
) -> T:
    """What `parse` makes of what `script` prints, which is to be JSON.

    Args:
        parse: may raise ValueError, LookupError, TypeError, OverflowError and RecursionError: it is not what was asked.
        powershell: as for `ask`.
        script: as for `ask`.
        cancel: as for `ask`.

    Raises:
        UnavailableError: as `ask`, or the answer is another one; says the end of it.
        ProcessCancelledError: asked to stop.
    """
    answer = ask(powershell, script, cancel=cancel)
    try:
        return parse(answer)
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError) as error:
        raise UnavailableError(
            Text(
                "Windows gave another answer than was asked for: {answer}",
                answer=repr(answer[-200:]),
            ),
            place=str(powershell),
            next_step=NO_INTEROP,
        ) from error


def command(powershell: Path, script: str, *, constrained: bool = False) -> list[str]:
    """The argv that runs `script`, its output in UTF-8 where PowerShell lets us ask for that.

    The script goes as it is, on one line: in base64 (`-EncodedCommand`) it is what alarms of Defender and others look
    for. Constrained Language Mode refuses the first statement, which is no reason not to go on.

    Args:
        powershell: the program.
        script: statements that end with `;`, of whatever number of lines, without a double quote.
        constrained: as for `ask`.

    Raises:
        ValueError: there is a double quote in it, which not every way into Windows quotes alike.
    """
    if '"' in script:
        raise ValueError(script)
    line = " ".join(part for part in map(str.strip, script.splitlines()) if part)
    first = f"{_CONSTRAINED if constrained else ''}{_FIRST}"
    return [str(powershell), "-NoProfile", "-NonInteractive", "-Command", f"{first} {line}"]

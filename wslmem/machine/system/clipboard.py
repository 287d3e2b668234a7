"""The clipboard of Windows, which a terminal does not let a program read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wslmem.errors import UnavailableError
from wslmem.machine.system import powershell
from wslmem.text import Text

if TYPE_CHECKING:
    from pathlib import Path


def read(powershell_exe: Path | None) -> str:
    """The text on the clipboard, without blanks around it; empty where there is none.

    Raises:
        UnavailableError: there is no PowerShell, or it does not answer.
    """
    if powershell_exe is None:
        raise UnavailableError(
            Text("the clipboard can only be read through Windows"),
            next_step=Text("paste with the key of your terminal: Ctrl+V, Ctrl+Shift+V or the right mouse button"),
        )
    return powershell.ask(powershell_exe, "Get-Clipboard -Raw;")

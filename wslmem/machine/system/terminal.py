"""What surrounds a terminal: the variables that speak of colour, and the console of Windows."""

from __future__ import annotations

import os
from collections.abc import Mapping

from wslmem.machine.system.side import side

STDOUT, STDERR = -11, -12
"""STD_OUTPUT_HANDLE and STD_ERROR_HANDLE (winbase.h)."""
DRAWS_ESCAPES = 4
"""ENABLE_VIRTUAL_TERMINAL_PROCESSING (consoleapi.h)."""


def environ() -> Mapping[str, str]:
    """The environment, for NO_COLOR, FORCE_COLOR and TERM."""
    return os.environ


def name(environ: Mapping[str, str]) -> str:
    """Which terminal this is, as far as it tells: `Windows Terminal`, `vscode`, `mintty`, `console`."""
    if environ.get("WT_SESSION"):
        return "Windows Terminal"
    return environ.get("TERM_PROGRAM") or environ.get("TERM") or "console"


def let_colours_through() -> None:
    """Have the old console of Windows draw colours instead of printing their escapes; elsewhere nothing is needed."""
    if side() != "windows":
        return
    import ctypes

    from wslmem.machine.system.library_windows import load

    kernel = load("kernel32")
    kernel.GetStdHandle.restype = ctypes.c_void_p
    mode = ctypes.c_uint32()
    for number in (STDOUT, STDERR):
        handle = ctypes.c_void_p(kernel.GetStdHandle(number))
        if kernel.GetConsoleMode(handle, ctypes.byref(mode)):  # 0 for a pipe or a file, which need nothing
            kernel.SetConsoleMode(handle, mode.value | DRAWS_ESCAPES)

"""A console window that is closed, a user who signs out: Windows ends the process as soon as its handler returns.

So the handler, which runs in a thread of its own, wakes the main thread as Ctrl-Break does, and waits until that has
put things in order, or until Windows would end it anyway (HandlerRoutine, consoleapi.h: 5 s for a closed window).
"""

from __future__ import annotations

import contextlib
import ctypes
import signal
import threading
from _thread import interrupt_main
from collections.abc import Iterator
from typing import Any

from wslmem.machine.system.library_windows import load
from wslmem.units import Seconds

CLOSE, LOGOFF, SHUTDOWN = 2, 5, 6
"""CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT, CTRL_SHUTDOWN_EVENT (wincon.h)."""
PATIENCE = Seconds(4.5)


@contextlib.contextmanager
def watched() -> Iterator[None]:
    """In this block the end of the window is a SIGBREAK, and waits for the end of the block."""
    done = threading.Event()
    handler = _handler_type()(lambda event: _ended(event, done))
    kernel = load("kernel32")
    kernel.SetConsoleCtrlHandler(handler, True)
    try:
        yield
    finally:
        done.set()
        kernel.SetConsoleCtrlHandler(handler, False)


def _handler_type() -> Any:  # noqa: ANN401 - a type that ctypes makes
    # Looked up by name: ctypes has it on Windows only, and the type checker runs everywhere.
    return vars(ctypes)["WINFUNCTYPE"](ctypes.c_int, ctypes.c_uint32)


def _ended(event: int, done: threading.Event) -> int:
    if event not in (CLOSE, LOGOFF, SHUTDOWN):
        return 0  # Ctrl-C and Ctrl-Break: Python's own handler is next
    interrupt_main(vars(signal)["SIGBREAK"])
    done.wait(PATIENCE)
    return 1

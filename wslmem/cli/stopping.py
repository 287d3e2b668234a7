"""What a signal that ended a run is called, and the exit code of it: 128 and its number, as every shell tells it."""

from __future__ import annotations

from wslmem.errors import CancelledError, Exit, WslmemError
from wslmem.machine.system import stop_signals
from wslmem.text import Text

WORDS = {
    "SIGINT": (Text("stopped by Ctrl-C"), Exit.INTERRUPTED),
    "SIGBREAK": (Text("stopped by Ctrl-Break, or because its window was closed"), Exit.INTERRUPTED),
    "SIGTERM": (Text("stopped by SIGTERM"), Exit.TERMINATED),
    "SIGHUP": (Text("stopped because its terminal was closed (SIGHUP)"), Exit.HUNG_UP),
}


def named(error: WslmemError) -> WslmemError:
    """The error of what was cancelled, with the name of the signal that wanted it so; any other as it is."""
    name = stop_signals.received()
    if isinstance(error, CancelledError) and name is not None:
        error.cause, error.exit = WORDS[name]
    return error


def code() -> Exit:
    """How a run ends that was told to stop and told so itself."""
    name = stop_signals.received()
    return WORDS[name][1] if name is not None else Exit.INTERRUPTED

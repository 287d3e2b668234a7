"""Signals that ask a process to end: Ctrl-C, SIGTERM, a closed window. An exception, or a word to what is at work.

Work that has begun on a file is not to be cut anywhere: it is told, by `handled`, and ends in its own way. All else is
interrupted where it stands, by `Stopped`, which is a `KeyboardInterrupt`: whoever cleans up after that cleans up here.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from wslmem.machine.system.side import side

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""SIGHUP is POSIX's, SIGBREAK that of Windows: Ctrl-Break, and through `console_close_windows` a closed window."""
MOST = 3
"""With so many signals a person means now: the third one interrupts also what was told by the first, and what is
cleaning up. Two come by themselves where a terminal and a supervisor both end a process."""


class Stopped(KeyboardInterrupt):
    """A signal asked this process to end."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class _State:
    def __init__(self) -> None:
        self.received: list[str] = []
        self.raised = False
        self.told: Callable[[], object] | None = None


_state = _State()


@contextlib.contextmanager
def caught() -> Iterator[None]:
    """In this block a signal raises `Stopped` in the main thread, or is given to `handled`.

    A signal that our parent has us ignore (nohup, a job in the background) stays ignored. In another thread than the
    main one, where Python takes no handlers, nothing is changed.
    """
    before: dict[int, Any] = {}
    _state.received, _state.raised = [], False
    if threading.current_thread() is threading.main_thread():
        numbers = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
        before = {number: signal.getsignal(number) for number in numbers if signal.getsignal(number) != signal.SIG_IGN}
    for number in before:
        signal.signal(number, _take)
    try:
        with _closing_window():
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def handled(tell: Callable[[], object]) -> Iterator[None]:
    """In this block a signal calls `tell` instead of raising; it may be called more than once, from the main thread."""
    outer, _state.told = _state.told, tell
    try:
        yield
    finally:
        _state.told = outer


def to_the_end() -> contextlib.AbstractContextManager[None]:
    """What is done in this block is quick and is done to its end, and then the run ends anyway."""
    return handled(lambda: None)


def received() -> str | None:
    """The name of the first signal that came (`SIGTERM`), None where none did."""
    return _state.received[0] if _state.received else None


def _take(number: int, frame: FrameType | None) -> None:
    del frame
    name = signal.Signals(number).name
    _state.received.append(name)
    if _state.told is not None:
        _state.told()
    if len(_state.received) >= MOST or (_state.told is None and not _state.raised):
        _state.raised = True
        raise Stopped(name)


def _closing_window() -> contextlib.AbstractContextManager[None]:
    if side() != "windows":
        return contextlib.nullcontext()
    from wslmem.machine.system.console_close_windows import watched

    return watched()

"""A slow call in a thread of its own, so that its caller can tell how long it takes and give up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from wslmem.machine.system import clock
from wslmem.units import Seconds

T = TypeVar("T")
TICK = Seconds(0.05)
"""How often a waiting caller looks whether it was woken."""


class Background(Generic[T]):
    """One call that runs while its caller waits for it in slices."""

    def __init__(self, call: Callable[[threading.Event], T]) -> None:
        """Start `call` with an event that tells it to stop."""
        self._stop = threading.Event()
        self._done = threading.Event()
        self._value: T | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(call,), daemon=True)
        self._thread.start()

    def _run(self, call: Callable[[threading.Event], T]) -> None:
        try:
            self._value = call(self._stop)
        except BaseException as error:  # noqa: BLE001 - handed to the waiting caller, whatever it is
            self._error = error
        finally:
            self._done.set()

    @property
    def ended(self) -> bool:
        """Whether the call returned or raised."""
        return self._done.is_set()

    def wait(self, duration: Seconds, *wakers: threading.Event) -> None:
        """Wait until the call ends, a waker is set, or `duration` is over."""
        deadline = clock.monotonic() + duration
        while (left := deadline - clock.monotonic()) > 0 and not any(waker.is_set() for waker in wakers):
            if self._done.wait(min(left, TICK)):
                return

    def abandon(self) -> None:
        """Tell the call to stop, and wait a moment for it."""
        self._stop.set()
        self._done.wait(2)

    def result(self) -> T:
        """What the call returned.

        Raises:
            BaseException: whatever the call raised.
        """
        if self._error is not None:
            raise self._error
        return self._value  # type: ignore[return-value] # set before `_done`, None only where T allows it

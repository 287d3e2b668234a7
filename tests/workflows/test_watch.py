"""Readings at an interval: a person who presses Ctrl-C does not wait for the next one."""

from __future__ import annotations

import threading

from wslmem.machine.system.background import TICK
from wslmem.units import Seconds
from wslmem.workflows import watch


class Noted(threading.Event):
    """Notes how long each wait would take, and takes none."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.waits: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0)
        return len(self.waits) >= self.most


def test_a_long_interval_is_waited_for_in_slices_that_windows_can_be_interrupted_between():
    stop = Noted(most=5)
    watch._pause(stop, Seconds(3600))
    assert stop.waits == [TICK] * 5


def test_a_pause_ends_by_itself():
    stop = threading.Event()
    watch._pause(stop, Seconds(0.01))
    assert not stop.is_set()

"""Readings at an interval: a person who presses Ctrl-C does not wait for the next one."""

from __future__ import annotations

import threading

import pytest

from wslmem.machine.system.background import TICK
from wslmem.sizing.host import HostMemory
from wslmem.telling.watch import told
from wslmem.units import GIB, Bytes, Seconds
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


@pytest.mark.parametrize("held", [None, Bytes(3 * GIB)])
def test_the_vm_of_wslc_is_told_beside_the_other_one_while_it_runs(held):
    host = HostMemory(Bytes(16 * GIB), Bytes(8 * GIB), 8, "windows", wslc_working_set=held)
    facts = {str(fact.label): str(fact.text) for fact in told(watch.Reading("2026-11-29T00:00:00Z", host, None))}
    assert facts.get("wslc") == (None if held is None else "3 GiB used by its VM")

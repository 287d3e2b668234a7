"""Readings of host and VM at an interval. Never starts the VM."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from wslmem.machine.guest import guest_memory
from wslmem.machine.host import host_memory
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import clock
from wslmem.machine.system.background import TICK
from wslmem.machine.wsl.wsl import Wsl
from wslmem.records import record
from wslmem.sizing.alert import Threshold, alert
from wslmem.sizing.guest import GuestMemory
from wslmem.sizing.holders import Holders
from wslmem.sizing.host import HostMemory
from wslmem.text import Text
from wslmem.units import Seconds

GUEST_LIMIT = Seconds(10)
WHO_EVERY = Seconds(3)
"""Between two looks at who holds the memory: they take longer than the rest."""
APART = Seconds(60)
"""Between two warnings."""


@record
class Reading:
    """Host and VM at one moment."""

    at: str
    """UTC, ISO 8601."""
    host: HostMemory
    guest: GuestMemory | None
    """None where no VM runs."""
    holders: Holders | None = None
    """Who holds the memory of the VM; None where that is not known, or was not read now: it is read less often."""


def watch(
    paths: MachinePaths, interval: Seconds, *, count: int | None = None, cancel: threading.Event | None = None
) -> Iterator[Reading]:
    """Read again and again, `interval` seconds apart, `count` times or until `cancel` is set.

    Raises:
        WslmemError: host or WSL cannot be asked.
    """
    stop = cancel or threading.Event()
    done, looked_at = 0, float("-inf")
    while not stop.is_set() and (count is None or done < count):
        if done:
            _pause(stop, interval)
        who = clock.monotonic() - looked_at >= WHO_EVERY
        reading = _read(paths, stop, who=who)
        if who and reading.guest is not None:
            looked_at = clock.monotonic()
        yield reading
        done += 1


def alerts(
    readings: Iterator[Reading], threshold: Threshold, *, apart: Seconds = APART
) -> Iterator[tuple[Reading, Text | None]]:
    """Each reading, with why to warn: at most once in `apart` seconds, however long it lasts."""
    before: GuestMemory | None = None
    read_at = told_at = None
    for reading in readings:
        at = clock.monotonic()
        why = None
        if reading.guest is not None:
            elapsed = Seconds(at - read_at) if read_at is not None else Seconds(0)
            why = alert(reading.guest, before, elapsed, threshold)
        before, read_at = reading.guest, at
        if why is not None and told_at is not None and at - told_at < apart:
            why = None
        told_at = at if why is not None else told_at
        yield reading, why


def _pause(stop: threading.Event, duration: Seconds) -> None:
    """Wait in slices: on Windows nothing, Ctrl-C neither, interrupts a wait (python/cpython#80116)."""
    until = clock.monotonic() + duration
    while (left := until - clock.monotonic()) > 0 and not stop.wait(min(left, TICK)):
        continue


def _read(paths: MachinePaths, stop: threading.Event, *, who: bool) -> Reading:
    host = host_memory.read(paths)
    if paths.wsl_exe is None:
        return Reading(clock.now(), host, None)
    wsl = Wsl.at(paths, cancel=stop)
    alive = wsl.pick_running()
    if alive is None:
        return Reading(clock.now(), host, None)
    found = guest_memory.read(wsl, alive.name, timeout=GUEST_LIMIT, who=who)
    return Reading(clock.now(), host, found.memory, found.holders)

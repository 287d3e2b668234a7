"""When the VM is asked, so that an open app does not keep WSL from stopping when it is idle.

WSL ends a distribution 15 s after its last program, and the VM a minute later (WSL: WslCoreConfig.h). Each question is
such a program. So it is asked every few seconds only where its answers are drawn, or where its memory moves, which
Windows tells; else far more seldom than that, and never started.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from wslmem.machine.system import clock
from wslmem.records import record
from wslmem.units import MIB, Seconds

if TYPE_CHECKING:
    from wslmem.machine.host.paths import MachinePaths
    from wslmem.sizing.host import HostMemory

STIR = 256 * MIB
"""Growth of the VM on the host by which somebody is at work in it."""


@record
class Pace:
    """Seconds between two questions."""

    host: Seconds = Seconds(1)
    vm: Seconds = Seconds(3)
    """While the VM is drawn, or its memory moves."""
    seldom: Seconds = Seconds(30)
    """Else; at least twice the idle time of .wslconfig."""


class Sparing:
    """What is known of when to ask; told from the screen's thread, asked from another one."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.shown = threading.Event()
        """Whether a screen draws the VM."""
        self._held: int | None = None
        self._held_then: int | None = None
        self._asked_at = float("-inf")

    def saw(self, host: HostMemory) -> None:
        """Take note of what the VM holds on the host."""
        self._held = host.vm_working_set

    def asked(self) -> None:
        """The VM was asked."""
        self._asked_at, self._held_then = clock.monotonic(), self._held

    def asks(self, paths: MachinePaths) -> bool:
        """Whether to ask now. From inside WSL always: this very process keeps the VM up."""
        if self.shown.is_set() or paths.side == "wsl" or self._stirs():
            return True
        return clock.monotonic() - self._asked_at >= max(self.pace.seldom, 2 * idle_time(paths))

    def _stirs(self) -> bool:
        return self._held is not None and self._held_then is not None and self._held - self._held_then >= STIR


def idle_time(paths: MachinePaths) -> Seconds:
    """After what time without a program WSL ends a distribution, as far as .wslconfig changes it; else 0."""
    from wslmem.errors import WslmemError
    from wslmem.machine.files import files
    from wslmem.units import whole
    from wslmem.wslconfig import document

    try:
        reading = document.read(files.read_file(paths.wslconfig).data or b"").readings.get(KEY)
    except WslmemError:
        return Seconds(0)
    return Seconds((whole(reading.raw) or 0) / 1000) if reading is not None else Seconds(0)


KEY = "general.instanceIdleTimeout"
"""Milliseconds; -1 for never."""

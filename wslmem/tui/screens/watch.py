"""Watch: live memory of host and VM."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.reactive import reactive

from wslmem.telling import holders as who
from wslmem.telling import watch as telling
from wslmem.telling.fact import Tone, alone
from wslmem.text import Text
from wslmem.tui.screens.base import LAST, BaseScreen
from wslmem.tui.widgets.facts import Facts, told
from wslmem.tui.widgets.memory_chart import Curve, MemoryChart
from wslmem.tui.widgets.panel import Panel
from wslmem.words import mark, say
from wslmem.workflows.watch import Reading

SPAN = 60.0
"""Seconds that the charts show at least."""


KEEPS = Text("Watching keeps the VM running: WSL does not stop it while this screen is open.")


class WatchScreen(BaseScreen[None], inherit_bindings=False):
    """Drawn from the app's readings."""

    NAME = mark("Watch")
    TELLS = mark(
        "Top: memory used in the VM; the line is MemTotal. Bottom: memory used by Windows, VM included; the line is "
        "RAM. wslmem reads this computer every second and the VM every three; it does not start a stopped VM. While "
        "this screen is open WSL does not stop an idle VM; on the others wslmem asks the VM so seldom that WSL can."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*LAST]
    readings: reactive[tuple[Reading, ...]] = reactive(())

    def body(self) -> ComposeResult:
        """Figures and two charts."""
        with Horizontal(id="watch-columns"):
            with Vertical(id="watch"):
                with Panel(say("Now"), id="watch-now"):
                    yield Facts(id="figures")
                    yield Facts(told([alone(KEEPS, Tone.QUIET)]), id="keeps")
                yield Panel(say("VM: memory in use"), MemoryChart(id="vm-chart"))
                yield Panel(say("This computer: memory in use"), MemoryChart(id="host-chart"))
            with VerticalScroll(id="watch-who"):
                yield Panel(say("Who holds the VM's memory"), Facts(id="who"))
                yield Panel(say("Largest programs"), Facts(id="who-names"))

    def on_mount(self) -> None:
        """Follow the readings."""
        self.follow("readings", "readings")

    def on_screen_resume(self) -> None:
        """The VM is drawn: ask it often."""
        self.jobs.sparing.shown.set()

    def on_screen_suspend(self) -> None:
        """It is not: let WSL stop it when it is idle."""
        self.jobs.sparing.shown.clear()

    def on_unmount(self) -> None:
        """The same, where the screen is left."""
        self.jobs.sparing.shown.clear()

    def watch_readings(self, readings: tuple[Reading, ...]) -> None:
        """Draw them."""
        if not readings:
            return
        last = readings[-1]
        self.set_class(last.holders is None, "-nobody")
        beside = not (self.has_class("-narrow") or self.has_class("-medium"))
        self.query_one("#figures", Facts).facts = tuple(told(telling.told(last, who=not beside)))
        if last.holders is not None:
            self.query_one("#who", Facts).facts = tuple(told(who.columns(last.holders)))
            self.query_one("#who-names", Facts).facts = tuple(told(who.names(last.holders, last.host)))
        self.query_one("#host-chart", MemoryChart).curve = _host_curve(readings)
        self.query_one("#vm-chart", MemoryChart).curve = _vm_curve(readings)


def _timed(readings: tuple[Reading, ...]) -> list[tuple[float, Reading]]:
    """The readings with the seconds since the first; the wall clock may have been set back meanwhile."""
    found: list[tuple[float, Reading]] = []
    first = datetime.fromisoformat(readings[0].at)
    for one in readings:
        at = (datetime.fromisoformat(one.at) - first).total_seconds()
        found.append((max(at, found[-1][0]) if found else 0.0, one))
    return found


def _host_curve(readings: tuple[Reading, ...]) -> Curve:
    points = tuple((at, float(one.host.total - one.host.available)) for at, one in _timed(readings))
    return Curve(points, float(readings[-1].host.total), least_span=SPAN)


def _vm_curve(readings: tuple[Reading, ...]) -> Curve | None:
    points = [(at, one.guest) for at, one in _timed(readings) if one.guest is not None]
    if not points:
        return None
    drawn = tuple((at, float(guest.total - guest.available)) for at, guest in points)
    return Curve(drawn, float(points[-1][1].total), least_span=SPAN)

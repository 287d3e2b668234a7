"""An open app lets WSL stop an idle VM, except where it draws the VM; the emulator's times and the app's are scaled."""

from __future__ import annotations

import asyncio
import subprocess
from dataclasses import replace

import pytest

from wslmem.machine.system import clock
from wslmem.machine.wsl.wsl import Wsl
from wslmem.tui.app import WslmemApp
from wslmem.tui.screens.watch import KEEPS
from wslmem.tui.sparing import STIR, Pace, Sparing
from wslmem.tui.widgets.facts import Facts
from wslmem.units import Bytes, Seconds
from wslmem.words import tell

MINUTES = 3 * 60
"""For which the app is open, by its own clock."""
PATIENCE = 120
"""Seconds until a test gives up waiting for what it expects."""


def scaled(scale: float) -> Pace:
    usual = Pace()
    return Pace(Seconds(usual.host / scale), Seconds(usual.vm / scale), Seconds(usual.seldom / scale))


def boot(stand_in) -> None:
    subprocess.run([stand_in.wsl_exe, "--cd", "/", "-e", "/bin/true"], check=True, capture_output=True, input=b"")


async def until(seen, what: str) -> None:
    for _ in range(PATIENCE * 20):
        if await asyncio.to_thread(seen):
            return
        await asyncio.sleep(0.05)
    pytest.fail(f"{what} was waited for in vain")


async def test_idle_on_the_overview_the_app_lets_the_vm_go(machine, stand_in):
    scale = 40  # a distribution ends 0.4 s after its last program, the VM 1.5 s later; three minutes are 4.5 s
    stand_in.knobs(time_scale=scale)
    boot(stand_in)
    wsl = Wsl(stand_in.wsl_exe)
    app = WslmemApp(machine, None, pace=scaled(scale))
    async with app.run_test(size=(100, 30)):
        await until(lambda: app.state.survey is not None and app.state.survey.complete, "the survey")
        began = clock.monotonic()
        await until(lambda: clock.monotonic() - began >= MINUTES / scale and not wsl.running(), "the end of the VM")
        await until(lambda: app.state.readings[-1].guest is None, "an app that knows of it")
        asked = [one for one in app.state.readings if one.guest is not None]
        assert len({one.guest.boot_id for one in asked}) <= 1, "no other VM was started"


async def test_on_watch_the_vm_stays_and_the_screen_says_so(machine, stand_in):
    scale = 3  # a distribution ends 5 s after its last program
    stand_in.knobs(time_scale=scale)
    boot(stand_in)
    app = WslmemApp(machine, None, pace=replace(scaled(scale), vm=Seconds(0.1)))
    async with app.run_test(size=(100, 30)) as pilot:
        await until(lambda: app.state.survey is not None and app.state.survey.complete, "the survey")
        await app.run_action("go('watch')")
        await pilot.pause()
        assert tell(KEEPS) in [fact.text for fact in app.screen.query_one("#keeps", Facts).facts]
        began = clock.monotonic()
        await until(lambda: clock.monotonic() - began > 2 * 15 / scale, "twice the idle time")
        seen = [one.guest for one in app.state.readings if one.guest is not None]
        assert app.state.readings[-1].guest is not None
        assert len({one.boot_id for one in seen}) == 1
        assert app.jobs.sparing.shown.is_set()
        await pilot.press("escape")
        await pilot.pause()
        assert not app.jobs.sparing.shown.is_set()


class Clocked:
    def __init__(self, monkeypatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(clock, "monotonic", lambda: Seconds(self.now))


@pytest.mark.parametrize(
    ("config", "seldom"),
    [(b"", 30), (b"[general]\ninstanceIdleTimeout=60000\n", 120), (b"[general]\ninstanceIdleTimeout=-1\n", 30)],
)
def test_a_vm_that_nobody_looks_at_is_asked_less_often_than_it_takes_to_end(known, monkeypatch, config, seldom):
    time = Clocked(monkeypatch)
    known.paths.wslconfig.write_bytes(config)
    sparing = Sparing(Pace())
    assert sparing.asks(known.paths), "the first look"
    sparing.asked()
    time.now += seldom - 1
    assert not sparing.asks(known.paths)
    time.now += 1
    assert sparing.asks(known.paths)


def test_a_vm_whose_memory_grows_is_asked_at_once(known, monkeypatch):
    Clocked(monkeypatch)
    sparing = Sparing(Pace())
    sparing.saw(known.host)
    sparing.asked()
    sparing.saw(replace(known.host, vm_working_set=Bytes(known.host.vm_working_set + STIR - 1)))
    assert not sparing.asks(known.paths)
    sparing.saw(replace(known.host, vm_working_set=Bytes(known.host.vm_working_set + STIR)))
    assert sparing.asks(known.paths)


def test_from_inside_wsl_there_is_nothing_to_spare(known):
    sparing = Sparing(Pace())
    sparing.asked()
    assert sparing.asks(replace(known.paths, side="wsl"))

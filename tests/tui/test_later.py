"""What the app means to do a little later it does, however busy the machine is."""

from __future__ import annotations

import sys
import time
import types
from collections import Counter

import pytest
from textual import timer
from textual.app import App

from wslmem.tui.later import later

DELAY = 0.02


@pytest.fixture
def not_run_as_a_timer_begins(monkeypatch):
    """For each timer of ours the clock goes on by a second between its first two looks at it."""
    looks = Counter()

    def get_time() -> float:
        asking = sys._getframe(1).f_locals["self"]
        looks[asking] += asking._interval == DELAY
        return time.monotonic() + (looks[asking] > 1)

    monkeypatch.setattr(timer, "_time", types.SimpleNamespace(get_time=get_time, sleep=timer._time.sleep))


async def test_it_is_done_once_although_the_process_was_not_run_meanwhile(not_run_as_a_timer_begins, until):
    done = []
    async with App().run_test() as pilot:
        later(pilot.app, DELAY, lambda: done.append(1))
        await until(pilot, lambda: done)
        await pilot.pause(5 * DELAY)
    assert done == [1]


def test_no_timer_of_the_app_is_one_that_may_be_lost(request):
    """`App.set_timer` may do nothing; `later` is what replaces it."""
    package = request.config.rootpath / "wslmem" / "tui"
    assert [path.name for path in package.rglob("*.py") if ".set_timer(" in path.read_text(encoding="utf-8")] == []

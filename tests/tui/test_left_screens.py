"""A screen that was left is gone: nothing keeps it, its widgets, or the lines that they drew."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextvars import ContextVar
from weakref import ref

from textual.containers import VerticalScroll
from textual.events import Show
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from tests.tui.conftest import until
from wslmem.tui.app import WslmemApp
from wslmem.tui.forgetful import ForgetfulPool

GOES = ("b", "c", "e", "f", "h", "w", "i", "o", "p", "question_mark")
"""Keys of the overview that open a screen or a dialog."""


async def test_each_screen_that_was_left_is_gone_with_all_that_was_drawn_on_it(drawn) -> None:
    app = drawn()
    async with app.run_test(size=(100, 30)) as pilot:
        kept = {key: await opened_and_left(app, pilot, key) for key in GOES}
        # What a screen draws while it is being left goes with the next one.
        await opened_and_left(app, pilot, "question_mark")
        await until(pilot, lambda: not alive(kept))


async def test_what_waits_for_messages_does_not_keep_the_screen_that_sent_the_last_one(drawn) -> None:
    app = drawn()
    async with app.run_test(size=(100, 30)) as pilot:
        waits = app.screen.query_one("#overview", VerticalScroll).vertical_scrollbar
        kept = {"w": await opened_and_left(app, pilot, "w", lambda screen: sent(screen, waits))}
        await opened_and_left(app, pilot, "question_mark")
        await until(pilot, lambda: not alive(kept))


def sent(sender: Screen[object], to: Widget) -> None:
    """Have the screen send a message."""
    with sender._context():
        to.post_message(Show())


async def opened_and_left(
    app: WslmemApp, pilot: Pilot[int], key: str, then: Callable[[Screen[object]], None] = lambda _: None
) -> list[ref[object]]:
    """Open a screen, do what is done then, and leave it when its work is done; what must not outlive it."""
    await pilot.press(key)
    await until(pilot, lambda: len(app.screen_stack) > 1)
    await until(pilot, lambda: not any(one.is_running for one in app.workers if one.node is app.screen))
    parts = [app.screen, *app.screen.query("*")]
    found: list[ref[object]] = [*map(ref, parts), *(ref(one._styles_cache) for one in parts)]
    del parts
    then(app.screen)
    await pilot.press("escape")
    await until(pilot, lambda: len(app.screen_stack) == 1)
    return found


def alive(kept: dict[str, list[ref[object]]]) -> list[str]:
    """The keys of which something is left."""
    gc.collect()
    return [key for key, all_of_it in kept.items() if any(one() is not None for one in all_of_it)]


def test_a_thread_keeps_nothing_of_the_work_that_it_did() -> None:
    told: ContextVar[str] = ContextVar("told", default="nothing")
    with ForgetfulPool(max_workers=1) as pool:
        assert pool.submit(told.set, "a worker").result() is not None
        assert pool.submit(told.get).result() == "nothing"


def test_what_fails_in_a_thread_is_told_to_whoever_waits_for_it() -> None:
    with ForgetfulPool(max_workers=1) as pool:
        assert isinstance(pool.submit(int, "no number").exception(), ValueError)

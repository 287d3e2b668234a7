"""A monkey at the app: keys, clicks, pastes and new sizes by chance, on every screen, and nothing breaks.

A sample by default; WSLMEM_THOROUGH=1 takes 5,000 events for each of three seeds, and looks at the memory.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import pkgutil
import random
import sys
import threading
from functools import _lru_cache_wrapper, partial

import psutil
import pytest
from textual import events
from textual.cache import FIFOCache, LRUCache
from textual.pilot import Pilot
from textual.screen import Screen

from wslmem import diagnosis, report, telling, tui, workflows
from wslmem.machine.host.paths import MachinePaths
from wslmem.tui.app import WslmemApp

THOROUGH = bool(os.environ.get("WSLMEM_THOROUGH"))
SEEDS = (1, 2, 3) if THOROUGH else (1,)
COUNT = 5_000 if THOROUGH else 250
PATIENCE = 900.0
"""Seconds that a screen may take to answer: on a busy machine Textual's own half a minute is over too soon, and what is
told then is what the app says while it is being ended.
"""
SETTLED = 1_000
"""Events after which what is kept for ever (screens, styles, sentences) is there."""
LEVEL = 1.15
"""What the memory may be at the end, of what it was when settled."""
WORKERS = min(32, (os.cpu_count() or 1) + 4)
"""Threads that asyncio keeps for the next piece of work: those of Python's own pool; one that is stuck comes on top."""
LEAVES = frozenset({"q", "ctrl+q", "ctrl+c", "ctrl+z"})
"""Keys that leave the app or send it to the background."""
MOVES = (
    "tab",
    "shift+tab",
    "up",
    "down",
    "left",
    "right",
    "pageup",
    "pagedown",
    "home",
    "end",
    "enter",
    "space",
    "escape",
)
LETTERS = tuple("abcdefghijklmnoprstuvwxyz0123456789?/=.-")
FUNCTIONS = tuple(f"f{number}" for number in range(1, 11))
PASTES = (
    "",
    "go: link: signal: killed\n" * 40,
    "~/nowhere/build.log",
    "\x1b]52;c;aGVsbG8=\x07\u202e\u200b\x9b2J\ud800",
    "[" * 5_000,
    "8GB",
    "九GB\r\n",
)
SIZES = ((100, 30), (80, 24), (60, 20), (160, 50), (20, 5), (59, 19))


class Staying(WslmemApp):
    """The app without a way out: `Quit` in a footer, the palette or a help lies under every mouse sooner or later."""

    CSS_PATH = WslmemApp.CSS_PATH

    def exit(self, *_: object, **__: object) -> None:
        """Stay."""


class Monkey:
    """Does one thing after the other, each by chance, and remembers which screens it saw."""

    def __init__(self, pilot: Pilot[int], seed: int) -> None:
        self.pilot = pilot
        pilot._wait_for_screen = partial(pilot._wait_for_screen, PATIENCE)  # type: ignore[method-assign]
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.seen: set[type[Screen]] = set()
        self.done: list[str] = []

    async def act(self) -> None:
        what = self.chance.choices((self.key, self.click, self.paste, self.resize), (80, 14, 3, 3))[0]
        await what()
        self.seen.add(type(self.pilot.app.screen))

    async def key(self) -> None:
        keys = self.chance.choices((MOVES, LETTERS, FUNCTIONS, self._bound()), (40, 15, 5, 40))[0]
        name = self.chance.choice(keys)
        self.done.append(name)
        await self.pilot.press(name)

    def _bound(self) -> tuple[str, ...]:
        """The keys that do something here."""
        bound = {key for key in self.pilot.app.screen.active_bindings if key not in LEAVES}
        return tuple(sorted(bound)) or MOVES

    async def click(self) -> None:
        width, height = self.pilot.app.size
        offset = (self.chance.randrange(max(width, 1)), self.chance.randrange(max(height, 1)))
        self.done.append(f"click {offset}")
        await self.pilot.click(offset=offset)

    async def paste(self) -> None:
        text = self.chance.choice(PASTES)
        self.done.append(f"paste {text[:20]!r}")
        self.pilot.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def resize(self) -> None:
        size = self.chance.choice(SIZES)
        self.done.append(f"resize {size}")
        await self.pilot.resize_terminal(*size)


def held() -> int:
    """The memory of this process that may grow without bound.

    Caches with a bound (Textual's have up to 4,096 entries, filled by some four thousand events) are emptied, what
    nobody can reach any more is collected, and what is free goes back to the system.
    """
    for one in gc.get_objects():
        if isinstance(one, (LRUCache, FIFOCache)):
            one.clear()
        elif isinstance(one, _lru_cache_wrapper) and one.cache_parameters()["maxsize"] is not None:
            one.cache_clear()
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return psutil.Process().memory_info().rss


def load_all() -> None:
    """Import what screens import when they are first opened: with some seeds that happens after thousands of events."""
    for room in (tui, telling, workflows, diagnosis, report):
        for one in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            importlib.import_module(one.name)


async def at_the_app(app: WslmemApp, seed: int) -> tuple[Monkey, list[int]]:
    """Let a monkey at it; the memory of this process at each thousand events."""
    levels = []
    async with app.run_test(size=(100, 30)) as pilot:
        monkey = Monkey(pilot, seed)
        for number in range(COUNT):
            await monkey.act()
            assert app.is_running, f"the app ended after {monkey.done[-20:]}"
            if number % SETTLED == 0:
                levels.append(held())
        levels.append(held())
    return monkey, levels


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.timeout(3600 if THOROUGH else 600)
async def test_whatever_is_pressed_pasted_or_resized_the_app_stays(machine: MachinePaths, seed: int) -> None:
    if THOROUGH:
        load_all()
    before = threading.active_count()
    monkey, levels = await at_the_app(Staying(machine, None), seed)
    assert len(monkey.seen) > 4
    assert threading.active_count() <= before + WORKERS
    if THOROUGH:
        told = ", ".join(f"{level / 2**20:.0f}" for level in levels)
        sys.stdout.write(f"seed {seed}: MiB at each {SETTLED} events: {told}\n")  # for docs/app.md, with `pytest -s`
        assert levels[-1] < levels[1] * LEVEL, told

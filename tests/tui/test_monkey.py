"""A monkey at the app: keys, clicks, pastes and new sizes by chance, on every screen, and nothing breaks.

A sample by default; WSLMEM_THOROUGH=1 takes 5,000 events for each of three seeds, and looks at the memory.
"""

from __future__ import annotations

import os
import random
import threading

import psutil
import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from wslmem.machine.host.paths import MachinePaths
from wslmem.tui.app import WslmemApp

THOROUGH = bool(os.environ.get("WSLMEM_THOROUGH"))
SEEDS = (1, 2, 3) if THOROUGH else (1,)
COUNT = 5_000 if THOROUGH else 250
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


class Monkey:
    """Does one thing after the other, each by chance, and remembers which screens it saw."""

    def __init__(self, pilot: Pilot[int], seed: int) -> None:
        self.pilot = pilot
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


async def at_the_app(app: WslmemApp, seed: int) -> tuple[Monkey, list[int]]:
    """Let a monkey at it; the memory of this process at each thousand events."""
    process, levels = psutil.Process(), []
    async with app.run_test(size=(100, 30)) as pilot:
        monkey = Monkey(pilot, seed)
        for number in range(COUNT):
            await monkey.act()
            assert app.is_running, f"the app ended after {monkey.done[-20:]}"
            if number % SETTLED == 0:
                levels.append(process.memory_info().rss)
        levels.append(process.memory_info().rss)
    return monkey, levels


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.timeout(3600 if THOROUGH else 600)
async def test_whatever_is_pressed_pasted_or_resized_the_app_stays(machine: MachinePaths, seed: int) -> None:
    before = threading.active_count()
    monkey, levels = await at_the_app(WslmemApp(machine, None), seed)
    assert len(monkey.seen) > 4
    assert threading.active_count() <= before + WORKERS
    if THOROUGH:
        assert levels[-1] < levels[1] * LEVEL, [f"{level / 2**20:.0f} MiB" for level in levels]

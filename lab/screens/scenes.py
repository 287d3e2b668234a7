"""The pictures of the app: what each shows, and the keys that lead there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual.pilot import Pilot

from lab.screens.machine import EAT, Machine, lived_in
from wslmem.errors import Exit
from wslmem.tui.app import WslmemApp
from wslmem.words import speak

WIDE, NARROW = (100, 30), (60, 20)
QUIET = 2.5
"""Seconds without a change after which a screen has told all that it has to tell."""
LIVE = 15.0
"""Seconds after which a screen that never comes to rest, as that of a running build, is taken as it is."""
PATIENCE = 300.0
"""Seconds until a word that never comes, or a machine that cannot be read, is given up."""
LOG = """# example.com/shop/catalog
example.com/shop/catalog: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed
[ 7632.195149] Out of memory: Killed process 30649 (compile) total-vm:4619708kB, anon-rss:3012516kB
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture."""

    name: str
    keys: str = ""
    """Keys in their order, after each of which the screen comes to rest; `~N` waits N seconds, `=WORD` until the screen
    says the word, `text:LOG` types the path of a build's log."""
    size: tuple[int, int] = WIDE
    language: str = "en"
    theme: str = "textual-dark"
    machine: Callable[[], AbstractContextManager[Machine]] = lived_in
    project: str = "shop"
    prepare: Callable[[Machine, Path], None] | None = None
    """What happens on the machine before the app opens; also told the folder of the projects."""


def _eaten(machine: Machine, _: Path) -> None:
    machine.python(EAT)


def _without_room(machine: Machine, _: Path) -> None:
    machine.break_by(f"vm-no-resources:{9 << 29}")


def _benchmarked(machine: Machine, projects: Path) -> None:
    """A benchmark whose builds are killed before and complete after."""
    command = [
        sys.executable, "-m", "wslmem", "bench", str(projects / "sample"), "--runs", "3", "--yes",
        "--before", "memory=512MB,swap=0", "--after", "memory=2GB,swap=0",
        "--config", str(machine.paths.wslconfig), "--wsl", str(machine.paths.wsl_exe),
    ]  # fmt: skip
    state = os.environ | {"WSLMEM_STATE": str(machine.paths.state_dir)}
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=state, text=True)
    if ended.returncode != Exit.BUILD_FAILED:
        raise SystemExit(f"the benchmark of the picture ended with {ended.returncode}: {ended.stderr}")


EMPTY = partial(lived_in, held=1)
SCENES = (
    Scene("overview"),
    Scene("overview-zh", language="zh_CN", theme="textual-light"),
    Scene("change", "c a"),
    Scene("review", "a 1 2"),
    Scene("apply", "a 1 2 ctrl+s =Undo"),
    Scene("rolled-back", "a 1 2 ctrl+s =rolled", prepare=_without_room),
    Scene("explain", "e shift+tab shift+tab text:LOG enter"),
    Scene("watch", "w ~45", prepare=_eaten),
    Scene("bench", "b n up space s ~40", machine=partial(lived_in, "1GB", 1), project="sample"),
    Scene("result", "b o", machine=EMPTY, project="sample", prepare=_benchmarked),
    Scene("narrow", size=NARROW),
)


async def drawn(scene: Scene, projects: Path) -> str:
    """The SVG of what the app shows after the keys of a scene."""
    speak(scene.language)
    with scene.machine() as machine:
        if scene.prepare is not None:
            scene.prepare(machine, projects)
        app = WslmemApp(machine.paths, projects / scene.project)
        async with app.run_test(size=scene.size) as pilot:
            app.theme = scene.theme
            await read(pilot, app)
            await at_rest(pilot)
            for key in scene.keys.split():
                await press(pilot, key, projects)
            return app.export_screenshot()


async def press(pilot: Pilot[int], key: str, projects: Path) -> None:
    """Do what one word of the keys says."""
    if key.startswith("~"):
        await pilot.pause(float(key[1:]))
    elif key.startswith("="):
        await shown(pilot, key[1:])
    else:
        for one in str(projects / "build.log") if key == "text:LOG" else (key,):
            await pilot.press(one)
        await at_rest(pilot)


async def read(pilot: Pilot[int], app: WslmemApp) -> None:
    """Wait until the app knows all of its machine; until then a screen may rest and yet have nothing to show.

    Raises:
        SystemExit: it never does.
    """
    began = time.monotonic()
    while app.state.survey is None or not app.state.survey.complete:
        if time.monotonic() - began > PATIENCE:
            raise SystemExit(f"the machine of the picture could not be read in {PATIENCE:.0f} s")
        await pilot.pause(0.1)


async def shown(pilot: Pilot[int], word: str) -> None:
    """Wait until the screen says `word`.

    Raises:
        SystemExit: it never does.
    """
    began = time.monotonic()
    while word not in words(pilot):
        if time.monotonic() - began > PATIENCE:
            raise SystemExit(f"the screen never said {word!r}: {words(pilot)}")
        await pilot.pause(0.2)
    await at_rest(pilot)


async def at_rest(pilot: Pilot[int]) -> None:
    """Wait until the screen says the same for a while; figures may go on changing, as those of a live machine do."""
    began = since = time.monotonic()
    said: list[str] = []
    while time.monotonic() - since < QUIET and time.monotonic() - began < LIVE:
        await pilot.pause(0.2)
        if (now := re.findall(r"[^\W\d]{2,}", words(pilot))) != said:
            said, since = now, time.monotonic()


def words(pilot: Pilot[int]) -> str:
    """The text on the screen. From its strips: a picture for each look would take longer than what is looked at."""
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())  # noqa: SLF001 - what is drawn

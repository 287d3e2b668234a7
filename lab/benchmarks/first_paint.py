"""Start to first paint, against an empty Textual app with as many widgets; and a key press under a running benchmark.

    python -m lab.benchmarks.first_paint [ROUNDS [OTHER_PYTHON OTHER_SCRIPT]]

Each round starts both apps as fresh processes, in turn, and takes the time from the start of the process to the first
frame that holds widgets. OTHER_PYTHON is the interpreter of an environment that has another build of wslmem,
OTHER_SCRIPT that build's copy of this file: its app is started in the same rounds. The machine of the app answers
slowly (wsl.exe sleeps): first paint must not wait for it. The second table feeds the app as a benchmark does, ten
readings a second, after an hour of them, and measures from a key until what it asks for has its place on the screen.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

ROOT = Path(__file__).parents[2]
KEYS = 60
HOUR = 36_000
"""Readings."""
CONTAINERS = 8
"""So many of the overview's widgets are boxes around others; its buttons come when there is something to do."""


def machine(folder: Path) -> tuple[Path, Path]:
    """A machine whose wsl.exe never answers."""
    config, wsl = folder / ".wslconfig", folder / "wsl.exe"
    config.write_bytes(b"[wsl2]\r\nmemory=4GB\r\n")
    wsl.write_text("#!/bin/sh\nexec sleep 60\n")
    wsl.chmod(0o755)
    return config, wsl


def painted() -> None:
    """Say how long this process has lived and worked, and end."""
    ticks = int(Path("/proc/self/stat").read_text().rsplit(") ", 1)[1].split()[19])
    born = ticks / os.sysconf("SC_CLK_TCK")
    lived = time.clock_gettime(time.CLOCK_BOOTTIME) - born
    print(f"painted {lived:.4f} {time.process_time():.4f}", file=sys.stderr, flush=True)
    os._exit(0)


def child_wslmem(folder: Path) -> None:
    """The app itself."""
    from wslmem.machine.host.paths import MachinePaths
    from wslmem.tui.app import WslmemApp

    config, wsl = machine(folder)
    app = WslmemApp(MachinePaths("linux", config, wsl, None, folder / "state", folder / "config.toml"), None)
    _measure(app)


def child_empty(widgets: int) -> None:
    """An app that shows as many widgets as ours, and does nothing else."""
    from textual.app import App, ComposeResult
    from textual.binding import BindingType
    from textual.containers import Vertical, VerticalScroll
    from textual.widgets import Footer, Static

    class Empty(App[None]):
        BINDINGS: ClassVar[list[BindingType]] = [(key, f"press('{key}')", "Key") for key in "cabehwx"]

        def compose(self) -> ComposeResult:
            with VerticalScroll():
                for _ in range(CONTAINERS):
                    with Vertical():
                        yield Static("text")
                for _ in range(widgets - 1 - 2 * CONTAINERS):
                    yield Static("text")
            yield Footer(show_command_palette=False)

    _measure(Empty())


def _measure(app: object) -> None:
    from textual.screen import Screen

    original = Screen._on_timer_update  # noqa: SLF001 - where Textual paints

    def watched(screen: Screen[object]) -> None:
        original(screen)
        if screen.query("FooterKey"):
            painted()

    Screen._on_timer_update = watched  # type: ignore[method-assign, assignment]  # noqa: SLF001 - the same
    app.run(headless=True, size=(100, 30))  # type: ignore[attr-defined]


def count_widgets(folder: Path) -> int:
    """How many widgets the overview has, without the footer's."""
    from wslmem.machine.host.paths import MachinePaths
    from wslmem.tui.app import WslmemApp

    async def count() -> int:
        config, wsl = machine(folder)
        app = WslmemApp(MachinePaths("linux", config, wsl, None, folder / "state", folder / "config.toml"), None)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            return len(app.screen.query("*")) - len(app.screen.query("Footer, FooterKey, Button"))

    return asyncio.run(count())


def once(*words: str, other: Sequence[str] = ()) -> tuple[float, float]:
    """One fresh process; seconds from its birth to its first paint, and of processor time until then."""
    with tempfile.TemporaryDirectory() as folder:
        program = other or [sys.executable, "-m", "lab.benchmarks.first_paint"]
        path = {} if other else {"PYTHONPATH": str(ROOT)}
        # Compiled files beside the source, as an installer makes them; the first round, which makes them, is left out.
        given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | path
        ended = subprocess.run([*program, *words, folder], capture_output=True, text=True, env=given, check=True)
        wall, processor = ended.stderr.rsplit("painted ", 1)[1].split()
        return float(wall), float(processor)


async def answer_times() -> list[float]:
    """Seconds from a key until the help is laid out, or gone, while readings come in."""
    sys.path.insert(0, str(ROOT))
    from wslmem.bench.run import Cache, Sample
    from wslmem.machine.host.paths import MachinePaths
    from wslmem.tui.app import WslmemApp
    from wslmem.tui.messages import BenchTold
    from wslmem.tui.screens.help import HelpScreen
    from wslmem.tui.stories.bench import BenchStory
    from wslmem.units import Bytes, Seconds
    from wslmem.workflows.bench.events import RunStarted, Sampled

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config, wsl = machine(folder)
        app = WslmemApp(MachinePaths("linux", config, wsl, None, folder / "state", folder / "config.toml"), None)
        async with app.run_test(size=(100, 30)) as pilot:
            app.advance(lambda state: replace(state, bench_story=BenchStory(None, Seconds(0))))
            app.action_show_bench()
            await pilot.pause()
            total = Bytes(8 << 30)
            started = RunStarted(leg=0, side="before", index=0, discarded=False, cache=Cache.COLD, mem_total=total)
            app.post_message(BenchTold(started, Seconds(0)))

            def reading(tick: int) -> Sampled:
                size = Bytes((tick % 80) << 26)
                sample = Sample(
                    at=Seconds(tick / 10),
                    available=Bytes(total - size),
                    anonymous=size,
                    shared=Bytes(0),
                    swap_free=Bytes(0),
                    tree_anonymous=size,
                )
                return Sampled(sample)

            async def feed() -> None:
                for tick in range(HOUR, 2 * HOUR):
                    app.post_message(BenchTold(reading(tick), Seconds(tick / 10)))
                    await asyncio.sleep(0.1)

            def answered(number: int) -> bool:
                if number % 2:
                    return not isinstance(app.screen, HelpScreen)
                return isinstance(app.screen, HelpScreen) and any(facts.region for facts in app.screen.query("Facts"))

            await pilot.pause()
            story = BenchStory(None, Seconds(0)).told(started, Seconds(0))
            for tick in range(HOUR):
                story = story.told(reading(tick), Seconds(tick / 10))
            app.advance(lambda state: replace(state, bench_story=story))
            feeding = asyncio.create_task(feed())
            times = []
            for number in range(KEYS):
                await asyncio.sleep(0.07)
                began = time.perf_counter()
                app.simulate_key("escape" if number % 2 else "question_mark")
                while not answered(number):  # noqa: ASYNC110 - nothing to await
                    await asyncio.sleep(0)
                times.append(time.perf_counter() - began)
            feeding.cancel()
        return times


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory() as folder:
        widgets = count_widgets(Path(folder))
    other = sys.argv[2:4]
    empty, ours, before = list[tuple[float, float]](), list[tuple[float, float]](), list[tuple[float, float]]()
    for _ in range(rounds + 1):
        empty.append(once("empty", str(widgets)))
        ours.append(once("wslmem"))
        if other:
            before.append(once("wslmem", other=other))
    for times in (empty, ours, before):
        del times[:1]
    print(f"first paint, {rounds} rounds in turn, fresh processes, {widgets} widgets")
    for name, times in (("empty Textual app", empty), ("wslmem", ours), ("the other build", before)):
        if not times:
            continue
        wall, processor = (sorted(column) for column in zip(*times, strict=True))
        print(f"  {name:<18} min {wall[0] * 1000:5.0f} ms   median {wall[len(wall) // 2] * 1000:5.0f} ms   "
              f"processor, min {processor[0] * 1000:5.0f} ms")  # fmt: skip
    wall, processor = (min(a) / min(b) for a, b in zip(zip(*ours, strict=True), zip(*empty, strict=True), strict=True))
    print(f"  ratio of minima    {wall:.2f}, of processor time {processor:.2f}   (at most 1.15)")
    answers = sorted(asyncio.run(answer_times()))
    print(f"a key under ten readings a second, the build an hour old, {KEYS} keys")
    marks = {"median": answers[KEYS // 2], "95 %": answers[KEYS * 19 // 20], "most": answers[-1]}
    print("  " + "   ".join(f"{name} {answer * 1000:.1f} ms" for name, answer in marks.items()))
    print("  (at most 50 ms)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["wslmem"]:
        child_wslmem(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["empty"]:
        child_empty(int(sys.argv[2]))
    else:
        main()

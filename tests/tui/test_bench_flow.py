"""A benchmark from its plan to its saved report, on the emulated machine; and cancelling one."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList, RadioButton, RadioSet

from wslmem.report.saved import to_json
from wslmem.tui.screens.bench import BenchScreen
from wslmem.tui.screens.bench_plan import BenchPlanScreen
from wslmem.tui.screens.bench_result import BenchResultScreen
from wslmem.tui.screens.benchmarks import BenchmarksScreen
from wslmem.tui.screens.text import TextDialog
from wslmem.workflows.bench.events import BenchStopped

SIZES = [(100, 30), (80, 24), (60, 20)]


@pytest.fixture
def folder(tmp_path):
    """A project that builds at once."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "go.mod").write_text("module example.com/app\n\ngo 1.21\n")
    (tmp_path / "app" / "main.go").write_text("package main\n\nfunc main() {}\n")
    return tmp_path / "app"


@pytest.fixture
def saved_twice(known, benchmark_result) -> tuple[str, ...]:
    """Two saved benchmarks, by the names of their folders."""
    names = ("20261122T101500Z", "20261123T101500Z")
    for name in names:
        place = known.paths.state_dir / "bench" / name
        place.mkdir(parents=True)
        (place / "bench.json").write_text(to_json(benchmark_result))
    return names


async def planned(by, app, until, command: str) -> None:
    """Plan the quick look at things as they are, from the overview, by one hand."""
    await by.go("b")
    await by.on(BenchmarksScreen)
    await by.go("n", "#new")
    await by.on(BenchPlanScreen)
    what, runs = (app.screen.query_one(name, RadioSet) for name in ("#what", "#runs"))
    if by.mouse:
        await by.click(list(what.query(RadioButton))[-1])
        await by.click(next(iter(runs.query(RadioButton))))
        app.screen.query_one("#command", Input).value = command  # as pasted
        app.screen.query_one("#prepare", Input).value = "true"
    else:
        await by.pilot.press("up", "space", "tab", "space", "tab", *command, "tab", *"true")
    await by.pilot.pause()
    assert runs.pressed_index == 0
    assert what.pressed_index == len(what.query(RadioButton)) - 1


@pytest.mark.parametrize("size", SIZES)
async def test_a_benchmark_is_planned_run_saved_opened_and_reported(opened, hand, until, folder, size):
    async with opened(size, project=folder) as (app, pilot):
        by = hand(pilot)
        await planned(by, app, until, "true")
        await by.go("ctrl+s", "#start")
        await by.on(BenchScreen)
        await until(pilot, lambda: app.state.bench_story.ended)
        assert app.state.bench_story.error is None
        assert [run.exit_code for run in app.state.bench_story.runs] == [0, 0, 0, 0]
        await by.go("o", "#open")
        await by.on(BenchResultScreen)
        await by.go("s", "#save")
        report = app.state.bench_story.folder / "report"
        await until(pilot, lambda: (report / "report.html").exists() and (report / "report.md").exists())
        await by.go("r", "#replay")
        await by.go("v", "#evidence")
        await by.on(TextDialog)
        await by.go("escape", "Button")
        await by.on(BenchResultScreen)
        await by.go("escape")
        await by.on(BenchScreen)
        await by.go("escape", "#back")
        await by.on(BenchmarksScreen)
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count == 1)
        await by.go("o", "#open")
        await by.on(BenchResultScreen)


def alive(word: str) -> bool:
    """Whether a process of this machine, which the emulated VM shares, has `word` in its command line."""
    lines = (one.read_bytes() for one in Path("/proc").glob("[0-9]*/cmdline") if one.exists())
    return any(word.encode() in line.split(b"\0") for line in lines)


async def test_cancel_stops_the_build_and_keeps_what_ran(opened, hand, until, folder):
    duration = f"{300 + secrets.randbelow(10**6) / 10**6}"
    async with opened(project=folder) as (app, pilot):
        by = hand(pilot)
        await planned(by, app, until, f"sleep {duration}")
        await by.go("ctrl+s", "#start")
        await until(pilot, lambda: app.state.bench_story is not None and len(app.state.bench_story.samples) > 2)
        assert alive(duration)
        await by.go("s", "#stop")
        await until(pilot, lambda: app.state.bench_story.ended)
        assert isinstance(app.state.bench_story.end, BenchStopped)
        assert app.state.bench_story.end.cancelled
        assert not alive(duration)


async def test_a_benchmark_with_restarts_does_not_start_before_they_are_agreed_to(drawn, until):
    app = drawn()
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.state.survey is not None)
        await app.run_action("plan_bench")
        await until(pilot, lambda: isinstance(app.screen, BenchPlanScreen))
        await pilot.press("s")
        await pilot.pause()
        assert app.state.bench_story is None
        assert app.screen.query_one("#start").disabled
        app.screen.query_one("#restart").value = True
        await pilot.pause()
        assert not app.screen.query_one("#start").disabled


async def test_a_result_shows_the_verdict_first_and_marks_the_kill(drawn, until, benchmark_result, tmp_path):
    app = drawn()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        app.push_screen(BenchResultScreen(app.jobs, app.state, benchmark_result, tmp_path))
        await until(pilot, lambda: isinstance(app.screen, BenchResultScreen))
        await until(pilot, lambda: any(chart.curve for chart in app.screen.query("#chart")))
        assert "killed for lack of memory in 6 of 6" in app.screen.query_one("Facts").facts[0].text
        assert app.screen.query_one("#chart").curve.killed_at is not None
        await pilot.press("r")
        await pilot.pause()
        assert len(app.screen.query_one("#chart").curve.readings) < 61


@pytest.mark.parametrize("size", SIZES)
async def test_two_saved_benchmarks_are_marked_and_compared(drawn, hand, until, saved_twice, size):
    app = drawn()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        by = hand(pilot)
        await by.go("b")
        await by.on(BenchmarksScreen)
        rows = app.screen.query_one(OptionList)
        await until(pilot, lambda: rows.option_count == len(saved_twice))
        await by.go("space", "#mark")
        if by.mouse:
            below = next(y for y in range(9) if rows.get_style_at(2, y).meta.get("option") == 1)
            await pilot.click(rows, offset=(2, below))
            await by.on(BenchResultScreen)
            await by.go("escape")
            await by.on(BenchmarksScreen)
        else:
            await pilot.press("down")
        await until(pilot, lambda: rows.highlighted == 1)
        await by.go("space", "#mark")
        await by.go("m", "#compare")
        await by.on(TextDialog)
        assert "Verdict" in app.screen.query_one("Facts").facts[0].text

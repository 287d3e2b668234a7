"""The ten first tasks of docs/first-tasks.md, each done with the mouse alone, as somebody new would.

A sample by default; WSLMEM_THOROUGH=1 takes each task at each width in each language, by keyboard too.
"""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input, OptionList, TextArea

from wslmem.machine.own import recent_projects
from wslmem.machine.own.backups import Backups
from wslmem.tui.screens.apply import ApplyScreen
from wslmem.tui.screens.bench_plan import BenchPlanScreen
from wslmem.tui.screens.benchmarks import BenchmarksScreen
from wslmem.tui.screens.change import ChangeScreen
from wslmem.tui.screens.explain import ExplainScreen
from wslmem.tui.screens.findings import FindingsScreen
from wslmem.tui.screens.history import HistoryScreen
from wslmem.tui.screens.overview import OverviewScreen
from wslmem.tui.screens.projects import ProjectsDialog
from wslmem.tui.screens.review import ReviewScreen
from wslmem.tui.screens.text import TextDialog
from wslmem.tui.widgets.facts import Facts
from wslmem.words import LANGUAGES, speak

THOROUGH = bool(os.environ.get("WSLMEM_THOROUGH"))
SIZES = [(60, 20), (80, 24), (100, 30), (160, 45)]
WAYS = list(product(SIZES, LANGUAGES, [True, False] if THOROUGH else [True]))
"""Size, language, whether by mouse."""
MESSY = b"[wsl2]\r\nmemory=512MB\r\nswap=0\r\nlocalhostforwarding=yes\r\npageReporting=True\r\n"
OLD = b"[wsl2]\r\nmemory=6GB\r\n"
LOG = "Out of memory: Killed process 7 (compile) total-vm:1kB, anon-rss:1kB\ncompile: signal: killed\n"


def said(app, where: str) -> str:
    return " ".join(fact.text for fact in app.screen.query_one(where, Facts).facts)


async def see_why_builds_die(app, by, until) -> None:
    headline = app.screen.query_one("#headline")
    await until(lambda: said(app, "#headline") and headline.region in app.screen.region)


async def choose_another_project(app, by, until) -> None:
    await by.go("p", "#project-choice")
    await by.on(ProjectsDialog)
    await until(lambda: app.screen.query_one(OptionList).option_count > 1)
    shown = [one.prompt for one in app.screen.query_one(OptionList).options]
    other = next(at for at, path in enumerate(shown) if str(path).endswith("other"))
    await by.row(other)
    if not by.mouse:
        await by.pilot.press("enter")
    await by.on(OverviewScreen)
    await until(lambda: "other" in said(app, "#project"))


async def understand_what_wsl_ignores(app, by, until) -> None:
    await by.go("f", "#findings")
    await by.on(FindingsScreen)
    await until(lambda: app.screen.query_one(OptionList).option_count > 1 and said(app, "#finding"))
    first = said(app, "#finding")
    await by.row(1)
    await until(lambda: said(app, "#finding") != first)
    await by.on(FindingsScreen)


async def repair_that(app, by, until) -> None:
    await by.go("f", "#findings")
    await by.on(FindingsScreen)
    await until(lambda: not app.screen.query_one("#fix").disabled)
    await by.go("f", "#fix")
    await yes(app, by, until)
    await until(lambda: app.state.survey.file.data != MESSY)


async def yes(app, by, until) -> None:
    await until(lambda: app.screen.query("#yes"))
    if by.mouse:
        await by.go("", "#yes")
    else:
        await by.pilot.press("tab", "enter")
    await until(lambda: app.state.apply_story is not None and app.state.apply_story.ended)
    assert app.state.apply_story.error is None


async def know_why_this_memory(app, by, until) -> None:
    await by.go("i", "#why")
    await by.on(TextDialog)
    await by.go("escape", "#dialog Button")
    await by.on(OverviewScreen)


async def write_restart_and_see_the_proof(app, by, until) -> None:
    await by.go("a", "#apply-advice")
    await by.on(ReviewScreen)
    await by.go("1", "#write")
    await by.go("2", "#restart")
    await by.go("enter", "#go")
    await by.on(ApplyScreen)
    await until(lambda: app.state.apply_story.ended)
    assert app.state.apply_story.result.effective


async def try_other_numbers(app, by, until) -> None:
    await by.go("c", "#change")
    await by.on(ChangeScreen)
    field = app.screen.query_one("#field-swap Input")
    if by.mouse:
        await by.click(field)
    else:
        await by.pilot.press("tab")
    await until(lambda: field.has_focus)
    before = said(app, "#outcome")
    await by.pilot.press("end", *["backspace"] * 5, *"3GB")
    await until(lambda: app.screen.draft.swap == "3GB" and said(app, "#outcome") != before)


async def undo_it(app, by, until) -> None:
    await by.go("h")
    await by.on(HistoryScreen)
    await until(lambda: app.screen.query_one(OptionList).option_count > 1)
    await until(lambda: not app.screen.query_one("#put-back").disabled)
    await by.row(1)
    await until(lambda: "6GB" in str(app.screen.query_one("#diff").visual))
    await by.go("p", "#put-back")
    await yes(app, by, until)
    assert app.state.paths.wslconfig.read_bytes() == OLD


async def read_why_a_build_died(app, by, until) -> None:
    await by.go("e")
    await by.on(ExplainScreen)
    log = app.screen.query_one(TextArea)
    if by.mouse:
        await by.click(log)
    await until(lambda: log.has_focus)
    log.post_message(events.Paste(LOG))
    await until(lambda: "compile" in said(app, "#answer"))


async def see_that_it_helped(app, by, until) -> None:
    await by.go("b")
    await by.on(BenchmarksScreen)
    await by.go("n", "#new")
    await by.on(BenchPlanScreen)
    if by.mouse:
        await by.click(app.screen.query_one("#command", Input))
        await until(lambda: app.screen.query_one("#command", Input).has_focus)


TASKS = [
    see_why_builds_die, choose_another_project, understand_what_wsl_ignores, repair_that, know_why_this_memory,
    write_restart_and_see_the_proof, try_other_numbers, undo_it, read_why_a_build_died, see_that_it_helped,
]  # fmt: skip
EACH = [(task, *way) for task in TASKS for way in WAYS]
SOME = [(task, *WAYS[at % len(WAYS)]) for at, task in enumerate(TASKS)]


def named(part: object) -> str:
    names = {True: "mouse", False: "keyboard"}
    return "x".join(map(str, part)) if isinstance(part, tuple) else names.get(part) or getattr(part, "__name__", part)


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    """A folder of two modules, of which the other was opened of late; gives the first."""
    for name in ("shop", "other"):
        (tmp_path / "src" / name).mkdir(parents=True)
        (tmp_path / "src" / name / "go.mod").write_text(f"module example.com/{name}\n\ngo 1.21\n")
        (tmp_path / "src" / name / "main.go").write_text("package main\n\nfunc main() {}\n")
    return tmp_path / "src" / "shop"


@pytest.mark.parametrize(("task", "size", "language", "mouse"), EACH if THOROUGH else SOME, ids=named)
async def test_somebody_new_gets_there(  # noqa: PLR0917 - the columns of a table
    opened, machine, projects, until, by_hand, task, size, language, mouse
):
    machine.wslconfig.write_bytes(MESSY)
    recent_projects.note(machine.state_dir, str(projects.parent / "other"))
    for data in (OLD, b"[wsl2]\r\nmemory=7GB\r\n"):
        Backups(machine.state_dir).keep(machine.wslconfig, data)
    speak(language)
    async with opened(size, project=projects) as (app, pilot):

        async def when(condition):
            await until(pilot, condition)

        await task(app, by_hand(pilot, mouse), when)

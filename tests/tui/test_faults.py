"""What goes wrong, as a person reads it; and that the app stays usable meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from wslmem.tui.app import WslmemApp
from wslmem.tui.jobs import Jobs
from wslmem.tui.lines import apply as lines
from wslmem.tui.screens.apply import ApplyScreen
from wslmem.tui.screens.change import ChangeScreen
from wslmem.tui.screens.review import ReviewScreen
from wslmem.tui.tone import sign
from wslmem.workflows.apply.events import Patience


async def apply_more_memory(pilot: Pilot[int], until, *, restart: bool = True) -> None:
    """Change the memory, agree to everything, and begin."""
    await pilot.press("c")
    await until(pilot, lambda: isinstance(pilot.app.screen, ChangeScreen))
    await pilot.press("up", "r")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReviewScreen))
    await pilot.press("1", *(["2"] if restart else []), "ctrl+s")
    await until(pilot, lambda: pilot.app.state.apply_story is not None)


def told(app) -> str:
    return "\n".join(f"{fact.label} {sign(fact.tone)}{fact.text}" for fact in lines.moments(app.state.apply_story))


@pytest.fixture
def impatient(monkeypatch):
    """Let a shutdown count as hanging soon: the patience of a person, not the way of the app, is shortened."""
    original = Jobs.apply
    short = Patience(progress=0.2, warning=0.4, choice=5.0)
    monkeypatch.setattr(Jobs, "apply", lambda jobs, request: original(jobs, replace(request, patience=short)))


async def test_a_hanging_shutdown_is_told_and_can_be_left(opened, until, stand_in, machine, impatient):
    async with opened() as (app, pilot):
        stand_in.knobs(faults=["shutdown-hang"])
        await apply_more_memory(pilot, until)
        await until(pilot, lambda: app.state.apply_story.hangs)
        assert "unsaved work in WSL will be lost" in str(lines._ending(app.state.apply_story).text)
        assert app.screen.query_one("#force").display
        await pilot.press("s")
        await until(pilot, lambda: app.state.apply_story.ended)
        assert "the settings take effect when WSL next starts" in told(app)
        assert b"2560MB" in machine.wslconfig.read_bytes()


async def test_a_hanging_shutdown_is_forced_only_after_one_more_question(opened, until, stand_in, impatient):
    async with opened() as (app, pilot):
        stand_in.knobs(faults=["shutdown-hang"])
        await apply_more_memory(pilot, until)
        await until(pilot, lambda: app.state.apply_story.hangs)
        await pilot.press("f")
        await until(pilot, lambda: bool(app.screen.query("#yes")))
        assert not app.jobs.forced
        await pilot.press("tab", "enter")
        await until(pilot, lambda: app.state.apply_story.ended)
        assert app.state.apply_story.result.effective


async def test_a_vm_that_does_not_start_brings_the_old_file_back(opened, until, stand_in, machine):
    before = machine.wslconfig.read_bytes()
    async with opened() as (app, pilot):
        stand_in.knobs(faults=["vm-no-resources:2147483648"])
        await apply_more_memory(pilot, until)
        await until(pilot, lambda: app.state.apply_story.ended)
        assert "Rolled back" in str(lines._ending(app.state.apply_story).text)
        assert "did not start with the new settings" in told(app)
        assert machine.wslconfig.read_bytes() == before


async def test_a_file_that_another_program_changed_meanwhile_is_left_alone(opened, until, machine):
    async with opened() as (app, pilot):
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, ChangeScreen))
        await pilot.press("up", "r")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        machine.wslconfig.write_bytes(b"[wsl2]\nmemory=7GB\n")
        await pilot.press("1", "ctrl+s")
        await until(pilot, lambda: app.state.apply_story is not None and app.state.apply_story.ended)
        assert "the file changed since it was read" in told(app)
        assert "wslmem wrote nothing" in told(app)
        assert machine.wslconfig.read_bytes() == b"[wsl2]\nmemory=7GB\n"


async def test_a_wsl_exe_that_never_answers_leaves_the_app_usable(drawn, until, machine, stand_in):
    stand_in.wsl_exe.write_text("#!/bin/sh\nexec sleep 600\n")
    app = WslmemApp(machine, None)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.state.survey is not None and app.state.survey.host is not None)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, ChangeScreen))
        await pilot.press("up")
        await until(pilot, lambda: app.screen.draft.memory == "2560MB")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))


async def test_a_folder_in_the_place_of_the_file_is_said(machine, until):
    machine.wslconfig.unlink()
    machine.wslconfig.mkdir()
    app = WslmemApp(machine, None)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: bool(app._notifications))
        assert str(machine.wslconfig) in next(iter(app._notifications)).message


async def test_the_screen_of_an_apply_can_be_left_and_the_apply_goes_on(opened, until, machine):
    async with opened() as (app, pilot):
        await apply_more_memory(pilot, until)
        await until(pilot, lambda: isinstance(app.screen, ApplyScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.state.apply_story.ended)
        assert app.state.apply_story.result.effective

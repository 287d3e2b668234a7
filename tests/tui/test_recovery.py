"""What a killed run left half done is offered for repair when the app starts, by keyboard and by mouse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Button

from wslmem.machine.files import files
from wslmem.machine.own.backups import Backups
from wslmem.machine.own.journal import Journal, Step, begin
from wslmem.machine.own.lock import lock
from wslmem.tui.screens.bench import BenchScreen
from wslmem.tui.screens.recovery import RecoveryDialog
from wslmem.workflows.apply.at_work import lock_folder

SIZES = [(100, 30), (80, 24), (60, 20)]


@pytest.fixture
def killed(machine):
    """Leave what a run leaves that was killed after it had written the file; gives the old bytes."""

    def leave(work: str, saved_runs: Path | None = None) -> bytes:
        old = machine.wslconfig.read_bytes()
        backup = Backups(machine.state_dir).keep(machine.wslconfig, old).backup
        entry = begin(work, machine.wslconfig, existed=True)
        where = str(saved_runs) if saved_runs is not None else None
        journal(machine, work).write(replace(entry, step=Step.WRITE, backup=backup.path.name, saved_runs=where))
        files.write_file(machine.wslconfig, old.replace(b"2GB", b"1GB"), expected=old)
        return old

    return leave


def journal(machine, work: str) -> Journal:
    return Journal(machine.state_dir, work, machine.wslconfig)


async def answer(pilot, mouse: bool, key: str, button: str) -> None:
    """By key, or by the button that says the same."""
    if mouse:
        await pilot.click(pilot.app.screen.query_one(f"#{button}", Button))
    else:
        await pilot.press(key)


@pytest.mark.parametrize("case", [(size, mouse) for size in SIZES for mouse in (False, True)], ids=str)
async def test_an_interrupted_apply_is_undone_when_that_is_wanted(opened, until, machine, killed, case):
    size, mouse = case
    old = killed("apply")
    async with opened(size) as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, RecoveryDialog))
        assert isinstance(app.focused, Button)
        assert app.focused.id == "later", "to do nothing is what Enter does"
        await pilot.pause()
        await answer(pilot, mouse, "p", "back")
        await until(pilot, lambda: app.state.apply_story is not None and app.state.apply_story.ended)
        assert machine.wslconfig.read_bytes() == old
        assert journal(machine, "apply").read() is None


@pytest.mark.parametrize("case", [("enter", True), ("escape", True), ("l", False)], ids=str)
async def test_it_is_asked_about_until_it_is_answered(opened, until, machine, killed, case):
    key, asked_again = case
    old = killed("apply")
    async with opened() as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, RecoveryDialog))
        await pilot.press(key)
        await until(pilot, lambda: not isinstance(app.screen, RecoveryDialog))
        await until(pilot, lambda: (journal(machine, "apply").read() is not None) == asked_again)
        assert machine.wslconfig.read_bytes() != old


async def test_an_interrupted_benchmark_goes_on_after_one_more_question(opened, until, machine, killed, tmp_path):
    old = killed("bench", tmp_path / "gone")
    async with opened() as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, RecoveryDialog))
        await pilot.press("g")
        await until(pilot, lambda: bool(app.screen.query("#yes")))
        assert app.state.bench_story is None
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, BenchScreen) and app.state.bench_story.ended)
        assert app.state.bench_story.error is not None, "its saved runs are gone, and that is said"
        assert machine.wslconfig.read_bytes() != old


async def test_a_benchmark_of_another_wslmem_is_not_called_interrupted(opened, until, machine, killed, tmp_path):
    killed("bench", tmp_path)
    with lock(lock_folder(machine, "bench")):
        async with opened() as (app, pilot):
            await until(pilot, lambda: not any(one.name == "interrupted" for one in app.workers if not one.is_finished))
            await pilot.pause()
            assert not isinstance(app.screen, RecoveryDialog)
            assert any("Another wslmem is at work" in one.message for one in app._notifications)
    assert journal(machine, "bench").read() is not None

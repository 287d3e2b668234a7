"""Every flow by keyboard alone and by mouse alone, at three sizes, on the emulated machine."""

from __future__ import annotations

import subprocess

import pytest
from textual.widgets import Input, OptionList, TextArea

from wslmem.tui.screens.apply import ApplyScreen
from wslmem.tui.screens.change import ChangeScreen
from wslmem.tui.screens.explain import ExplainScreen
from wslmem.tui.screens.history import HistoryScreen
from wslmem.tui.screens.profiles import NameDialog, ProfilesDialog
from wslmem.tui.screens.review import ReviewScreen

SIZES = [(100, 30), (80, 24), (60, 20)]


async def raise_memory(by, until, app, pilot):
    """Open Change and take one step up from 2 GB."""
    await by.go("c")
    await by.on(ChangeScreen)
    await by.go("up", "#field-memory StepButton:last-of-type")
    await until(pilot, lambda: app.screen.draft.memory == "2560MB")


@pytest.mark.parametrize("size", SIZES)
async def test_settings_are_changed_reviewed_written_proven_and_undone(opened, hand, until, machine, size):
    before = machine.wslconfig.read_bytes()
    async with opened(size) as (app, pilot):
        by = hand(pilot)
        await raise_memory(by, until, app, pilot)
        await by.go("r", "#review")
        await by.on(ReviewScreen)
        await by.go("1", "#write")
        await by.go("2", "#restart")
        await by.go("ctrl+s", "#go")
        await by.on(ApplyScreen)
        await until(pilot, lambda: app.state.apply_story.ended)
        assert app.state.apply_story.result.effective
        assert machine.wslconfig.read_bytes() == before.replace(b"memory=2GB", b"memory=2560MB")
        await by.go("z", "#undo")
        await until(pilot, lambda: app.state.apply_story.verb == "restore" and app.state.apply_story.ended)
        assert machine.wslconfig.read_bytes() == before


@pytest.mark.parametrize("size", SIZES)
async def test_cancel_is_what_enter_does_on_the_review_and_writes_nothing(opened, hand, machine, size):
    before = machine.wslconfig.read_bytes()
    async with opened(size) as (app, pilot):
        by = hand(pilot)
        await by.go("c")
        await by.on(ChangeScreen)
        await by.go("d", "#default")
        await by.go("r", "#review")
        await by.on(ReviewScreen)
        await by.go("enter", "#cancel")
        await by.on(ChangeScreen)
        assert machine.wslconfig.read_bytes() == before
        assert app.state.apply_story is None


async def test_writing_without_a_restart_needs_the_first_consent_alone(opened, hand, until, machine):
    async with opened() as (app, pilot):
        by = hand(pilot)
        await by.go("c")
        await by.on(ChangeScreen)
        await by.go("down", "#field-memory StepButton")
        await by.go("r", "#review")
        await by.on(ReviewScreen)
        await by.go("1", "#write")
        await by.go("ctrl+s", "#go")
        await until(pilot, lambda: app.state.apply_story is not None and app.state.apply_story.ended)
        assert app.state.apply_story.result.effective is None
        assert b"memory=1536MB" in machine.wslconfig.read_bytes()


async def test_nothing_can_be_done_before_the_first_consent(opened, hand, machine):
    before = machine.wslconfig.read_bytes()
    async with opened() as (app, pilot):
        by = hand(pilot)
        await by.go("c")
        await by.on(ChangeScreen)
        await by.go("up", "#field-memory StepButton:last-of-type")
        await by.go("r", "#review")
        await by.on(ReviewScreen)
        await by.go("2", "#restart")
        await by.go("ctrl+s", "#go")
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        assert machine.wslconfig.read_bytes() == before


@pytest.mark.parametrize("size", SIZES)
async def test_a_backup_is_found_compared_and_put_back(opened, hand, until, machine, size):
    from wslmem.machine.own.backups import Backups

    old = b"[wsl2]\nmemory=6GB\n"
    Backups(machine.state_dir).keep(machine.wslconfig, old)
    async with opened(size) as (app, pilot):
        by = hand(pilot)
        await by.go("h")
        await by.on(HistoryScreen)
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count == 1)
        await until(pilot, lambda: not app.screen.query_one("#put-back").disabled)
        await by.go("p", "#put-back")
        await until(pilot, lambda: bool(app.screen.query("#yes")))
        if by.mouse:
            await by.go("", "#yes")
        else:
            await pilot.press("tab", "enter")
        await until(pilot, lambda: app.state.apply_story is not None and app.state.apply_story.ended)
        assert machine.wslconfig.read_bytes() == old


@pytest.mark.parametrize("size", SIZES)
async def test_a_pasted_log_is_explained_at_once(opened, hand, until, size):
    async with opened(size) as (app, pilot):
        await hand(pilot).go("e")
        await hand(pilot).on(ExplainScreen)
        app.screen.query_one(TextArea).text = "go build example.com/a: /usr/lib/go/compile: signal: killed\n"
        answer = app.screen.query_one("#answer")
        await until(pilot, lambda: any("Likely: out of memory" in fact.text for fact in answer.facts))


async def test_a_log_is_read_from_the_file_that_is_named(opened, until, tmp_path):
    log = tmp_path / "build.log"
    log.write_text("Out of memory: Killed process 7 (compile) total-vm:1kB, anon-rss:1kB\ncompile: signal: killed\n")
    async with opened() as (app, pilot):
        await pilot.press("e")
        app.screen.query_one("#path", Input).value = str(log)
        await pilot.press("f5")
        answer = app.screen.query_one("#answer")
        await until(pilot, lambda: any("out of memory" in fact.text for fact in answer.facts))
        assert app.screen.query_one(TextArea).text.endswith("compile: signal: killed")
        log.write_text("go: build failed\n")
        await pilot.press("f5")
        await until(pilot, lambda: "build failed" in app.screen.query_one(TextArea).text)


@pytest.mark.parametrize("size", SIZES)
async def test_a_profile_is_saved_under_a_name_and_chosen_again(opened, hand, until, machine, size):
    machine.config_toml.parent.mkdir(parents=True, exist_ok=True)
    machine.config_toml.write_text("# mine\ntheme = 'nord'  # at night\n")
    async with opened(size) as (app, pilot):
        by = hand(pilot)
        await raise_memory(by, until, app, pilot)
        await by.go("s", "#save")
        await by.on(NameDialog)
        await pilot.press(*"heavy")
        await by.go("enter", "#save")
        await by.on(ChangeScreen)
        kept = machine.config_toml.read_text()
        assert kept.startswith("# mine\ntheme = 'nord'  # at night\n")
        assert '[profiles.heavy]\nmemory = "2560MB"' in kept
        await by.go("n", "#now")
        await until(pilot, lambda: app.screen.draft.memory == "2GB")
        await by.go("p", "#profiles")
        await by.on(ProfilesDialog)
        if by.mouse:
            await pilot.click(OptionList, offset=(3, 0))
        else:
            await pilot.press("down", "enter")
        await by.on(ChangeScreen)
        assert app.screen.draft.memory == "2560MB"


async def test_dragging_the_bar_moves_the_limit_and_the_field_follows(opened, until):
    async with opened() as (app, pilot):
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, ChangeScreen) and app.screen.query_one("#bar").budget)
        bar = app.screen.query_one("#bar")
        await pilot.mouse_down(bar, offset=(60, 0))
        await pilot.hover(bar, offset=(30, 0))
        lower = app.screen.draft.memory
        await pilot.hover(bar, offset=(90, 0))
        await pilot.mouse_up(bar, offset=(90, 0))
        await pilot.pause()
        assert lower != app.screen.draft.memory
        assert app.screen.query_one("#field-memory Input").value == app.screen.draft.memory


async def test_what_wsl_would_not_read_is_refused_in_place_and_never_reaches_the_draft(opened):
    async with opened() as (app, pilot):
        await pilot.press("c")
        await pilot.pause()
        await pilot.press("ctrl+u", "8", ".", "5")
        await pilot.pause()
        field = app.screen.query_one("#field-memory")
        assert field.query_one(Input).value == "85"
        assert "85 bytes" in str(field.query_one(".word").visual)
        assert app.screen.draft.memory is None or app.screen.draft.memory == "2GB"
        assert app.screen.query_one("#review").disabled


async def test_the_palette_holds_every_verb(opened):
    async with opened() as (app, _):
        titles = {command.title for command in app.get_system_commands(app.screen)}
        known = {"Change settings", "Apply recommended", "Benchmark", "Explain a build log", "Watch", "Language"}
        assert titles >= known


async def test_the_palette_opens_by_key_and_by_a_click_on_the_top_line(opened, hand, until):
    async with opened() as (app, pilot):
        await hand(pilot).go("ctrl+p", "TopLine")
        await until(pilot, lambda: type(app.screen).__name__ == "CommandPalette")


async def test_another_language_is_spoken_at_once_and_remembered(opened, until, machine):
    async with opened() as (app, pilot):
        await app.run_action("language")
        await until(pilot, lambda: [one.border_title for one in app.screen.query("#advice")] == ["建议"])
        assert 'language = "zh_CN"' in machine.config_toml.read_text()


async def test_what_is_known_is_drawn_once_all_its_places_are_there(opened, until):
    async with opened() as (app, pilot):
        screen = app.screen
        await screen.query_one("#advice-columns").remove()
        screen.watch_survey(screen.survey)  # as when more is known while the screen is composed anew
        await screen.recompose()
        await until(pilot, lambda: screen.query("#change"))


@pytest.fixture
def behind(machine, stand_in) -> bytes:
    """A VM that runs with what the file said before; gives what it says now."""
    subprocess.run([stand_in.wsl_exe, "-e", "true"], check=True, stdin=subprocess.DEVNULL, capture_output=True)
    machine.wslconfig.write_bytes(machine.wslconfig.read_bytes().replace(b"2GB", b"3GB"))
    return machine.wslconfig.read_bytes()


async def test_the_settings_that_a_file_holds_already_are_brought_into_effect(opened, until, machine, behind):
    async with opened() as (app, pilot):
        await until(pilot, lambda: app.screen.query_one("#restart").display)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        assert not app.screen.query("#write")
        assert app.screen.query_one("#go").disabled
        await pilot.press("2", "ctrl+s")
        await until(pilot, lambda: app.state.apply_story is not None and app.state.apply_story.ended)
        assert app.state.apply_story.result.effective
        assert machine.wslconfig.read_bytes() == behind

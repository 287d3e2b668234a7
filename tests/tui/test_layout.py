"""Every screen at every size in every language: nothing is cut, nothing lies outside."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from textual.content import Content
from textual.widgets import Button
from textual.widgets._footer import FooterKey

from wslmem.machine.own.backups import Backup
from wslmem.machine.own.journal import Step, begin
from wslmem.sizing.holders import Process, holders
from wslmem.tui.app import WslmemApp
from wslmem.tui.screens.apply import ApplyScreen
from wslmem.tui.screens.recovery import RecoveryDialog
from wslmem.tui.stories.apply import ApplyStory, Moment
from wslmem.tui.stories.bench import BenchStory
from wslmem.tui.widgets.facts import Facts, laid_out
from wslmem.units import GIB, Bytes, Seconds
from wslmem.words import LANGUAGES, speak
from wslmem.workflows.apply.events import ApplyResult, BackedUp, ShuttingDown, Written
from wslmem.workflows.apply.recovery import Held, Interruption
from wslmem.wslconfig import edits
from wslmem.wslconfig.catalogue import find
from wslmem.wslconfig.document import read

SIZES = [(100, 30), (80, 24), (60, 20)]
MOST_KEYS = 8


async def overview(app: WslmemApp) -> None:
    del app


async def why(app: WslmemApp) -> None:
    await app.run_action("why")


async def change(app: WslmemApp) -> None:
    await app.run_action("change")


async def review(app: WslmemApp) -> None:
    await app.run_action("apply_advice")


async def explain(app: WslmemApp) -> None:
    await app.run_action("go('explain')")


async def history(app: WslmemApp) -> None:
    await app.run_action("go('history')")


async def watch(app: WslmemApp) -> None:
    await app.run_action("go('watch')")


async def benchmarks(app: WslmemApp) -> None:
    await app.run_action("go('benchmarks')")


async def plan(app: WslmemApp) -> None:
    await app.run_action("plan_bench")


async def recovery(app: WslmemApp) -> None:
    entry = begin("bench", app.state.paths.wslconfig, existed=True)
    backup = Backup(app.state.paths.state_dir, 12, "20261123T151223Z", "64f2cbb0c7debf62", absent=False)
    found = Interruption(replace(entry, step=Step.LEGS, saved_runs="somewhere"), Held.NEW, backup)
    app.push_screen(RecoveryDialog(found))


async def apply(app: WslmemApp) -> None:
    place = (
        app.state.paths.state_dir
        / "backups"
        / "wslconfig-00da5a48281618f8"
        / "20261123T151223Z-0003-64f2cbb0c7debf62.bak"
    )
    told = (BackedUp(place, 3), Written(app.state.paths.wslconfig, synced=True), ShuttingDown(Seconds(61), "choice"))
    story = ApplyStory("apply", Seconds(0), tuple(Moment(Seconds(60), event) for event in told))
    app.advance(lambda state: replace(state, apply_story=story))
    app.push_screen(ApplyScreen(app.jobs, app.state))


async def bench(app: WslmemApp) -> None:
    app.advance(lambda state: replace(state, bench_story=BenchStory(None, Seconds(0))))
    await app.run_action("show_bench")


async def help_(app: WslmemApp) -> None:
    await app.screen.run_action("help")


SCREENS = [overview, why, change, review, explain, history, watch, benchmarks, plan, recovery, apply, bench, help_]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
async def test_every_string_of_every_screen_fits_its_place(drawn, until, language, size):
    """One app shows them all in turn, each from the overview and with the state that it began with."""
    speak(language)
    app = drawn()
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.state.survey is not None)
        first, state = app.screen, app.state
        for go in SCREENS:
            await go(app)
            await until(pilot, lambda go=go: go is overview or app.screen is not first)
            await pilot.pause()
            await pilot.pause()
            fits(app.screen, size[0], f"{go.__name__} in {language}")
            if app.screen is not first:
                await app.screen.dismiss()
            app.advance(lambda _: state)
            await until(pilot, lambda: app.screen is first)


def fits(screen, width: int, name: str) -> None:
    """Whether nothing of a screen is cut, and nothing lies outside."""
    for button in screen.query(Button):
        if button.display and button.region:
            assert Content(str(button.label)).cell_length <= button.content_size.width, (name, button)
    for widget in screen.query("*"):
        if widget.region and widget.display:
            assert widget.region.right <= width, (name, widget)
    for facts in screen.query(Facts):
        room = facts.content_size.width or width
        assert all(line.cell_length <= room for line in laid_out(facts.facts, room)), (name, facts)
    keys = [key for key in screen.query(FooterKey) if key.display]
    assert len(keys) <= MOST_KEYS, name
    assert all(key.region.right <= width for key in keys), name


@pytest.mark.parametrize("language", LANGUAGES)
async def test_with_ascii_everything_that_is_drawn_is_ascii_or_a_letter(drawn, until, language):
    speak(language)
    app = drawn(ascii_only=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.state.survey is not None)
        for go in (overview, change, watch):
            await go(app)
            await pilot.pause()
            filters = app.get_line_filters()
            for strip in app.screen._compositor.render_strips():
                shown = strip.apply_filter(filters[-1], app.screen.background_colors[1]).text
                assert all(char.isascii() or unicodedata.east_asian_width(char) in "WF" for char in shown), shown


async def test_the_keys_in_the_help_are_those_of_the_bindings(drawn):
    app = drawn()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        named = {found.binding.description for found in app.screen.active_bindings.values()}
        await help_(app)
        await pilot.pause()
        shown = {fact.text for facts in app.screen.query(Facts) for fact in facts.facts}
        assert {"Change", "Apply", "Bench", "Refresh"} <= named & shown


@pytest.mark.parametrize("name", ["memory", "swap", "processors"])
async def test_the_help_of_change_explains_the_field_with_the_cursor(drawn, until, name):
    app = drawn()
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.state.survey is not None)
        await change(app)
        await until(pilot, lambda: app.screen.query(f"#field-{name} SettingInput"))
        app.screen.query_one(f"#field-{name} SettingInput").focus()
        await pilot.pause()
        await help_(app)
        await until(pilot, lambda: app.screen.query(Facts))
        shown = {fact.text for facts in app.screen.query(Facts) for fact in facts.facts}
        setting = find(name)
        assert {str(setting.meaning), str(setting.default), setting.since} <= shown


async def test_the_live_charts_show_seconds_by_the_clock(drawn, until):
    app = drawn()
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.state.readings)
        # every third second, as the VM is read
        app.advance(lambda state: replace(state, readings=state.readings[::3]))
        await watch(app)
        await pilot.pause()
        for chart in ("#vm-chart", "#host-chart"):
            assert app.screen.query_one(chart).curve.readings[-1][0] == 87.0


async def test_no_button_of_an_apply_comes_up_where_another_was(drawn):
    """Who clicks Stop waiting in the moment in which WSL has stopped must not undo the change."""
    app = drawn()
    async with app.run_test(size=(60, 20)) as pilot:
        await apply(app)
        await pilot.pause()
        begun = app.state.apply_story.moments[:2]
        unchanged = edits.plan(read(b""), [])
        undoable = ApplyResult(unchanged, changed=True, backup=app.state.paths.state_dir / "one.bak")
        seen = []
        for last in (ShuttingDown(Seconds(0), "started"), ShuttingDown(Seconds(60), "choice"), undoable):
            story = ApplyStory("apply", Seconds(0), (*begun, Moment(Seconds(60), last)))
            app.advance(lambda state, story=story: replace(state, apply_story=story))
            await pilot.pause()
            await pilot.pause()
            seen += [(one.id, one.region.x, one.region.right) for one in app.screen.query(Button) if one.display]
        assert {name for name, _, _ in seen} == {"back", "stop", "force", "undo"}
        for name, left, right in seen:
            assert not [other for other, x, end in seen if other != name and x < right and left < end], name


@pytest.mark.parametrize(("width", "beside"), [(60, False), (80, False), (100, True)])
async def test_who_holds_the_memory_is_told_once_beside_the_charts_where_there_is_room(drawn, until, width, beside):
    meminfo = {"MemTotal": 4 * GIB, "MemFree": 2 * GIB, "Cached": 0, "Buffers": 0, "Shmem": 0, "AnonPages": GIB}
    held = holders([Process("node", Bytes(GIB), Bytes(0), Bytes(0), exact=True)], meminfo)
    app = drawn()
    async with app.run_test(size=(width, 30)) as pilot:
        await until(pilot, lambda: app.state.readings)
        last = replace(app.state.readings[-1], holders=held)
        app.advance(lambda state: replace(state, readings=(*state.readings[:-1], last)))
        await watch(app)
        await until(pilot, lambda: app.screen.query("#figures") and app.screen.query_one("#figures", Facts).facts)
        assert app.screen.query_one("#watch-who").display is beside
        labels = [fact.label for fact in app.screen.query_one("#figures", Facts).facts]
        assert ("held by" in labels) is not beside


async def test_a_page_that_does_not_fit_begins_with_its_first_line_and_scrolls_by_keyboard(drawn):
    app = drawn()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        await why(app)
        await pilot.pause()
        page = app.screen.query_one("#dialog")
        assert page.max_scroll_y > 0
        assert page.scroll_target_y == 0
        await pilot.press("down", "down")
        await pilot.pause()
        assert page.scroll_target_y == 2

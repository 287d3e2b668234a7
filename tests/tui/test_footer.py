"""The footer: what does not fit is in the help, but the help, the way back and the way out are always there."""

from __future__ import annotations

import itertools

import pytest
from textual.widgets._footer import FooterKey

from wslmem.tui.widgets.key_footer import KeyFooter
from wslmem.words import LANGUAGES, speak


def keys(app) -> list[str]:
    return [one.key for one in app.screen.query(FooterKey)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (160, 45)], ids=str)
async def test_every_screen_says_how_to_leave_it_at_every_width(drawn, until, size, language):
    speak(language)
    app = drawn()
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.state.survey is not None)
        first = app.screen
        for go in ("", "f", "h", "b", "w"):
            await pilot.press(*go)
            ways = {"q", "question_mark"} | ({"escape"} if go else set())
            await until(pilot, lambda ways=ways, go=go: (app.screen is first) is (not go) and ways <= set(keys(app)))
            await pilot.pause()
            assert all(one.region.right <= size[0] for one in app.screen.query(FooterKey)), go
            if go:
                await pilot.press("escape")
            await until(pilot, lambda: app.screen is first)


async def test_where_there_is_no_room_for_all_keys_the_last_give_way_and_come_back(drawn, until):
    app = drawn()
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: "q" in keys(app))
        assert keys(app) == ["c", "a", "b", "e", "h", "question_mark", "q"]
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "w" in keys(app))
        await pilot.resize_terminal(48, 20)
        await until(pilot, lambda: "w" not in keys(app))
        assert {"question_mark", "q"} <= set(keys(app))


async def test_the_keys_are_made_anew_only_when_others_would_stand_there(drawn, until, monkeypatch):
    made, compose = [], KeyFooter.compose

    def watched(footer):
        keys = list(compose(footer))
        made.append([(one.key, one.description, one._disabled) for one in keys])
        return keys

    monkeypatch.setattr(KeyFooter, "compose", watched)
    app = drawn()
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.state.survey is not None and "q" in keys(app))
        for _ in range(4):
            await pilot.press("tab")
        await pilot.pause()
        stood = list(app.screen.query(FooterKey))
        await pilot.press("tab")
        await pilot.pause()
        assert list(app.screen.query(FooterKey)) == stood
    assert all(earlier != later for earlier, later in itertools.pairwise(made))


@pytest.mark.parametrize("go", ["b", "f"])
async def test_a_screen_whose_parts_are_gone_has_no_keys_to_show(drawn, until, go):
    """Its footer may be asked once more while the screen, or the whole app, is taken down."""
    app = drawn()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(go)
        await until(pilot, lambda: "q" in keys(app) and len(app.screen_stack) > 1)
        left = app.screen
        await app.pop_screen()
        await left.query("*").remove()
        assert left.active_bindings == {}

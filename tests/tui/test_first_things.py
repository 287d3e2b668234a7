"""What matters first stands first, what is bright is what Enter does, and what nobody touched stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Button, Input, OptionList

from wslmem.cautions import Caution
from wslmem.machine.wsl import wsl_problems
from wslmem.telling.fact import Tone
from wslmem.text import Text
from wslmem.tui.screens.change import ChangeScreen
from wslmem.tui.screens.findings import FindingsScreen
from wslmem.tui.screens.review import ReviewScreen
from wslmem.tui.widgets.facts import Facts
from wslmem.words import LANGUAGES, say, speak, tell
from wslmem.workflows.survey import UNSIZED, WslState
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.effective import effective
from wslmem.wslconfig.findings import findings

PROBLEMS = [one for one in vars(wsl_problems).values() if isinstance(one, wsl_problems.Problem)]
IGNORED = b"[wsl2]\r\nmemory=8gb\r\nswap=2GB\r\npageReporting=true\r\n"


@pytest.fixture
def ignored(known):
    """The same machine, whose memory= WSL ignores."""
    document = wslconfig.read(IGNORED)
    host = {"host_total": known.host.total, "processors": 16}
    return replace(
        known,
        file=replace(known.file, data=IGNORED),
        document=document,
        effective=effective(document, **host),
        findings=findings(document, **host),
    )


def headlines(app):
    return app.screen.query_one("#headline", Facts).facts


async def test_the_first_line_says_what_wsl_ignores_and_enter_shows_it(drawn, ignored, until):
    app = type(drawn())(ignored)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.query("#change"))
        first, second, *_ = headlines(app)
        assert first.text.startswith("WSL ignores memory= in line 2.")
        assert first.tone is Tone.BAD
        assert "The build" in second.text
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, FindingsScreen)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("failure", PROBLEMS, ids=lambda failure: failure.code)
async def test_where_wsl_does_not_work_a_whole_sentence_says_why_and_the_next_step_has_its_own_line(
    drawn, known, language, failure, until
):
    speak(language)
    app = type(drawn())(replace(known, wsl=WslState(None, (), failure)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.query("#change"))
        first, second, *_ = headlines(app)
        assert tell(failure.text) in first.text
        assert first.text.startswith("WSL ")
        assert first.text[-1] in ".\u3002"
        assert (second.label, second.text) == (say("next"), tell(failure.next_step))


async def test_the_button_that_enter_presses_is_the_one_that_matters(drawn, known, until):
    app = drawn()
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.screen.query("#change"))
        assert app.screen.focused.id == "apply-advice"


async def test_without_a_recommendation_there_is_no_button_for_it_and_nothing_to_copy(drawn, known, until):
    app = type(drawn())(replace(known, project=None, estimate=None, recommendation=None))
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.screen.query("#change"))
        assert not app.screen.query_one("#apply-advice").display
        assert not app.screen.query_one("#why").display
        await pilot.press("y")
        await pilot.pause()
        assert [one.message for one in app._notifications] == ["Nothing to copy: no setting is recommended."]


async def test_why_a_project_could_not_be_sized_stands_beside_the_project(drawn, known, until):
    why = Caution(UNSIZED, Text("the project could not be sized: no go.mod"))
    other = Caution("old-guest", Text("the VM is old"))
    app = type(drawn())(replace(known, project=None, estimate=None, recommendation=None, cautions=(why, other)))
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.screen.query("#change"))
        project, file = (str(app.screen.query_one(name, Facts).facts) for name in ("#project", "#file"))
        assert "no go.mod" in project
        assert "no go.mod" not in file
        assert "the VM is old" in file


async def test_consents_given_make_enter_do_what_was_agreed_to(drawn, until):
    app = drawn()
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.screen.query("#change"))
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.focused.id == "cancel"
        await pilot.press("1", "2")
        await pilot.pause()
        assert app.screen.focused.id == "go"
        assert str(app.screen.query_one("#go", Button).label) == "Write and restart WSL"
        await pilot.press("1")
        await pilot.pause()
        assert app.screen.focused.id == "cancel"


async def test_a_value_that_wsl_ignores_is_shown_with_what_is_meant_and_stays_until_it_is_stepped(
    drawn, ignored, until
):
    app = type(drawn())(ignored)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.screen.query("#change"))
        await pilot.press("c")
        await pilot.pause()
        assert isinstance(app.screen, ChangeScreen)
        field = app.screen.query_one("#field-memory")
        assert field.query_one(Input).value == "8gb"
        assert "press Up for 8GB" in str(field.query_one(".word").visual)
        assert app.screen.query_one("#review", Button).disabled
        await pilot.press("up")
        await pilot.pause()
        assert field.query_one(Input).value == "8GB"
        assert not app.screen.query_one("#review", Button).disabled


async def test_a_window_that_is_too_small_says_so(drawn, until):
    app = drawn()
    async with app.run_test(size=(36, 8)) as pilot:
        await until(pilot, lambda: app.screen.query("#change"))
        assert app.screen.query_one("#too-small").display
        assert not app.screen.query_one("#overview").display


async def test_ctrl_c_says_how_to_quit(drawn, until):
    app = drawn()
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.screen.query("#change"))
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert [one.message for one in app._notifications] == ["Press q to quit."]


async def test_a_finding_is_fixed_and_the_fix_is_undone(opened, hand, until, machine):
    machine.wslconfig.write_bytes(IGNORED)
    async with opened() as (app, pilot):
        by = hand(pilot)
        await by.go("f", "#findings")
        await by.on(FindingsScreen)
        await until(pilot, lambda: not app.screen.query_one("#fix", Button).disabled)
        assert app.screen.query_one(OptionList).option_count == 2
        await by.go("f", "#fix")
        await until(pilot, lambda: bool(app.screen.query("#yes")))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: app.state.apply_story is not None and app.state.apply_story.ended)
        assert machine.wslconfig.read_bytes() == IGNORED.replace(b"8gb", b"8GB")
        await by.go("z", "#undo")
        await until(pilot, lambda: app.state.apply_story.verb == "restore" and app.state.apply_story.ended)
        assert machine.wslconfig.read_bytes() == IGNORED


async def test_who_types_faster_than_the_outcome_is_worked_out_loses_no_letter(drawn, until):
    app = drawn()
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.screen.query("#change"))
        await pilot.press("c")
        await pilot.pause()
        field = app.screen.query_one("#field-swap")
        entry = field.query_one(Input)
        entry.value = "3G"  # typed, and not yet told to anybody
        field.show("0")
        assert entry.value == "3G"
        await pilot.pause()
        entry.focus()
        await pilot.press("end", "B")
        await pilot.pause()
        assert (entry.value, app.screen.draft.swap) == ("3GB", "3GB")

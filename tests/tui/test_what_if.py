"""What-if: another computer's advice, told as not this one's, and nothing that could be applied from it."""

from __future__ import annotations

from dataclasses import replace

from textual.widgets import Button

from wslmem.sizing.go_flags import BuildFlags
from wslmem.telling import advice
from wslmem.tui.screens.what_if import WhatIfDialog
from wslmem.tui.widgets.facts import Facts, told
from wslmem.units import GIB, Bytes
from wslmem.workflows.what_if import Computer, elsewhere


def said(app) -> str:
    return " ".join(fact.text for facts in app.screen.query(Facts) for fact in facts.facts)


async def test_it_tells_what_the_command_would_and_offers_nothing_but_to_leave(drawn, known, until):
    before = known.paths.wslconfig.read_bytes()
    app = drawn()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, WhatIfDialog))
        assert "Nothing can be applied from here" in said(app)
        assert [str(one.label) for one in app.screen.query(Button)] == ["Close"]
        await pilot.press(*["backspace"] * 12, *"16GB", "tab", *["backspace"] * 4, "4", "tab", "tab", "2")
        found = elsewhere(known.project, BuildFlags(2), Computer(Bytes(16 * GIB), 4))
        (headline,) = told([advice.headline(found)])
        await until(pilot, lambda: headline.text in said(app))
        await pilot.press("shift+tab", *"8GB")
        await until(pilot, lambda: "cannot be less than the RAM" in said(app))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, WhatIfDialog))
    assert known.paths.wslconfig.read_bytes() == before


async def test_without_a_project_it_tells_what_a_build_could_use_there(drawn, known, until):
    app = type(drawn())(replace(known, project=None, estimate=None, recommendation=None))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.query("#change"))
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, WhatIfDialog))
        await until(pilot, lambda: "No project given. A build can use 15.1 GiB of WSL's default" in said(app))
        await pilot.press(*["backspace"] * 12, *"8GB")
        await until(pilot, lambda: "of WSL's default of 4 GiB." in said(app))

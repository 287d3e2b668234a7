"""A VM that is about to run out of memory is told on every screen, in the line that one looks at first."""

from __future__ import annotations

from dataclasses import replace

from wslmem.sizing.holders import FamilyHeld, Holders, NamedHeld
from wslmem.sizing.host import HostProgram
from wslmem.tui import state as states
from wslmem.tui.widgets.facts import Facts
from wslmem.tui.widgets.top_line import TopLine
from wslmem.units import MIB, Bytes
from wslmem.workflows.watch import Reading

HOLDERS = Holders(
    total=Bytes(3915 * MIB), families=(FamilyHeld("language-server", Bytes(1500 * MIB), 2, "gopls"),),
    largest=(NamedHeld("gopls", "language-server", Bytes(1400 * MIB), 1),), page_cache=Bytes(300 * MIB),
    tmpfs=Bytes(0), elsewhere=Bytes(700 * MIB), kernel=Bytes(200 * MIB), free=Bytes(100 * MIB), measure="mixed",
    by_rss=3,
)  # fmt: skip


def reading(known, at, *, available):
    guest = replace(known.guest, available=Bytes(available * MIB))
    host = replace(known.host, largest=(HostProgram("chrome", Bytes(2200 * MIB), 14),))
    return Reading(f"2026-11-23T12:00:{at:02}Z", host, guest, HOLDERS)


def shown(app):
    return app.screen.query_one(TopLine).render().plain


async def test_the_first_line_says_it_on_every_screen_and_no_longer_than_it_is_so(drawn, known):
    async with (app := drawn()).run_test(size=(120, 30)) as pilot:
        app.advance(lambda state: states.watched(state, reading(known, 1, available=100), asked_vm=True))
        await pilot.pause()
        assert "Memory runs out: only 100 MiB of 3.82 GiB are available in the VM" in shown(app)
        assert app.screen.query_one(TopLine).has_class("-alert")
        await app.run_action("go('watch')")
        await pilot.pause()
        assert "Memory runs out" in shown(app)
        app.advance(lambda state: states.watched(state, reading(known, 2, available=100), asked_vm=False))
        await pilot.pause()
        assert "Memory runs out" in shown(app)  # the VM was not asked: what it said last still holds
        app.advance(lambda state: states.watched(state, reading(known, 4, available=2000), asked_vm=True))
        await pilot.pause()
        assert "Watch" in shown(app)
        assert not app.screen.query_one(TopLine).has_class("-alert")


async def test_the_watch_screen_tells_who_holds_the_memory_on_both_sides(drawn, known):
    async with (app := drawn()).run_test(size=(120, 30)) as pilot:
        await app.run_action("go('watch')")
        app.advance(lambda state: states.watched(state, reading(known, 1, available=2000), asked_vm=True))
        await pilot.pause()
        kinds = {fact.text: fact.label for fact in app.screen.query_one("#who", Facts).facts}
        assert kinds["language servers"] == "1.46 GiB"
        assert kinds["other distributions"] == "700 MiB"
        names = [fact.text for fact in app.screen.query_one("#who-names", Facts).facts]
        assert names == ["gopls", "On this computer:", "chrome (x14)"]


def test_of_earlier_readings_what_the_charts_show_is_kept_and_no_names_of_programs(drawn, known):
    state = drawn().state
    for at in range(3):
        state = states.watched(state, reading(known, at, available=2000 + at), asked_vm=True)
    *earlier, last = state.readings
    assert (last.holders, last.host.largest) != (None, None)
    assert [(one.holders, one.host.largest) for one in earlier] == [(None, None)] * 2
    assert [one.guest.available for one in state.readings] == [Bytes((2000 + at) * MIB) for at in range(3)]


def test_no_more_readings_are_kept_than_the_charts_are_said_to_show(drawn, known):
    one = reading(known, 0, available=2000)
    state = replace(drawn().state, readings=(one,) * states.READINGS)
    state = states.watched(state, reading(known, 1, available=1000), asked_vm=True)
    assert len(state.readings) == states.READINGS
    assert state.readings[-1].guest.available == Bytes(1000 * MIB)

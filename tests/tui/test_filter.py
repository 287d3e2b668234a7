"""`/` leaves the rows of a list in which the text stands, on every screen that has a list; Escape shows all again."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from wslmem.machine.own.backups import Backups
from wslmem.tui.screens.benchmarks import BenchmarksScreen
from wslmem.tui.screens.findings import FindingsScreen
from wslmem.tui.screens.history import HistoryScreen
from wslmem.tui.widgets.row_filter import RowFilter


def keep_some(known) -> None:
    """Three backups and two folders of benchmarks that cannot be read."""
    for memory in (b"3GB", b"5GB", b"7GB"):
        Backups(known.paths.state_dir).keep(known.paths.wslconfig, b"[wsl2]\nmemory=" + memory + b"\n")
    for name in ("20261120T080000Z", "20261121T080000Z"):
        folder = known.paths.state_dir / "bench" / name
        folder.mkdir(parents=True)
        (folder / "bench.json").write_text("{}")


@pytest.mark.parametrize(
    ("key", "screen", "part"),
    [("h", HistoryScreen, "5gb"), ("b", BenchmarksScreen, "2026-11-21"), ("f", FindingsScreen, "GRADUAL")],
)
async def test_a_slash_filters_the_list_and_escape_shows_all_again(  # noqa: PLR0917 - the columns of a table
    drawn, known, until, key, screen, part
):
    keep_some(known)
    part = part.replace("-", "") if screen is BenchmarksScreen else part
    app = drawn()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, screen) and app.screen.query(OptionList))
        rows = app.screen.query_one(OptionList)
        await until(pilot, lambda: rows.option_count > 1)
        every = rows.option_count
        await pilot.press("slash", *part)
        await until(pilot, lambda: rows.option_count == 1)
        assert part.casefold() in str(rows.get_option_at_index(0).prompt).casefold()
        await pilot.press("x", "x")
        await until(pilot, lambda: rows.get_option_at_index(0).disabled)
        await pilot.press("enter")
        await until(pilot, lambda: rows.has_focus)
        await pilot.press("slash")
        await until(pilot, lambda: app.screen.query_one(RowFilter).has_focus)
        await pilot.press("escape")
        await until(pilot, lambda: rows.option_count == every)
        assert not app.screen.query_one(RowFilter).display
        assert isinstance(app.screen, screen)
        assert rows.has_focus
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, screen))

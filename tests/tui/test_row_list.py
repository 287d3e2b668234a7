"""Lists whose rows are chosen with keys."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from wslmem.tui.widgets.row_list import Rows


class Listed(App[None]):
    CSS = "Rows { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield Rows("one", "two")


@pytest.mark.parametrize("key", ["pageup", "pagedown"])
async def test_a_key_for_a_page_does_no_harm_where_the_window_leaves_no_room(key):
    app = Listed()
    async with app.run_test(size=(20, 5)) as pilot:
        app.query_one(Rows).styles.height = 0
        await pilot.pause()
        app.query_one(Rows).focus()
        await pilot.press(key)
        await pilot.pause()
        assert app.is_running

"""A list whose rows are looked at before something is done with one."""

from __future__ import annotations

from textual import events
from textual.widgets import OptionList


class Rows(OptionList):
    """Textual's list, whose keys for a page do nothing where it has no room: Textual finds no line there then."""

    def action_page_up(self) -> None:
        """A page up, where there are any."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call] # Textual annotates none

    def action_page_down(self) -> None:
        """A page down, the same."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call] # the same


class RowList(Rows):
    """A click shows the row, as an arrow key does; Enter, or a double click, does what can be done with it.

    Textual's list does both at the first click, and would ask to restore a backup of which nothing was seen yet.
    """

    def __init__(self) -> None:
        super().__init__(classes="list", compact=True, markup=False)

    def on_click(self, event: events.Click) -> None:
        """Choose the row."""
        event.prevent_default()
        row = event.style.meta.get("option")
        if row is not None and not self.get_option_at_index(row).disabled:
            self.highlighted = row
            if event.chain > 1:
                self.action_select()

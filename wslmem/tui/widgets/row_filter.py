"""A field above a list that leaves the rows in which its text stands; `/` opens it, Escape shows all again."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList

from wslmem.words import mark, say

FILTER = Binding("slash", "filter", mark("Filter"), key_display="/")
"""For the screens that have one."""


class RowFilter(Input):
    """Not there until it is asked for; says `Input.Changed` at each letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "show_all", mark("Show all")),
        Binding("down,enter", "list", mark("To the list"), show=False),
    ]

    def __init__(self) -> None:
        super().__init__(placeholder=say("part of a row; Escape shows all"), compact=True)
        self._be_there(shown=False)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Also the slash, which Textual does not know for a letter by its name: the footer must not offer it here."""
        return key == "slash" or super().check_consume_key(key, character)

    def _be_there(self, *, shown: bool) -> None:
        # A new screen gives the focus to the first widget that can have it, shown or not.
        self.display = self.can_focus = shown

    def fits(self, row: str) -> bool:
        """Whether a row stays; upper and lower case are the same."""
        return self.value.casefold() in row.casefold()

    def ask(self) -> None:
        """Be there, and take what is typed."""
        self._be_there(shown=True)
        self.focus()

    def action_show_all(self) -> None:
        """Be gone, and with it what was typed."""
        self.value = ""
        self.action_list()
        self._be_there(shown=False)

    def action_list(self) -> None:
        """Go to the rows."""
        self.screen.query_one(OptionList).focus()

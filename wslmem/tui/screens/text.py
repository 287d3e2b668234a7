"""A page of text in a dialog."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button

from wslmem.tui.screens.dialog import BaseDialog
from wslmem.tui.widgets.facts import Fact, Facts
from wslmem.words import mark, say


class TextDialog(BaseDialog[None]):
    """Shows facts; Escape or Close leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "dismiss", mark("Close"), show=False)]

    def __init__(self, title: str, facts: Iterable[Fact]) -> None:
        super().__init__()
        self._title = title
        self._facts = tuple(facts)

    def compose(self) -> ComposeResult:
        """The facts and a button."""
        with VerticalScroll(id="dialog", classes="wide") as dialog:
            dialog.border_title = self._title
            yield Facts(self._facts)
            with Horizontal(classes="buttons"):
                yield Button(say("Close"), compact=True, variant="primary")

    def on_mount(self) -> None:
        """Enter closes; what does not fit begins with its first line."""
        self.query_one(Button).focus(scroll_visible=False)

    def on_button_pressed(self) -> None:
        """Close."""
        self.dismiss()

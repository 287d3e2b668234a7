"""A question with one dangerous answer; Cancel is the default."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from wslmem.tui.screens.dialog import BaseDialog
from wslmem.tui.widgets.facts import Fact, Facts
from wslmem.words import say


class AskDialog(BaseDialog[bool | None]):
    """Answers True for yes, else None or False."""

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question = question
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The question and two buttons."""
        with Vertical(id="dialog"):
            yield Facts([Fact("", self._question)])
            with Horizontal(classes="buttons"):
                yield Button(say("Cancel"), id="cancel", compact=True)
                yield Button(self._yes, id="yes", compact=True, variant="error")

    def on_mount(self) -> None:
        """Cancel is what Enter does."""
        self.query_one("#cancel").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        self.dismiss(event.button.id == "yes")

"""An interrupted run is offered for repair when the app starts; nothing is done without an answer."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from wslmem.telling import recovery as telling
from wslmem.tui.screens.dialog import BaseDialog
from wslmem.tui.widgets.facts import Facts, told
from wslmem.tui.widgets.panel import Panel
from wslmem.words import mark, say
from wslmem.workflows.apply.recovery import Interruption


class RecoveryDialog(BaseDialog[str | None]):
    """Answers `back`, `resume` or `leave`; None asks again at the next start."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "answer('back')", mark("Restore the old file")),
        Binding("g", "answer('resume')", mark("Go on")),
        Binding("l", "answer('leave')", mark("Leave it as it is")),
    ]

    def __init__(self, found: Interruption) -> None:
        super().__init__()
        self._found = found

    def compose(self) -> ComposeResult:
        """What happened, and what can be done."""
        with Vertical(id="dialog", classes="wide") as dialog:
            dialog.border_title = say("Interrupted")
            yield Facts(told(telling.facts(self._found)))
            with Panel(say("What now?"), classes="answers"):
                for name, label in self._answers():
                    yield Button(label, id=name, compact=True)
            with Horizontal(classes="buttons"):
                yield Button(say("Ask me later"), id="later", compact=True, variant="primary")

    def _answers(self) -> list[tuple[str, str]]:
        answers = []
        if self._found.backup is not None:
            answers.append(("back", say("p  restore the old file, byte for byte")))
        if self._found.entry.saved_runs is not None:
            answers.append(("resume", say("g  go on with the benchmark; WSL is restarted")))
        return [*answers, ("leave", say("l  leave everything as it is, and do not ask again"))]

    def on_mount(self) -> None:
        """To do nothing is what Enter does."""
        self.query_one("#later").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        self.dismiss(None if event.button.id == "later" else event.button.id)

    def action_answer(self, name: str) -> None:
        """Answer by key, where that answer is offered."""
        if any(name == offered for offered, _ in self._answers()):
            self.dismiss(name)

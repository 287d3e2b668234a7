"""Review: what will be written, where the copy goes, what will stop, and two separate consents."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Checkbox

from wslmem.machine.own.backups import Backups
from wslmem.records import record
from wslmem.tui.lines import review
from wslmem.tui.screens.dialog import BaseDialog
from wslmem.tui.widgets.diff_view import DiffView
from wslmem.tui.widgets.facts import Facts
from wslmem.tui.widgets.panel import Panel
from wslmem.tui.widgets.ticks import ConsentBox
from wslmem.words import mark, say
from wslmem.workflows.forecast import Forecast
from wslmem.workflows.survey import Survey


@record
class Approval:
    """What a person agreed to."""

    restart: bool
    """Stop WSL and start it again, so that the settings hold now and are proven."""


class ReviewScreen(BaseDialog[Approval | None]):
    """Answers an `Approval`, or None for Cancel."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "tick('write')", mark("Allow write")),
        Binding("2", "tick('restart')", mark("Allow restart")),
        Binding("ctrl+s", "go", mark("Apply")),
    ]

    def __init__(self, known: Survey, found: Forecast, running: tuple[str, ...] | None) -> None:
        super().__init__()
        self._known = known
        self._found = found
        self._stops = running
        self._writes = found.plan is not None and not found.plan.empty

    def compose(self) -> ComposeResult:
        """Diff, facts, consents, buttons."""
        with Vertical(id="dialog", classes="wide tall") as dialog:
            dialog.border_title = say("Review")
            with VerticalScroll(classes="scrolled", can_focus=False):
                with Panel(say("Changes to the file")), VerticalScroll(id="review-diff", can_focus=False):
                    yield DiffView(id="diff", markup=False)
                with Panel(say("What will happen")):
                    folder = Backups(self._known.paths.state_dir).folder(self._known.paths.wslconfig)
                    yield Facts(review.facts(self._known, self._found, self._stops, folder if self._writes else None))
            with Panel(say("Confirm")):
                if self._writes:
                    yield ConsentBox(say("1  write the file"), id="write")
                yield ConsentBox(review.restart_label(self._stops), id="restart")
            with Horizontal(classes="buttons"):
                yield Button(say("Cancel"), id="cancel", compact=True)
                go = say("Write") if self._writes else say("Restart WSL")
                yield Button(go, id="go", compact=True, variant="primary", disabled=True)

    def on_mount(self) -> None:
        """Cancel is what Enter does."""
        edit = self._found.plan
        diff = edit.diff(str(self._known.paths.wslconfig)) if edit is not None else ""
        self.query_one(DiffView).show(diff, say("Nothing changes."))
        self.query_one("#cancel").focus()

    def on_checkbox_changed(self) -> None:
        """Restarting goes with writing, where there is something to write; the button names what it will do."""
        go = self.query_one("#go", Button)
        go.disabled = not self._agreed
        # What was agreed to is what Enter does now; what was not, is not.
        self.query_one("#go" if self._agreed else "#cancel").focus()
        if self._writes:
            go.label = say("Write and restart WSL") if self._agreed and self._ticked("restart") else say("Write")
        go.refresh(layout=True)

    @property
    def _agreed(self) -> bool:
        """Whether enough is agreed to."""
        return self._ticked("write" if self._writes else "restart")

    def _ticked(self, name: str) -> bool:
        return self.query_one(f"#{name}", Checkbox).value

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Cancel, or do it."""
        if event.button.id == "go":
            self.action_go()
        else:
            self.dismiss(None)

    def action_tick(self, name: str) -> None:
        """Tick or untick a consent that is asked for."""
        for box in self.query(f"#{name}").results(Checkbox):
            box.value = not box.value

    def action_go(self) -> None:
        """Answer, if enough was agreed to."""
        if self._agreed:
            self.dismiss(Approval(restart=self._ticked("restart")))
        else:
            self.notify(say("First select what to do: press 1 and 2, or click."), severity="warning")

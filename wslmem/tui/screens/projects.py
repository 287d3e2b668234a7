"""Choose the project: a recent one, a module below this folder or beside it, or a path."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.suggester import Suggester
from textual.widgets import Button, Input, OptionList
from textual.widgets.option_list import Option

from wslmem.errors import WslmemError
from wslmem.machine.host.paths import MachinePaths
from wslmem.telling import errors
from wslmem.tui.screens.dialog import BaseDialog
from wslmem.tui.widgets.facts import Fact, Facts
from wslmem.tui.widgets.row_list import Rows
from wslmem.visible import on_one_line, unseen
from wslmem.words import mark, say, tell
from wslmem.workflows import projects


class _Folders(Suggester):
    """Goes on with the first folder that fits; right arrow takes it."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The path a folder further; a field can only offer what it can show."""
        found = projects.goes_on(value)
        return None if found is None or unseen(found) else found


class ProjectsDialog(BaseDialog[str | None]):
    """Answers the path of a project."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "list", mark("To the list"), show=False),
        Binding("slash", "filter", mark("Filter"), show=False),
    ]

    def __init__(self, paths: MachinePaths, around: Path) -> None:
        super().__init__()
        self._paths = paths
        self._around = around
        self._found: tuple[str, ...] = ()
        self._shown: list[str] = []

    def compose(self) -> ComposeResult:
        """A field that is path and filter at once, the list, two buttons."""
        with Vertical(id="dialog", classes="wide") as dialog:
            dialog.border_title = say("Project")
            yield Input(placeholder=say("path, or part of a name below"), compact=True, suggester=_Folders())
            rows = Rows(compact=True, markup=False)
            rows.display = False
            yield rows
            yield Facts([Fact("", say("Looking for modules..."))], id="empty")
            with Horizontal(classes="buttons"):
                yield Button(say("Cancel"), id="cancel", compact=True)
                yield Button(say("Open"), id="open", compact=True, variant="primary")

    def on_mount(self) -> None:
        """Look beside the screen, for a large folder takes a moment."""
        self.run_worker(self._look, thread=True)

    def _look(self) -> None:
        found = projects.offered(self._paths, self._around)
        self.app.call_from_thread(self._take, found)

    def _take(self, found: tuple[str, ...]) -> None:
        if not self.query(OptionList):
            return  # already answered
        self._found = found
        self._show(self.query_one(Input).value)
        empty = self.query_one("#empty", Facts)
        empty.facts = (Fact("", say("No project of late, and no module below this folder or beside it: type a path.")),)
        empty.display = not found

    def _show(self, part: str) -> None:
        rows = self.query_one(OptionList)
        self._shown = [path for path in self._found if part.casefold() in path.casefold()]
        rows.clear_options()
        rows.add_options([Option(on_one_line(path)) for path in self._shown])
        rows.display = bool(self._shown)
        if self._shown:
            rows.highlighted = 0

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed filters the list."""
        self._show(event.value)

    def on_input_submitted(self) -> None:
        """Enter takes the path, or where it is none the first of the list."""
        self._answer()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer the project."""
        self.dismiss(self._shown[event.option_index])

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Open or cancel."""
        if event.button.id == "open":
            self._answer()
        else:
            self.dismiss(None)

    def action_list(self) -> None:
        """From the field to the list."""
        if self._shown:
            self.query_one(OptionList).focus()

    def action_filter(self) -> None:
        """From the list to the field."""
        self.query_one(Input).focus()

    def _answer(self) -> None:
        text = self.query_one(Input).value.strip()
        chosen = self.query_one(OptionList).highlighted
        is_path = any(letter in text for letter in "/\\") or text in {".", "..", "~"}
        if self._shown and chosen is not None and not is_path:
            self.dismiss(self._shown[chosen])
            return
        if not text:
            return
        try:
            self.dismiss(projects.named(text))
        except WslmemError as error:
            self.app.notify(tell(errors.in_one(error)), severity="warning", timeout=20)

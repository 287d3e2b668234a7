"""History: every backup of the file, what it would bring back, and a way to put it back."""

from __future__ import annotations

import difflib
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Button, OptionList

from wslmem.errors import WslmemError
from wslmem.machine.files import files
from wslmem.machine.own.backups import Backup, Backups
from wslmem.telling import errors
from wslmem.telling.restore import version
from wslmem.tui import requests
from wslmem.tui.jobs import Jobs
from wslmem.tui.screens.base import LAST, BaseScreen
from wslmem.tui.state import State
from wslmem.tui.stories.apply import ApplyStory
from wslmem.tui.widgets.diff_view import DiffView
from wslmem.tui.widgets.facts import Fact, told, words_of
from wslmem.tui.widgets.panel import Panel
from wslmem.tui.widgets.paragraph import options
from wslmem.tui.widgets.row_filter import FILTER, RowFilter
from wslmem.tui.widgets.row_list import RowList
from wslmem.words import mark, say, tell
from wslmem.workflows.history import versions


class HistoryScreen(BaseScreen[None], inherit_bindings=False):
    """Backups, newest first; read in threads, put back by the app."""

    NAME = mark("History and restore")
    TELLS = mark(
        "wslmem backs up the file before each change. Choose a backup to see what restoring it would change. It is "
        "restored byte for byte; the current file is backed up first, so that this can be undone too."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "put_back", mark("Restore")),
        Binding("r,f5", "read", mark("Refresh")),
        FILTER,
        *LAST,
    ]

    story: reactive[ApplyStory | None] = reactive(None, init=False)

    class Listed(Message):
        """The backups there are, and a line on each."""

        def __init__(self, backups: tuple[Backup, ...], rows: tuple[Fact, ...]) -> None:
            super().__init__()
            self.backups = backups
            self.rows = rows

    class Compared(Message):
        """What putting a backup back would change."""

        def __init__(self, diff: str, error: WslmemError | None = None) -> None:
            super().__init__()
            self.diff = diff
            self.error = error

    def __init__(self, jobs: Jobs, state: State) -> None:
        super().__init__(jobs, state)
        self._listed: tuple[tuple[Backup, Fact], ...] = ()
        self._backups: tuple[Backup, ...] = ()

    def body(self) -> ComposeResult:
        """The list, the diff, the button."""
        with Vertical(classes="page"):
            with Panel(say("Backups, newest first"), classes="main"):
                yield RowFilter()
                yield RowList()
            with Panel(say("Restoring would change"), classes="main"):
                with VerticalScroll(can_focus=False, classes="main"):
                    yield DiffView(id="diff", markup=False)
                with Horizontal(classes="buttons"):
                    yield Button(say("Restore"), id="put-back", compact=True, variant="primary", disabled=True)

    def on_mount(self) -> None:
        """Read the list."""
        self.query_one(DiffView).show("", say("No backup is chosen."))
        self.action_read()
        self.follow("apply_story", "story")

    def watch_story(self, story: ApplyStory | None) -> None:
        """Read the list again when something was written or restored."""
        if story is not None:
            self.action_read()

    def action_read(self) -> None:
        """Read the list in a thread."""
        self.run_worker(self._list, thread=True, group="list", exclusive=True)

    def _list(self) -> None:
        found = versions(self.state.paths)[::-1]
        self.post_message(self.Listed(tuple(one.backup for one in found), tuple(told(map(version, found)))))

    def on_history_screen_listed(self, message: Listed) -> None:
        """Show the list; the newest is chosen."""
        self._listed = tuple(zip(message.backups, message.rows, strict=True))
        self._show()
        if self._backups and not self.query_one(RowFilter).has_focus:
            self.query_one(OptionList).focus()

    def on_input_changed(self) -> None:
        """Show the rows that fit."""
        self._show()

    def action_filter(self) -> None:
        """Ask for a part of the rows."""
        self.query_one(RowFilter).ask()

    def _show(self) -> None:
        fits = self.query_one(RowFilter).fits
        shown = [(backup, row) for backup, row in self._listed if fits(words_of(row))]
        self._backups = tuple(backup for backup, _ in shown)
        found = self.query_one(OptionList)
        found.clear_options()
        none = say("no such row") if self._listed else say("No backups yet. wslmem makes one before each change.")
        found.add_options(options([row for _, row in shown], none))
        if shown:
            found.highlighted = 0
        else:
            self.query_one(DiffView).show("", say("No backup is chosen."))
            self.query_one("#put-back", Button).disabled = True

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Compare it with what is there."""
        if self._backups:
            backup = self._backups[event.option_index]
            self.run_worker(partial(self._compare, backup), thread=True, group="compare", exclusive=True)

    def _compare(self, backup: Backup) -> None:
        paths = self.state.paths
        try:
            now = files.read_file(paths.wslconfig).data or b""
            then = Backups(paths.state_dir).read(backup) or b""
            self.post_message(self.Compared(_diff(now, then)))
        except WslmemError as error:
            self.post_message(self.Compared("", error))

    def on_history_screen_compared(self, message: Compared) -> None:
        """Show what would change."""
        same = say("Nothing: the file is identical to this backup.")
        why = tell(errors.in_one(message.error)) if message.error is not None else same
        self.query_one(DiffView).show(message.diff, why)
        self.query_one("#put-back", Button).disabled = not message.diff

    def on_option_list_option_selected(self) -> None:
        """Enter puts back, after a question."""
        self.action_put_back()

    def on_button_pressed(self) -> None:
        """The same by mouse."""
        self.action_put_back()

    def action_put_back(self) -> None:
        """Ask, then put the chosen backup back."""
        chosen = self.query_one(OptionList).highlighted
        if self._backups and chosen is not None and not self.query_one("#put-back", Button).disabled:
            self.run_worker(self._put_back(self._backups[chosen]), group="ask", exclusive=True)

    async def _put_back(self, backup: Backup) -> None:
        from wslmem.tui.screens.ask import AskDialog

        question = say("Restore this backup? The current file is backed up first. WSL is not restarted.")
        if await self.app.push_screen_wait(AskDialog(question, say("Restore"))):
            requests.restore(self.app, self.jobs, self.state, backup.path.name)


def _diff(now: bytes, then: bytes) -> str:
    before, after = (data.decode("utf-8", "replace").splitlines() for data in (now, then))
    return "\n".join(difflib.unified_diff(before, after, lineterm=""))

"""Explain: paste a build log, or name a file, and read what killed the build."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Button, Input, TextArea

from wslmem.diagnosis.explain import explain
from wslmem.diagnosis.verdict import Verdict
from wslmem.errors import NotFoundError, WslmemError
from wslmem.machine.files import files
from wslmem.text import Text
from wslmem.tui.jobs import Jobs
from wslmem.tui.lines import verdict as lines
from wslmem.tui.screens.base import LAST, BaseScreen
from wslmem.tui.state import State
from wslmem.tui.widgets.facts import Fact, Facts
from wslmem.tui.widgets.panel import Panel
from wslmem.words import mark, say

LINES, MOST_SHOWN = 200, 100_000
"""Of a file's end: lines, bytes."""


class ExplainScreen(BaseScreen[None], inherit_bindings=False):
    """A log in, a verdict out; a file is read in a thread."""

    NAME = mark("Explain a build log")
    TELLS = mark(
        "Paste what the build printed, or give the path of a file that holds it. The verdict says what ended the "
        "build, quotes the lines it rests on, and says how to prove it where the log alone does not."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "explain", mark("Explain")),
        Binding("ctrl+l", "clear", mark("Clear")),
        *LAST,
    ]

    class Explained(Message):
        """The verdict on a log, or why there is none."""

        def __init__(self, verdict: Verdict | None, end: str | None = None, error: WslmemError | None = None) -> None:
            super().__init__()
            self.verdict = verdict
            self.end = end
            """The last lines of a log that came from a file; None for one that was pasted."""
            self.error = error

    def __init__(self, jobs: Jobs, state: State) -> None:
        super().__init__(jobs, state)
        self._pasted = False

    def body(self) -> ComposeResult:
        """Where the log comes from, the log, the verdict."""
        with Panel(say("File")), Horizontal(classes="line"):
            yield Input(placeholder=say("path of a log, or paste the log below"), compact=True, id="path")
            yield Button(say("Explain"), id="explain", compact=True, variant="primary")
        yield TextArea(id="log", show_line_numbers=False, placeholder=say("paste the output of the build here"))
        with Panel(say("Verdict"), id="verdict-panel"):
            yield Facts([Fact("", say("The verdict appears here as soon as there is a log."))], id="answer")

    def on_mount(self) -> None:
        """Begin where a log is pasted."""
        self.query_one(TextArea).focus()

    def on_input_submitted(self) -> None:
        """Enter in the path reads the file."""
        self._pasted = False
        self.action_explain()

    def on_button_pressed(self) -> None:
        """The same by mouse."""
        self.action_explain()

    def action_clear(self) -> None:
        """Empty the log."""
        self.query_one(TextArea).text = ""
        self.query_one(TextArea).focus()

    def on_text_area_changed(self) -> None:
        """A pasted log is explained at once."""
        self._pasted = bool(self.query_one(TextArea).text.strip())
        if self._pasted:
            self.action_explain()

    def action_explain(self) -> None:
        """Explain the pasted log, or else the file."""
        text, path = self.query_one(TextArea).text, self.query_one("#path", Input).value.strip()
        if self._pasted:
            self._in_thread(partial(self._read, text))
        elif path:
            self._in_thread(partial(self._read_file, Path(path).expanduser()))

    def _in_thread(self, work: Callable[[], None]) -> None:
        self.run_worker(work, thread=True, group="explain", exclusive=True)

    def _read(self, text: str) -> None:
        self.post_message(self.Explained(explain([text.encode()])))

    def _read_file(self, path: Path) -> None:
        try:
            data = _content(path)
            self.post_message(self.Explained(explain([data]), _end(data)))
        except WslmemError as error:
            self.post_message(self.Explained(None, error=error))

    def on_explain_screen_explained(self, message: Explained) -> None:
        """The log was read."""
        if message.end is not None:
            area = self.query_one(TextArea)
            with self.prevent(TextArea.Changed):
                area.text = message.end
            area.move_cursor(area.document.end)
        if message.verdict is not None:
            self._show(lines.verdict(message.verdict))
        elif message.error is not None:
            self._show(lines.failure(message.error))

    def _show(self, facts: tuple[Fact, ...]) -> None:
        self.query_one("#answer", Facts).facts = facts


def _end(data: bytes) -> str:
    """What of a log is shown: its end, where builds say how they ended."""
    return "\n".join(data[-MOST_SHOWN:].decode("utf-8", "replace").splitlines()[-LINES:])


def _content(path: Path) -> bytes:
    data = files.read_file(path).data
    if data is None:
        raise NotFoundError(Text("no such file"), place=str(path))
    return data

"""Explain: paste a build log, drop a file, take the clipboard, or name a file, and read what killed the build."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Button, Input, TextArea
from textual.worker import Worker, get_current_worker

from wslmem.diagnosis import windows
from wslmem.diagnosis.explain import explain
from wslmem.diagnosis.verdict import Verdict
from wslmem.errors import WslmemError
from wslmem.machine.files import dropped, log_file
from wslmem.machine.host import windows_events
from wslmem.machine.system import clipboard
from wslmem.text import Text
from wslmem.tui.jobs import Jobs
from wslmem.tui.lines import verdict as lines
from wslmem.tui.screens.base import LAST, BaseScreen
from wslmem.tui.state import State
from wslmem.tui.widgets.facts import Fact, Facts
from wslmem.tui.widgets.panel import Panel
from wslmem.units import MIB, show_size
from wslmem.words import mark, say, tell

LINES, MOST_SHOWN = 200, 100_000
"""Of a log's end: lines, bytes."""
TOLD_EACH = 8 * MIB
"""Bytes between two words on how far a log was read."""


class ExplainScreen(BaseScreen[None], inherit_bindings=False):
    """A log in, a verdict out; a file of any size is read in a thread, piece by piece."""

    NAME = mark("Explain a build log")
    TELLS = mark(
        "Paste what the build printed, drop its file here, or give its path. The verdict says what ended the build, "
        "quotes the lines it rests on, and says how to prove it where the log alone does not."
    )
    # Before the log's own: a text area selects a line with F6 and everything with F7.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "explain", mark("Explain")),
        Binding("f6", "clipboard", mark("Paste"), priority=True),
        Binding("f7", "windows", mark("Windows"), priority=True),
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

    class Reading(Message):
        """How far a log was read."""

        def __init__(self, read: int, size: int | None) -> None:
            super().__init__()
            self.read = read
            self.size = size

    class Copied(Message):
        """What the clipboard holds."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, jobs: Jobs, state: State) -> None:
        super().__init__(jobs, state)
        self._pasted = False
        self._verdict: Verdict | None = None

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
        """A pasted log is explained at once; of a dropped file the terminal pastes the path."""
        area = self.query_one(TextArea)
        if (path := dropped.named(area.text)) is not None:
            with self.prevent(TextArea.Changed):
                area.text = ""
            self.query_one("#path", Input).value = str(path)
            self._pasted = False
            self.action_explain()
            return
        self._pasted = bool(area.text.strip())
        if self._pasted:
            self.action_explain()

    def action_explain(self) -> None:
        """Explain the pasted log, or else the file."""
        text, path = self.query_one(TextArea).text, self.query_one("#path", Input).value.strip()
        if self._pasted:
            self._in_thread(partial(self._read, text))
        elif path:
            self._in_thread(partial(self._read_file, dropped.named(path) or dropped.at_home(path)))

    def action_clipboard(self) -> None:
        """Take the log from the clipboard of Windows."""
        self._in_thread(self._copy)

    def action_windows(self) -> None:
        """Ask Windows whether it ran short of memory, and tell it beside the verdict."""
        if self._verdict is not None:
            self._in_thread(partial(self._ask_windows, self._verdict))

    def _in_thread(self, work: Callable[[], None]) -> None:
        self.run_worker(work, thread=True, group="explain", exclusive=True)

    def _read(self, text: str) -> None:
        self.post_message(self.Explained(explain([text.encode(errors="backslashreplace")])))

    def _read_file(self, path: Path) -> None:
        try:
            size = log_file.size(path)
            log = _Log(path, get_current_worker(), lambda read: self.post_message(self.Reading(read, size)))
            found = explain(log.pieces(), size, None if size is None else log.pieces)
        except WslmemError as error:
            self.post_message(self.Explained(None, error=error))
        else:
            if not log.worker.is_cancelled:
                self.post_message(self.Explained(found, log.end()))

    def _copy(self) -> None:
        try:
            self.post_message(self.Copied(clipboard.read(self.state.paths.powershell_exe)))
        except WslmemError as error:
            self.post_message(self.Explained(None, error=error))

    def _ask_windows(self, found: Verdict) -> None:
        try:
            told = windows_events.read(self.state.paths.powershell_exe)
            self.post_message(self.Explained(windows.beside(found, told)))
        except WslmemError as error:
            self.post_message(self.Explained(found, error=error))

    def on_explain_screen_copied(self, message: Copied) -> None:
        """The clipboard is here: as if it had been pasted."""
        if message.text:
            self.query_one(TextArea).text = message.text
        else:
            self._show((Fact("", say("The clipboard holds no text.")),))

    def on_explain_screen_reading(self, message: Reading) -> None:
        """A log takes its time."""
        read = show_size(message.read)
        told = (
            Text("Reading the log: {read}...", read=read)
            if message.size is None
            else Text("Reading the log: {read} of {size}...", read=read, size=show_size(message.size))
        )
        self._show((Fact("", tell(told)),))

    def on_explain_screen_explained(self, message: Explained) -> None:
        """The log was read."""
        if message.end is not None:
            area = self.query_one(TextArea)
            with self.prevent(TextArea.Changed):
                area.text = message.end
            area.move_cursor(area.document.end)
        known = () if message.verdict is None else lines.verdict(message.verdict)
        failed = () if message.error is None else lines.failure(message.error)
        if message.verdict is None or message.error is None:
            self._verdict = message.verdict
        self._show((*known, *failed))

    def _show(self, facts: tuple[Fact, ...]) -> None:
        self.query_one("#answer", Facts).facts = facts
        self.query_one("#verdict-panel").scroll_home(animate=False)


class _Log:
    """The pieces of a log, as far as its reader is wanted, and its end."""

    def __init__(self, path: Path, worker: Worker[None], tell_read: Callable[[int], object]) -> None:
        self.worker = worker
        self._path = path
        self._tell = tell_read
        self._tail = b""

    def pieces(self) -> Iterator[bytes]:
        """From the start."""
        read = told = 0
        self._tell(read)
        for piece in log_file.pieces(self._path):
            if self.worker.is_cancelled:
                return
            read += len(piece)
            self._tail = (self._tail + piece)[-MOST_SHOWN:]
            if read - told >= TOLD_EACH:
                told = read
                self._tell(read)
            yield piece

    def end(self) -> str:
        """What of it is shown: its last lines, where builds say how they ended."""
        return "\n".join(self._tail.decode("utf-8", "replace").splitlines()[-LINES:])

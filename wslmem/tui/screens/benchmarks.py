"""Earlier benchmarks: listed, opened, compared; and the way to a new one."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Button, OptionList
from textual.widgets.option_list import Option

from wslmem.report.headline import headline
from wslmem.tui.screens.base import BACK, HELP, HouseScreen
from wslmem.tui.widgets.panel import Panel
from wslmem.words import mark, retell, say
from wslmem.workflows.saved import SavedBenchmark, saved


class BenchmarksScreen(HouseScreen[None], inherit_bindings=False):
    """The list is read in a thread; a benchmark is loaded when it is opened."""

    NAME = mark("Benchmarks")
    TELLS = mark(
        "Every benchmark is saved with all its readings. Open one to see its verdict and replay its builds; mark "
        "two with Space and compare them. New plans another one; nothing is built before you agree."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", mark("New")),
        Binding("enter,o", "open", mark("Open"), key_display="o"),
        Binding("space", "mark", mark("Mark")),
        Binding("m", "compare", mark("Compare")),
        Binding("g", "go_on", mark("Resume"), show=False),
        Binding("l", "app.show_bench", mark("Live")),
        BACK,
        HELP,
    ]

    class Listed(Message):
        """The benchmarks there are."""

        def __init__(self, found: tuple[SavedBenchmark, ...]) -> None:
            super().__init__()
            self.found = found

    def __init__(self) -> None:
        super().__init__()
        self._saved: tuple[SavedBenchmark, ...] = ()
        self._marked: list[Path] = []

    def body(self) -> ComposeResult:
        """Buttons and the list."""
        with Vertical(classes="page"):
            with Horizontal(classes="line", id="actions"):
                yield Button(say("New benchmark"), id="new", compact=True, variant="primary")
                yield Button(say("Open"), id="open", compact=True)
                yield Button(say("Mark"), id="mark", compact=True)
                yield Button(say("Compare marked"), id="compare", compact=True)
            with Panel(say("Saved benchmarks, newest first"), classes="main"):
                yield OptionList(classes="list", compact=True, markup=False)

    def on_mount(self) -> None:
        """Read the list, and again when a benchmark ended."""
        self.query_one(OptionList).focus()
        self.action_read()

    def on_screen_resume(self) -> None:
        """Read the list again."""
        self.action_read()

    def action_read(self) -> None:
        """Read the list in a thread."""
        self.run_worker(self._list, thread=True, group="list", exclusive=True)

    def _list(self) -> None:
        self.post_message(self.Listed(saved(self.house.paths)))

    def on_benchmarks_screen_listed(self, message: Listed) -> None:
        """Show them."""
        self._saved = message.found
        self._redraw()

    def _redraw(self) -> None:
        rows = self.query_one(OptionList)
        chosen = rows.highlighted or 0
        rows.clear_options()
        rows.add_options([Option(self._row(one)) for one in self._saved] or [Option(say("none yet"), disabled=True)])
        if self._saved:
            rows.highlighted = min(chosen, len(self._saved) - 1)

    def _row(self, one: SavedBenchmark) -> str:
        sign = "*" if one.folder in self._marked else " "
        what = retell(headline(one.result)) if one.result is not None else say("cannot be read: {why}", why=one.why)
        started = one.result.started.replace("T", " ").rstrip("Z") if one.result is not None else one.folder.name
        return f"{sign} {started}  {what}"

    @property
    def _chosen(self) -> SavedBenchmark | None:
        index = self.query_one(OptionList).highlighted
        return self._saved[index] if index is not None and self._saved else None

    def on_option_list_option_selected(self) -> None:
        """Enter opens."""
        self.action_open()

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Each button does what its key does."""
        await self.run_action(event.button.id or "back")

    def action_new(self) -> None:
        """Plan another one."""
        self.house.plan_bench()

    def action_open(self) -> None:
        """Open the chosen one."""
        chosen = self._chosen
        if chosen is not None and chosen.result is not None:
            self.house.open_result(chosen.result, chosen.folder)

    def action_mark(self) -> None:
        """Mark or unmark the chosen one; two can be marked."""
        chosen = self._chosen
        if chosen is None:
            return
        if chosen.folder in self._marked:
            self._marked.remove(chosen.folder)
        else:
            self._marked = [*self._marked[-1:], chosen.folder]
        self._redraw()

    def action_compare(self) -> None:
        """Compare the two that are marked, the older one first."""
        from wslmem.tui.lines.bench import two
        from wslmem.tui.screens.text import TextDialog

        both = [one.result for one in reversed(self._saved) if one.folder in self._marked and one.result is not None]
        if len(both) == 2:  # noqa: PLR2004 - a comparison is between two
            self.app.push_screen(TextDialog(say("Two benchmarks"), two(*both)))
        else:
            self.notify(say("Mark two benchmarks with Space first."))

    def action_go_on(self) -> None:
        """Go on with an interrupted one."""
        if self._chosen is not None:
            self.house.start_bench(None, resume=self._chosen.folder)

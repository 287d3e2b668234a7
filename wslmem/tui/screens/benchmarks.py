"""Earlier benchmarks: listed, opened, compared; and the way to a new one."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Button, OptionList

from wslmem.bench.run import Cache
from wslmem.machine.system import clock
from wslmem.report.headline import headline
from wslmem.telling.fact import Tone
from wslmem.text import Text
from wslmem.tui import requests
from wslmem.tui.jobs import Jobs
from wslmem.tui.screens.base import LAST, BaseScreen
from wslmem.tui.state import State
from wslmem.tui.widgets.facts import Fact, told, words_of
from wslmem.tui.widgets.panel import Panel
from wslmem.tui.widgets.paragraph import options
from wslmem.tui.widgets.row_filter import FILTER, RowFilter
from wslmem.tui.widgets.row_list import Rows
from wslmem.words import mark, say, tell
from wslmem.workflows.bench.saved import SavedBenchmark, saved


class BenchmarksScreen(BaseScreen[None], inherit_bindings=False):
    """The list is read in a thread; a benchmark is loaded when it is opened."""

    NAME = mark("Benchmarks")
    TELLS = mark(
        "Every benchmark is saved with all its samples. Open one to see its verdict and replay its runs; mark two "
        "with Space to compare them. New plans another one; nothing is built before you agree."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", mark("New")),
        Binding("enter,o", "open", mark("Open"), key_display="o"),
        Binding("space", "mark", mark("Mark")),
        Binding("m", "compare", mark("Compare")),
        Binding("g", "go_on", mark("Continue")),
        Binding("l", "app.show_bench", mark("Live"), show=False),
        FILTER,
        *LAST,
    ]

    class Listed(Message):
        """The benchmarks there are."""

        def __init__(self, found: tuple[SavedBenchmark, ...]) -> None:
            super().__init__()
            self.found = found

    def __init__(self, jobs: Jobs, state: State) -> None:
        super().__init__(jobs, state)
        self._listed: tuple[SavedBenchmark, ...] = ()
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
                yield Button(say("Continue"), id="go_on", compact=True)
                yield Button(say("Live"), id="live", compact=True)
            with Panel(say("Saved benchmarks, newest first"), classes="main"):
                yield RowFilter()
                yield Rows(classes="list", compact=True, markup=False)

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
        self.post_message(self.Listed(saved(self.state.paths)))

    def on_benchmarks_screen_listed(self, message: Listed) -> None:
        """Show them."""
        self._listed = message.found
        self._redraw()

    def on_input_changed(self) -> None:
        """Show the rows that fit."""
        self._redraw()

    def action_filter(self) -> None:
        """Ask for a part of the rows."""
        self.query_one(RowFilter).ask()

    def _redraw(self) -> None:
        rows, fits = self.query_one(OptionList), self.query_one(RowFilter).fits
        chosen = rows.highlighted or 0
        self._saved = tuple(one for one in self._listed if fits(words_of(self._fact(one))))
        rows.clear_options()
        none = say("no such row") if self._listed else say("none yet")
        rows.add_options(options(map(self._fact, self._saved), none))
        if self._saved:
            rows.highlighted = min(chosen, len(self._saved) - 1)
        self._offer()

    def _fact(self, one: SavedBenchmark) -> Fact:
        sign = "* " if one.folder in self._marked else "  "
        if one.result is None:
            return Fact(sign + one.folder.name, tell(Text("cannot be read: {why}", why=one.why)), Tone.CARE)
        started = clock.local(one.result.started)
        return Fact(sign + started, tell(headline(one.result)), strong=True)

    @property
    def _chosen(self) -> SavedBenchmark | None:
        index = self.query_one(OptionList).highlighted
        return self._saved[index] if index is not None and self._saved else None

    def on_option_list_option_selected(self) -> None:
        """Enter opens."""
        self.action_open()

    def on_option_list_option_highlighted(self) -> None:
        """What can be done depends on what is chosen."""
        self._offer()

    def _offer(self) -> None:
        chosen = self._chosen
        self.query_one("#go_on").display = chosen is not None and _unfinished(chosen)
        self.query_one("#live").display = self.state.bench_story is not None
        self.refresh_bindings()

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Each button does what its key does."""
        name = event.button.id or "back"
        await self.run_action("app.show_bench" if name == "live" else name)

    def action_new(self) -> None:
        """Plan another one."""
        requests.plan_bench(self.app, self.jobs, self.state)

    def action_open(self) -> None:
        """Open the chosen one."""
        chosen = self._chosen
        if chosen is not None and chosen.result is not None:
            from wslmem.tui.screens.bench_result import BenchResultScreen

            self.app.push_screen(BenchResultScreen(self.jobs, self.state, chosen.result, chosen.folder))

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
        from wslmem.telling.bench import two
        from wslmem.tui.screens.text import TextDialog

        both = [one.result for one in reversed(self._listed) if one.folder in self._marked and one.result is not None]
        if len(both) == 2:  # noqa: PLR2004 - a comparison is between two
            self.app.push_screen(TextDialog(say("Two benchmarks"), told(two(*both))))
        else:
            self.notify(say("First mark two benchmarks with Space."))

    def action_go_on(self) -> None:
        """Go on with one that did not come to its end."""
        if self._chosen is not None and _unfinished(self._chosen):
            resume = requests.resume(self.app, self.jobs, self.state, self._chosen.folder)
            self.app.run_worker(resume, group=requests.RESUME, exclusive=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show a key only where it does something."""
        del parameters
        if action == "go_on":
            return self._chosen is not None and _unfinished(self._chosen)
        return len(self._marked) == 2 if action == "compare" else True  # noqa: PLR2004 - a comparison is between two


def _unfinished(one: SavedBenchmark) -> bool:
    if one.result is None:
        return False
    plan = one.result.plan
    return sum(not run.discarded and run.cache is Cache.COLD for run in one.result.runs) < sum(
        leg.runs for leg in plan.legs
    )

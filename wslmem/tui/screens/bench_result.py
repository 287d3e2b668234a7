"""A finished benchmark: verdict, figures, every build as a chart that can be replayed, and its report."""

from __future__ import annotations

from functools import partial
from itertools import count
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Button, OptionList

from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun
from wslmem.bench.sides import name_of
from wslmem.errors import WslmemError
from wslmem.telling import bench as telling
from wslmem.telling import errors
from wslmem.tui.jobs import Jobs
from wslmem.tui.later import later
from wslmem.tui.lines import bench
from wslmem.tui.screens.base import LAST, BaseScreen
from wslmem.tui.state import State
from wslmem.tui.tone import sign
from wslmem.tui.widgets.facts import Fact, Facts, told
from wslmem.tui.widgets.memory_chart import Curve, MemoryChart
from wslmem.tui.widgets.panel import Panel
from wslmem.tui.widgets.paragraph import options
from wslmem.tui.widgets.row_list import Rows
from wslmem.units import Seconds
from wslmem.words import mark, say, tell
from wslmem.workflows.bench import reports

FRAME = 0.1
"""Seconds between two pictures of a replay."""
FRAMES = 50
"""A replay takes five seconds, however long the build took."""


class BenchResultScreen(BaseScreen[None], inherit_bindings=False):
    """Drawn from one result; the report is written in a thread."""

    NAME = mark("Benchmark result")
    TELLS = mark(
        "The first sentence is the verdict. Below are the figures of each setting, and every run: choose one to see "
        "its memory over time; Replay draws it again from the saved samples. Save writes the report in every format."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "replay", mark("Replay")),
        Binding("s", "save", mark("Save")),
        Binding("o", "open", mark("Open")),
        Binding("v", "evidence", mark("Evidence")),
        *LAST,
    ]

    class Saved(Message):
        """The report's files, or why there are none."""

        def __init__(self, files: tuple[Path, ...], *, show: bool, error: WslmemError | None = None) -> None:
            super().__init__()
            self.files = files
            self.show = show
            self.error = error

    def __init__(self, jobs: Jobs, state: State, result: BenchResult, folder: Path) -> None:
        super().__init__(jobs, state)
        self._result = result
        self._folder = folder
        self._frame = FRAMES

    def body(self) -> ComposeResult:
        """Verdict, figures, builds."""
        with VerticalScroll(id="page", can_focus=False):
            with Panel(say("Verdict")):
                yield Facts(told(telling.result(self._result)))
                with Horizontal(classes="buttons"):
                    yield Button(say("Save report"), id="save", compact=True, variant="primary")
                    yield Button(say("Open report"), id="open", compact=True)
                    yield Button(say("Replay"), id="replay", compact=True)
                    yield Button(say("Evidence"), id="evidence", compact=True)
            with Panel(say("Runs"), id="bench"):
                rows = options(map(_row, count(1), self._result.runs), say("none yet"))
                yield Rows(*rows, compact=True, markup=False, id="builds")
                yield MemoryChart(id="chart")
            with Panel(say("Figures")):
                yield Facts(told(telling.table(self._result)))

    def on_mount(self) -> None:
        """The first build is chosen."""
        builds = self.query_one(OptionList)
        builds.focus()
        if self._result.runs:
            builds.highlighted = 0

    @property
    def _run(self) -> BuildRun | None:
        chosen = self.query_one(OptionList).highlighted
        return self._result.runs[chosen] if chosen is not None and self._result.runs else None

    def on_option_list_option_highlighted(self) -> None:
        """Draw the chosen build, whole."""
        self._frame = FRAMES
        self._draw()

    def _draw(self) -> None:
        run = self._run
        if run is None:
            return
        until = None if self._frame >= FRAMES else Seconds(run.wall * self._frame / FRAMES)
        limit = float(run.mem_total) if run.mem_total else None
        hit = bench.killed_at(run)
        shown = hit if hit is not None and (until is None or hit <= until) else None
        curve = Curve(bench.curve_points(run.samples, until), limit, shown, least_span=max(1.0, run.wall))
        self.query_one(MemoryChart).curve = curve

    def action_replay(self) -> None:
        """Draw the chosen build again, as it went."""
        self._frame = 0
        self._next_frame()

    def _next_frame(self) -> None:
        if self.is_attached:
            self._draw()
            if self._frame < FRAMES:
                self._frame += 1
                later(self, FRAME, self._next_frame)

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Each button does what its key does."""
        await self.run_action(event.button.id or "back")

    def action_evidence(self) -> None:
        """Show what the verdict on the chosen build rests on."""
        from wslmem.tui.lines.verdict import verdict
        from wslmem.tui.screens.text import TextDialog

        if self._run is not None:
            self.app.push_screen(TextDialog(say("Evidence"), verdict(self._run.verdict)))

    def action_save(self) -> None:
        """Write the report beside the saved runs."""
        self.run_worker(partial(self._save, show=False), thread=True, group="report", exclusive=True)

    def action_open(self) -> None:
        """Write the report and open it in the browser."""
        self.run_worker(partial(self._save, show=True), thread=True, group="report", exclusive=True)

    def _save(self, *, show: bool) -> None:
        try:
            self.post_message(self.Saved(reports.save_all(self._result, self._folder / "report"), show=show))
        except WslmemError as error:
            self.post_message(self.Saved((), show=False, error=error))

    def on_bench_result_screen_saved(self, message: Saved) -> None:
        """Say where it is."""
        if message.error is not None:
            self.notify(tell(errors.in_one(message.error)), severity="error", timeout=20)
            return
        self.notify(say("Report saved in {folder}", folder=self._folder / "report"), timeout=10)
        page = next((path for path in message.files if path.suffix == ".html"), None)
        if message.show and page is not None:
            self.app.open_url(page.as_uri())


def _row(number: int, run: BuildRun) -> Fact:
    line = f"{sign(telling.tone_of(run))}{tell(bench.run_line(run))}"
    return Fact(f"{number:>3}  {tell(name_of(run.side))}", line, strong=True)

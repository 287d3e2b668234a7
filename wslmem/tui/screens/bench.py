"""Watch a benchmark: progress, the build's memory against the limit, results as they come."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.reactive import reactive
from textual.widgets import Button, ProgressBar

from wslmem.tui.lines import bench
from wslmem.tui.screens.base import LAST, BaseScreen
from wslmem.tui.stories.bench import BenchStory
from wslmem.tui.widgets.facts import Facts
from wslmem.tui.widgets.memory_chart import Curve, MemoryChart
from wslmem.tui.widgets.panel import Panel
from wslmem.words import mark, say


class BenchScreen(BaseScreen[None], inherit_bindings=False):
    """Drawn from the app's story; leaving it stops nothing."""

    NAME = mark("Benchmark")
    TELLS = mark(
        "The chart is the memory that the build's processes use; the line is the VM's MemTotal, the cross marks a "
        "kill. Every run is saved as it ends. Stop ends the build in WSL, keeps finished runs, and restores the file. "
        "You may leave this screen: the benchmark continues."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "stop", mark("Stop")),
        Binding("enter,o", "open", mark("Result"), key_display="o"),
        *LAST,
    ]
    story: reactive[BenchStory | None] = reactive(None)

    def body(self) -> ComposeResult:
        """State and bar, chart, runs."""
        with VerticalScroll(id="bench"):
            with Panel(say("State")):
                yield Facts(id="state")
                yield ProgressBar(show_eta=False, show_percentage=False)
                with Horizontal(classes="buttons"):
                    yield Button(say("Back"), id="back", compact=True)
                    yield Button(say("Stop"), id="stop", compact=True, variant="error")
                    yield Button(say("Result"), id="open", compact=True, variant="primary")
            with Panel(say("Build memory")), Horizontal(id="chart-line"):
                yield MemoryChart(id="chart")
                yield Facts(id="sample")
            with Panel(say("Runs so far")):
                yield Facts(id="runs")

    def on_mount(self) -> None:
        """Follow the story."""
        self.follow("bench_story", "story")

    def watch_story(self, old: BenchStory | None, story: BenchStory | None) -> None:
        """Draw what changed: a sample moves the chart alone."""
        if story is None:
            return
        self.query_one("#chart", MemoryChart).curve = _curve(story)
        self.query_one("#sample", Facts).facts = tuple(bench.sample(story))
        if old is not None and old.samples is not story.samples and old.runs is story.runs and story.samples[1:]:
            return
        self.query_one("#state", Facts).facts = tuple(bench.state(story))
        self.query_one("#runs", Facts).facts = tuple(bench.runs(story.runs))
        total = story.plan.builds if story.plan is not None else None
        self.query_one(ProgressBar).update(total=total, progress=story.done)
        # One takes the place of the other at once.
        self.query_one("#stop").display = story.stoppable
        self.query_one("#open").display = story.result is not None
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show a key only where it does something."""
        del parameters
        story = self.story
        if action == "stop":
            return story is not None and story.stoppable
        return story is not None and story.result is not None if action == "open" else True

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Each button does what its key does."""
        await self.run_action(event.button.id or "back")

    def action_stop(self) -> None:
        """Stop the build in WSL; what ran is kept."""
        self.jobs.cancel("bench")
        self.notify(say("Stopping the build; finished runs are kept."))

    def action_open(self) -> None:
        """Open the result."""
        story = self.story
        if story is not None and story.end is not None:
            from wslmem.tui.screens.bench_result import BenchResultScreen

            self.app.push_screen(BenchResultScreen(self.jobs, self.state, story.end.result, story.end.folder))


def _curve(story: BenchStory) -> Curve | None:
    """The running build from its first reading on; until then the last one, with its kill."""
    if story.running is not None and story.samples:
        total = story.running.mem_total
        return Curve(bench.curve_points(story.samples), float(total) if total else None)
    if not story.runs:
        return None
    last = story.runs[-1]
    limit = float(last.mem_total) if last.mem_total else None
    return Curve(bench.curve_points(last.samples), limit, bench.killed_at(last))

"""Plan a benchmark: what is compared, how often, and what it costs."""

from __future__ import annotations

import shlex
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Checkbox, Input, RadioSet

from wslmem.bench.plan import BUILD, FULL_RUNS, BenchPlan
from wslmem.errors import WslmemError
from wslmem.telling import bench
from wslmem.tui.bench_choice import RUNS, BenchChoice, plan_of
from wslmem.tui.jobs import Jobs
from wslmem.tui.screens.base import LAST, BaseScreen
from wslmem.tui.screens.bench import BenchScreen
from wslmem.tui.state import State
from wslmem.tui.widgets.facts import Fact, Facts, told
from wslmem.tui.widgets.panel import Panel
from wslmem.tui.widgets.ticks import Choice, ConsentBox
from wslmem.words import mark, say, tell
from wslmem.workflows import draft as drafts
from wslmem.workflows.draft import Draft


class BenchPlanScreen(BaseScreen[None], inherit_bindings=False):
    """A choice and the plan it makes; starts nothing before it is agreed to."""

    NAME = mark("Plan a benchmark")
    TELLS = mark(
        "A benchmark builds the project several times with the current settings and several times with others, each "
        "time with an empty cache, and compares. Builds that are killed count as results. The order A B B A keeps a "
        "machine that warms up from favoring one setting. Six runs per setting can show a difference in time; three "
        "are a quick look."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("s,ctrl+s", "start", mark("Start"), key_display="s"), *LAST]

    def __init__(self, jobs: Jobs, state: State, advised: Draft | None) -> None:
        super().__init__(jobs, state)
        self._drafts: list[tuple[str, Draft | None]] = []
        if advised is not None:
            self._drafts.append((say("current settings vs. recommended"), advised))
        for profile in state.profiles:
            self._drafts.append(
                (say("current settings vs. profile {name}", name=profile.name), drafts.of_profile(profile))
            )
        self._drafts.append((say("current settings only: no restart, no changes"), None))

    def body(self) -> ComposeResult:
        """Choices, then what they amount to."""
        with VerticalScroll(id="page", can_focus=False):
            with Panel(say("Compare")), RadioSet(id="what", compact=True):
                for number, (label, _) in enumerate(self._drafts):
                    yield Choice(label, value=number == 0)
            with Panel(say("Runs per setting")), RadioSet(id="runs", compact=True):
                for runs, word in zip(RUNS, (say("quick"), say("standard"), say("thorough")), strict=True):
                    yield Choice(f"{runs:>2}  {word}", value=runs == FULL_RUNS)
            with Panel(say("Build command")), Horizontal(classes="line"):
                yield Input(shlex.join(BUILD), compact=True, id="command")
            with Panel(say("Before each run (for tools that only clean)")), Horizontal(classes="line"):
                yield Input("", compact=True, id="prepare", placeholder=say("none; for example: make clean"))
            with Panel(say("What it will do")):
                yield Facts(id="plan")
                yield ConsentBox(say("Keep the new settings afterwards"), id="keep")
                yield ConsentBox(say("Restart WSL; everything running in it stops"), id="restart")
            with Horizontal(classes="buttons"):
                yield Button(say("Start"), id="start", compact=True, variant="primary")

    def on_mount(self) -> None:
        """Show the plan of the first choice."""
        self._redraw()
        self.query_one("#what").focus()

    def on_radio_set_changed(self) -> None:
        """Another choice."""
        self._redraw()

    def on_checkbox_changed(self) -> None:
        """Another choice."""
        self._redraw()

    def on_input_changed(self) -> None:
        """Another command."""
        self._redraw()

    def _choice(self) -> BenchChoice:
        what = max(0, self.query_one("#what", RadioSet).pressed_index)
        runs = max(0, self.query_one("#runs", RadioSet).pressed_index)
        keep = self.query_one("#keep", Checkbox).value
        texts = (self.query_one(name, Input).value for name in ("#command", "#prepare"))
        return BenchChoice(self._drafts[what][1], RUNS[runs], keep, *texts)

    def _plan(self) -> BenchPlan | str:
        known = self.state.survey
        if known is None or self.state.project is None:
            return say("A benchmark needs a Go project: start wslmem in one.")
        try:
            return plan_of(self._choice(), known, str(self.state.project))
        except ValueError:
            return say("The command has an open quote.")
        except WslmemError as error:
            return f"{tell(error.cause)}\n{tell(error.next_step)}"

    def _redraw(self) -> None:
        plan = self._plan()
        restart = self.query_one("#restart", Checkbox)
        good = isinstance(plan, BenchPlan)
        self.query_one("#plan", Facts).facts = (
            tuple(told(bench.plan(plan))) if isinstance(plan, BenchPlan) else (Fact("", plan),)
        )
        restart.display = self.query_one("#keep").display = isinstance(plan, BenchPlan) and plan.restart
        self.query_one("#start", Button).disabled = not good or (restart.display and not restart.value)

    def on_button_pressed(self) -> None:
        """Start by mouse."""
        self.action_start()

    def action_start(self) -> None:
        """Start, if everything is agreed to."""
        plan = self._plan()
        if isinstance(plan, BenchPlan) and not self.query_one("#start", Button).disabled:
            self.app.pop_screen()
            self.jobs.bench(plan)
            self.app.push_screen(BenchScreen(self.jobs, self.state))
        else:
            self.notify(say('First allow the restarts, or choose "current settings only".'), severity="warning")

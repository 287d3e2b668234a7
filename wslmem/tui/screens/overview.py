"""The overview: why builds die, and what will help, in one look."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.reactive import reactive
from textual.widgets import Button

from wslmem.telling.fact import Fact, Tone, alone
from wslmem.text import Text
from wslmem.tui.later import later
from wslmem.tui.screens.base import HELP, MOVES, BaseScreen
from wslmem.tui.widgets.budget_bar import BudgetBar
from wslmem.tui.widgets.facts import Facts, told
from wslmem.tui.widgets.panel import Panel
from wslmem.units import show_size
from wslmem.words import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wslmem.workflows.forecast import Forecast
    from wslmem.workflows.survey import Survey

WIDE, TALL = 100, 28
PLACES = frozenset(
    {
        *("headline", "because", "bar", "shares", "advice-headline", "gist", "advice-buttons", "sums", "sum-line"),
        *("verdict", "vm", "project-panel", "project", "file-panel", "file"),
    }
)
"""Where what is known is drawn. They are composed one after the other, at the start and in another language."""
LOOK_AGAIN = 0.02
"""Seconds between two looks whether the screen is there as a whole."""


class OverviewScreen(BaseScreen[None], inherit_bindings=False):
    """Everything at a glance; drawn from the app's survey."""

    NAME = mark("Overview")
    TELLS = mark(
        "The first line says what becomes of a build as things are. The bar is the RAM of this computer: what "
        "Windows uses, what the VM may take, and what stays free; the mark below it is where the build's need ends."
        " If the mark lies right of the VM's limit, the build swaps or is killed. Nothing is written and WSL is not"
        " stopped before you say so."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "app.change", mark("Change")),
        Binding("a", "app.apply_advice", mark("Apply")),
        Binding("b", "app.go('benchmarks')", mark("Bench")),
        Binding("e", "app.go('explain')", mark("Explain")),
        Binding("f", "app.findings", mark("Findings"), show=False),
        Binding("h", "app.go('history')", mark("History")),
        Binding("w", "app.go('watch')", mark("Watch")),
        HELP,
        Binding("t", "app.restart", mark("Restart WSL"), show=False),
        Binding("i", "app.why", mark("Why this recommendation"), show=False),
        Binding("o", "app.what_if", mark("Another computer"), show=False),
        Binding("p", "app.project", mark("Project"), show=False),
        Binding("r,f5", "app.look_again", mark("Refresh"), show=False),
        Binding("y", "app.copy_settings", mark("Copy recommended settings"), show=False),
        *MOVES,
    ]
    survey: reactive[Survey | None] = reactive(None)

    def body(self) -> ComposeResult:
        """Verdict and bar, advice, then three columns of facts."""
        with VerticalScroll(id="overview"):
            with Panel(say("Will the build complete?"), id="verdict"):
                yield Facts(told([alone(Text("Reading settings..."), Tone.QUIET)]), id="headline")
                yield Facts(id="because")
                yield BudgetBar(id="bar")
                yield Facts(id="shares")
            with Panel(say("Recommendation"), id="advice"):
                yield Facts(id="advice-headline")
                with Horizontal(id="advice-columns"):
                    with Vertical(id="advice-words"):
                        yield Facts(id="gist")
                        yield Horizontal(id="advice-buttons")
                    yield Facts(id="sums")
                yield Facts(id="sum-line")
            with Container(id="facts"):
                yield Panel(say("VM"), Facts(id="vm"), id="vm-panel")
                with Panel(say("Project"), id="project-panel"):
                    yield Facts(id="project")
                with Panel(say(".wslconfig"), id="file-panel"):
                    yield Facts(id="file")

    def on_mount(self) -> None:
        """Follow the app's survey."""
        self.follow("survey", "survey")

    async def recompose(self) -> None:
        """Also draw what is known: in another language everything is said again."""
        await super().recompose()
        self.watch_survey(self.survey)

    def on_resize(self) -> None:
        """One row of bar where there is little room."""
        self.query_one(BudgetBar).rows = 2 if self.size.width >= WIDE and self.size.height >= TALL else 1

    def watch_survey(self, known: Survey | None) -> None:
        """Draw what is known now."""
        if known is None or not self.app.is_running:  # an app that ends lets nothing be mounted
            return
        if PLACES.difference(one.id for one in self.query("*") if one.id):
            later(self, LOOK_AGAIN, lambda: self.watch_survey(self.survey))
            return
        from wslmem.telling import forecast as outcome
        from wslmem.telling import status, wslc
        from wslmem.telling.ignored import ignored
        from wslmem.workflows.forecast import forecast
        from wslmem.workflows.survey import UNSIZED, Pending

        if not self.query("#change"):
            self._offer()
        now = forecast(known)
        self._show("headline", outcome.headlines(known, now))
        self._show("because", outcome.because(known))
        self._draw_bar(known, now)
        self._draw_recommendation(known)
        self.query_one("#restart").display = known.pending is Pending.RESTART_NEEDED
        self.query_one("#findings-choice").display = any(ignored(known))
        if known.complete:
            self._focus_first(known)
        self._show("vm", (*status.vm(known).facts, *status.version(known), *wslc.brief(known)))
        self._show("project", (*status.project(known).facts, *status.unsized(known)))
        self.query_one("#findings").display = bool(known.findings)
        cautions = known.recommendation.cautions if known.recommendation is not None else ()
        elsewhere = {UNSIZED, *(one.code for one in cautions)}
        self._show("file", (*status.findings(known), *status.warnings(known, but=elsewhere), *status.limits(known)))

    def _offer(self) -> None:
        """Mount the buttons. Before anything is known there is nothing to do, and the first picture is there sooner."""
        self.query_one("#advice-buttons").mount(
            Button(say("Apply recommended"), id="apply-advice", compact=True, variant="primary"),
            Button(say("Change"), id="change", compact=True),
            Button(say("Why?"), id="why", compact=True),
            Button(say("Restart WSL"), id="restart", compact=True),
        )
        choice = Button(say("Choose project"), id="project-choice", compact=True)
        self.query_one("#project-panel").mount(choice, before=0)
        # The one below lies under the edge of a small window; where it is what matters first, it stands first.
        first = Button(say("All findings"), id="findings-choice", compact=True)
        self.query_one("#verdict").mount(first, after="#headline")
        self.query_one("#file-panel").mount(Button(say("All findings"), id="findings", compact=True), before=0)

    def _focus_first(self, known: Survey) -> None:
        """Let Enter do what matters first, unless somebody has moved the focus already."""
        from wslmem.telling.ignored import ignored
        from wslmem.workflows.survey import Pending

        if isinstance(self.focused, Button) and self.focused.display:
            return
        found = known.recommendation
        first = (
            ("#findings-choice", any(ignored(known))),
            ("#apply-advice", found is not None and any(one.value for one in found.settings)),
            ("#restart", known.pending is Pending.RESTART_NEEDED),
            ("#project-choice", known.project is None),
        )
        for name, matters in first:
            if matters:
                self.query_one(name).focus(scroll_visible=False)
                return

    def _draw_recommendation(self, known: Survey) -> None:
        from wslmem.telling import advice
        from wslmem.telling import forecast as outcome
        from wslmem.workflows.draft import preset
        from wslmem.workflows.forecast import forecast

        found = known.recommendation
        changes = found is not None and any(one.value for one in found.settings)
        self.query_one("#apply-advice").display = changes
        self.query_one("#why").display = found is not None
        if found is None:
            self._show("gist", [advice.missing(complete=known.complete)])
            return
        self._show("advice-headline", [advice.headline(found)])
        then = outcome.result(known, forecast(known, preset("advised", known)))
        words = (*advice.settings(found, unchanged=False), *advice.options(found), *advice.warnings(found), *then)
        self._show("gist", words)
        self._show("sums", advice.sums(found, reasons=False))
        self._show("sum-line", [line] if (line := advice.sum_line(found)) else [])

    def _draw_bar(self, known: Survey, now: Forecast) -> None:
        from wslmem.telling.forecast import committed

        self.query_one(BudgetBar).budget = now.budget
        self._show("shares", [fact for fact in (committed(known.host),) if fact])
        if known.host is not None:
            size = show_size(known.host.total)
            self.query_one("#verdict").border_subtitle = say("{size} RAM", size=size)

    def _show(self, name: str, facts: Iterable[Fact]) -> None:
        self.query_one(f"#{name}", Facts).facts = tuple(told(facts))

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """The buttons do what their keys do."""
        await self.run_action(f"app.{str(event.button.id).replace('-', '_').removesuffix('_choice')}")

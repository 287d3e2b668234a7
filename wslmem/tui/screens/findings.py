"""Findings: what is wrong with the file, worst first; what each fix would write, and a way to have it written."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Button, OptionList

from wslmem.errors import WslmemError
from wslmem.telling import errors
from wslmem.telling import findings as telling
from wslmem.tui import requests
from wslmem.tui.jobs import Jobs
from wslmem.tui.screens.base import LAST, BaseScreen
from wslmem.tui.state import State
from wslmem.tui.tone import sign
from wslmem.tui.widgets.diff_view import DiffView
from wslmem.tui.widgets.facts import Fact, Facts, told, words_of
from wslmem.tui.widgets.panel import Panel
from wslmem.tui.widgets.paragraph import options
from wslmem.tui.widgets.row_filter import FILTER, RowFilter
from wslmem.tui.widgets.row_list import RowList
from wslmem.words import mark, say, tell
from wslmem.workflows.survey import Survey
from wslmem.wslconfig.findings import Finding
from wslmem.wslconfig.repairs import ALL, Mended


class FindingsScreen(BaseScreen[None], inherit_bindings=False):
    """Drawn from the app's survey; each fix is planned in a thread before it is offered."""

    NAME = mark("Findings")
    TELLS = mark(
        "Everything in the file that WSL ignores, misreads or warns of, worst first. Choose one to see what its fix "
        "would change. A fix is written only if WSL reads the file as before in all else; the old file is backed up "
        "first, and WSL is not restarted."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "fix", mark("Fix")),
        Binding("o", "other", mark("Other fix")),
        Binding("a", "fix_all", mark("Fix all")),
        FILTER,
        *LAST,
    ]
    survey: reactive[Survey | None] = reactive(None, init=False)

    class Planned(Message):
        """What a fix would make of the file."""

        def __init__(self, mended: Mended | None, error: WslmemError | None = None) -> None:
            super().__init__()
            self.mended = mended
            self.error = error

    def __init__(self, jobs: Jobs, state: State) -> None:
        super().__init__(jobs, state)
        self._all: list[Finding] | None = None
        self._found: list[Finding] = []
        self._number = 1
        self._mended: Mended | None = None

    def body(self) -> ComposeResult:
        """The list, the finding, its fix."""
        with Vertical(classes="page"):
            with Panel(say("Findings, worst first"), classes="main", id="found"):
                yield RowFilter()
                yield RowList()
            with Panel(say("Finding"), id="finding-panel"):
                yield Facts(id="finding")
            with Panel(say("The fix would change"), classes="main", id="planned"):
                with VerticalScroll(can_focus=False, classes="main"):
                    yield DiffView(id="diff", markup=False)
                with Horizontal(classes="buttons"):
                    yield Button(say("Fix"), id="fix", compact=True, variant="primary", disabled=True)
                    yield Button(say("Other fix"), id="other", compact=True)
                    yield Button(say("Fix all"), id="fix-all", compact=True)

    def on_mount(self) -> None:
        """Follow the survey."""
        self.follow("survey", "survey")
        self.query_one(OptionList).focus()

    def watch_survey(self, known: Survey | None) -> None:
        """Show the findings, unless they are those that are shown."""
        if known is None:
            return
        found = telling.worst_first(known.findings)
        if found != self._all:
            self._all = found
            self._list()

    def on_input_changed(self) -> None:
        """Show the rows that fit."""
        self._list()

    def action_filter(self) -> None:
        """Ask for a part of the rows."""
        self.query_one(RowFilter).ask()

    def _list(self) -> None:
        fits, every = self.query_one(RowFilter).fits, self._all or []
        self._found, self._number = [one for one in every if fits(words_of(_row(one)))], 1
        rows = self.query_one(OptionList)
        rows.clear_options()
        none = say("no such row") if every else say("No problems in the file.")
        rows.add_options(options([_row(one) for one in self._found], none))
        rows.highlighted = 0 if self._found else None
        self._show()

    def on_option_list_option_highlighted(self) -> None:
        """Another finding."""
        self._number = 1
        self._show()

    @property
    def _chosen(self) -> Finding | None:
        at = self.query_one(OptionList).highlighted
        return self._found[at] if self._found and at is not None else None

    def _show(self) -> None:
        finding, known = self._chosen, self.survey
        self._mended = None
        self.query_one("#fix", Button).disabled = True
        self.query_one("#other").display = finding is not None and len(finding.fixes) > 1
        self.query_one("#fix-all").display = any(one.fixes for one in self._all or [])
        self.refresh_bindings()
        self.query_one("#finding", Facts).facts = tuple(told(telling.told(finding))) if finding is not None else ()
        self.query_one(DiffView).show("", say("no fix that wslmem can make"))
        if finding is not None and finding.fixes and known is not None:
            rule = f"{finding.rule}:{self._number}"
            self.run_worker(partial(self._plan, known, rule), thread=True, group="plan", exclusive=True)

    def _plan(self, known: Survey, rule: str) -> None:
        try:
            self.post_message(self.Planned(_planned(known, rule)))
        except WslmemError as error:
            self.post_message(self.Planned(None, error))

    def on_findings_screen_planned(self, message: Planned) -> None:
        """Show what the fix would change."""
        self._mended = message.mended
        diff = message.mended.plan.diff(str(self.state.paths.wslconfig)) if message.mended is not None else ""
        why = tell(errors.in_one(message.error)) if message.error is not None else say("Nothing changes.")
        self.query_one(DiffView).show(diff, why)
        self.query_one("#fix", Button).disabled = not diff

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Each button does what its key does."""
        await self.run_action(str(event.button.id).replace("-", "_"))

    def on_option_list_option_selected(self) -> None:
        """Enter fixes, after a question."""
        self.action_fix()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show a key only where it does something."""
        del parameters
        return self.query_one("#other").display if action == "other" and self.is_mounted else True

    def action_other(self) -> None:
        """Look at the next fix of the finding."""
        finding = self._chosen
        if finding is not None and finding.fixes:
            self._number = self._number % len(finding.fixes) + 1
            self._show()

    def action_fix(self) -> None:
        """Ask, then write the fix that is shown."""
        if self._mended is not None and not self._mended.plan.empty:
            self._ask(self._mended)
        elif self._chosen is not None and not self._chosen.fixes:
            self.notify(say("no fix that wslmem can make"))

    def action_fix_all(self) -> None:
        """Ask, then write every fix that nobody has to choose."""
        known = self.survey
        if known is None or not any(one.fixes for one in self._all or []):
            self.notify(say("no fix that wslmem can make"))
            return
        try:
            self._ask(_planned(known, ALL))
        except WslmemError as error:
            self.notify(tell(errors.in_one(error)), severity="warning")

    def _ask(self, mended: Mended) -> None:
        known = self.survey
        if known is not None:
            fix = requests.fix(self.app, self.jobs, self.state, known.file, mended)
            self.app.run_worker(fix, group=requests.REVIEW, exclusive=True)


def _row(finding: Finding) -> Fact:
    tone = telling.TONES[finding.severity]
    severity = f"{sign(tone)}{tell(telling.SEVERITIES[finding.severity])}"
    return Fact(severity, tell(telling.brief(finding)), strong=True)


def _planned(known: Survey, rule: str) -> Mended:
    """What the fix of a rule, or of all, would make of the file as the survey saw it."""
    from wslmem.workflows import sight
    from wslmem.wslconfig.repairs import fix

    host, version = known.host, known.wsl.version if known.wsl else None
    around = sight.of(known.paths, known.document, version)
    total, processors = (host.total, host.processors) if host else (None, None)
    return fix(known.document, rule, host_total=total, processors=processors, sight=around)

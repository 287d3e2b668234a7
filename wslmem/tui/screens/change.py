"""Change memory, swap and processors, and see at once what it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.reactive import reactive
from textual.widgets import Button

from wslmem.telling import change
from wslmem.telling import fact as telling
from wslmem.text import Text
from wslmem.tui import requests
from wslmem.tui.jobs import Jobs
from wslmem.tui.messages import KeepProfile
from wslmem.tui.screens.base import LAST, BaseScreen
from wslmem.tui.state import State
from wslmem.tui.widgets.budget_bar import BudgetBar
from wslmem.tui.widgets.diff_view import DiffView
from wslmem.tui.widgets.facts import Facts, told
from wslmem.tui.widgets.panel import Panel
from wslmem.tui.widgets.setting_field import SettingField
from wslmem.units import spell_size
from wslmem.words import mark, say, tell
from wslmem.workflows import draft as drafts
from wslmem.workflows import forecast as forecasts
from wslmem.workflows.draft import Draft
from wslmem.workflows.forecast import Forecast, forecast
from wslmem.workflows.survey import Survey


class ChangeScreen(BaseScreen[None], inherit_bindings=False):
    """The draft and what it leads to; writes nothing."""

    NAME = mark("Change settings")
    TELLS = mark(
        "Type a size (12GB, 1536MB), step it with the arrow keys, or drag the bar. An empty field is WSL's own "
        "default. What WSL would not read cannot be entered. Below stand what becomes of the build and what changes"
        " in the file. Nothing is written here: Review shows everything once more and asks."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,ctrl+s", "review", mark("Review"), key_display="r"),
        Binding("a", "preset('advised')", mark("Recommend")),
        Binding("n", "preset('now')", mark("Current")),
        Binding("d", "preset('default')", mark("Default")),
        Binding("p", "profiles", mark("Profiles"), show=False),
        Binding("s", "save", mark("Save profile"), show=False),
        *LAST,
    ]
    draft: reactive[Draft] = reactive(Draft, init=False)
    survey: reactive[Survey | None] = reactive(None)

    def __init__(self, jobs: Jobs, state: State, draft: Draft) -> None:
        super().__init__(jobs, state)
        self.set_reactive(ChangeScreen.draft, draft)
        self._refused: dict[str, Text] = {}
        self._forecast: Forecast | None = None

    def body(self) -> ComposeResult:
        """Bar, fields and presets, outcome, diff."""
        with VerticalScroll(id="change", can_focus=False):
            with Panel(say("Memory of this computer")):
                yield BudgetBar(draggable=True, id="bar")
            with Panel(say("Settings"), id="settings"):
                for name in drafts.KEYS:
                    yield SettingField(name)
                with Horizontal(id="presets"):
                    yield Button(say("Recommended"), id="advised", compact=True)
                    yield Button(say("Current"), id="now", compact=True)
                    yield Button(say("WSL default"), id="default", compact=True)
                    yield Button(say("Profiles"), id="profiles", compact=True)
                    yield Button(say("Save profile"), id="save", compact=True)
                    yield Button(say("Review"), id="review", compact=True, variant="primary")
            with Panel(say("Outcome")):
                yield Facts(id="outcome")
            with Panel(say("Changes to the file"), id="diff-panel"):
                yield DiffView(id="diff", markup=False)

    def on_mount(self) -> None:
        """Follow the app's survey; begin in the first field."""
        self.follow("survey", "survey")
        self.query_one("#field-memory SettingInput").focus()

    def watch_survey(self) -> None:
        """The machine changed, the draft did not."""
        self._redraw()

    def watch_draft(self) -> None:
        """Another draft."""
        self._redraw()

    def _redraw(self) -> None:
        known = self.survey
        if known is None:
            return
        self._forecast = found = forecast(known, self.draft)
        self.query_one(BudgetBar).budget = found.budget
        self.query_one("#outcome", Facts).facts = tuple(told(change.outcome(known, found)))
        plan = found.plan
        self.query_one(DiffView).show(
            "" if plan is None else plan.diff(str(known.paths.wslconfig)),
            say("Nothing changes.") if found.problem is None else tell(found.problem),
        )
        for name in drafts.KEYS:
            self._redraw_field(name, known, found)
        self.query_one("#review", Button).disabled = not self._reviewable

    def _redraw_field(self, name: str, known: Survey, found: Forecast) -> None:
        field = self.query_one(f"#field-{name}", SettingField)
        refused = self._refused.get(name)
        if refused is None:
            field.show(getattr(self.draft, name))
        field.tell(tell(refused or change.meaning(name, known, found)), refused=refused is not None)

    @property
    def _reviewable(self) -> bool:
        edit = self._forecast.plan if self._forecast is not None else None
        return edit is not None and not edit.empty and not self._refused

    def on_setting_field_changed(self, event: SettingField.Changed) -> None:
        """A value goes into the draft; anything else stays out, with its reason."""
        self.query_one(f"#field-{event.name}", SettingField).heard()
        why = drafts.why_not(event.name, event.text, self.survey.host if self.survey is not None else None)
        self._refused.pop(event.name, None)
        if why is not None:
            self._refused[event.name] = why
            self._redraw()
            return
        self._set(self.draft.changed(event.name, event.text))

    def on_setting_field_stepped(self, event: SettingField.Stepped) -> None:
        """A step from the value there."""
        self._refused.pop(event.name, None)
        if self.survey is not None and self._forecast is not None:
            value = forecasts.stepped(event.name, event.steps, self.survey, self._forecast)
            self._set(self.draft.changed(event.name, value))

    def on_budget_bar_picked(self, event: BudgetBar.Picked) -> None:
        """The bar was pressed or dragged."""
        self._refused.pop("memory", None)
        self._set(self.draft.changed("memory", spell_size(event.limit)))

    def _set(self, draft: Draft) -> None:
        if draft == self.draft:
            self._redraw()
        self.draft = draft

    def explained(self) -> Mapping[str, Iterable[telling.Fact]]:
        """What the setting in whose field the cursor is means: values, default, since when."""
        from wslmem.telling.settings import explained
        from wslmem.wslconfig import catalogue

        focused = next((name for name in drafts.KEYS if self.query(f"#field-{name}:focus-within")), "memory")
        setting = catalogue.find(focused)
        return {} if setting is None else {setting.name: explained(setting)}

    def action_preset(self, name: str) -> None:
        """Take over one of the three drafts that are always there."""
        self._refused.clear()
        if self.survey is not None:
            self._set(drafts.preset(name, self.survey))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Presets and review by mouse."""
        name = event.button.id or ""
        if name in ("advised", "now", "default"):
            self.action_preset(name)
        elif name in ("review", "profiles", "save"):
            getattr(self, f"action_{name}")()

    def action_review(self) -> None:
        """Show everything once more, and ask."""
        if self._reviewable:
            review = requests.review(self.app, self.jobs, self.state, self.draft)
            self.app.run_worker(review, group=requests.REVIEW, exclusive=True)
        else:
            self.notify(say("Nothing to review: the file already has these settings, or a field is invalid."))

    def action_profiles(self) -> None:
        """Choose a saved profile."""
        self.run_worker(self._choose_profile())

    async def _choose_profile(self) -> None:
        from wslmem.tui.screens.profiles import ProfilesDialog

        profile = await self.app.push_screen_wait(ProfilesDialog(self.state.profiles))
        if profile is not None:
            self._refused.clear()
            self._set(drafts.of_profile(profile))

    def action_save(self) -> None:
        """Keep the draft under a name."""
        self.run_worker(self._save_profile())

    async def _save_profile(self) -> None:
        from wslmem.tui.screens.profiles import NameDialog

        name = await self.app.push_screen_wait(NameDialog())
        if name:
            self.app.post_message(KeepProfile(drafts.as_profile(name, self.draft)))

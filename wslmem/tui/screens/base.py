"""What every screen has: the top line, the footer, its help, and key names in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from wslmem.telling import fact as telling
from wslmem.tui.footer import fitting
from wslmem.tui.screens.dialog import translated
from wslmem.tui.state import not_yet
from wslmem.tui.widgets.key_footer import KeyFooter
from wslmem.tui.widgets.top_line import TopLine
from wslmem.words import mark, say, tell

if TYPE_CHECKING:
    from textual.binding import ActiveBinding
    from textual.geometry import Size

    from wslmem.tui.jobs import Jobs
    from wslmem.tui.state import State

R = TypeVar("R")
MEDIUM = 80
"""Columns from which the footer is spaced."""
LEAST_WIDTH, LEAST_HEIGHT = 40, 10
"""Cells below which nothing that can be read would be left."""
BACK = Binding("escape", "back", mark("Back"))
HELP = Binding("question_mark,f1", "help", mark("Help"))
MOVES = (
    Binding("tab", "app.focus_next", show=False),
    Binding("shift+tab", "app.focus_previous", show=False),
    Binding("ctrl+c,super+c", "screen.copy_text", show=False),
    Binding("pagedown", "page(1)", mark("A page further"), show=False),
    Binding("pageup", "page(-1)", mark("A page back"), show=False),
)
"""Textual's own, which a screen that gives the order of its keys loses, and a way to what lies below the edge."""
LAST = (BACK, HELP, *MOVES)
"""What the keys of a screen end with."""


class BaseScreen(Screen[R]):
    """A whole screen. Subclasses set `NAME` and `TELLS`, and compose `body`."""

    NAME: ClassVar[str]
    """The title."""
    TELLS: ClassVar[str] = ""
    """What the help says of it."""
    BINDINGS: ClassVar[list[BindingType]] = [*LAST]

    state: reactive[State] = reactive(not_yet, init=False)

    def __init__(self, jobs: Jobs, state: State) -> None:
        # With the classes of its size from the start, so that the first resize need not style everything again.
        super().__init__(classes=" ".join(self._classes_at(self.app.size)))
        self.jobs = jobs
        self.set_reactive(BaseScreen.state, state)

    def _classes_at(self, size: Size) -> set[str]:
        wide = self._get_breakpoint_classes(size.width, self.app.HORIZONTAL_BREAKPOINTS or [])
        return wide | self._get_breakpoint_classes(size.height, self.app.VERTICAL_BREAKPOINTS or [])

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """Textual's, named in the reader's language, of which the footer shows those that fit; none once it was left.

        What a key is shown for may be a part of the screen that is gone already.
        """
        if not self._listens:
            return {}
        found, width = translated(super().active_bindings), self.app.size.width
        return fitting(found, width, compact=width < MEDIUM, shown=self.app.get_key_display)

    def compose(self) -> ComposeResult:
        """Top line, body, footer."""
        yield TopLine(say(self.NAME), str(self.state.paths.wslconfig))
        yield from self.body()
        yield KeyFooter(show_command_palette=False, compact=self.app.size.width < MEDIUM)
        yield Static(say("This window is too small for wslmem. Make it larger, or press q."), id="too-small")

    def body(self) -> ComposeResult:
        """What is between top line and footer."""
        yield from ()

    def on_resize(self) -> None:
        """Less room between the keys where there is little."""
        self.query_one(KeyFooter).compact = self.size.width < MEDIUM
        self.refresh_bindings()
        self.set_class(self.size.width < LEAST_WIDTH or self.size.height < LEAST_HEIGHT, "-tiny")

    def on_mount(self) -> None:
        """Let our state be the app's as long as we are on the stack."""
        self.watch(self.app, "state", self._take)

    @property
    def _listens(self) -> bool:
        """On the stack of an app that goes on: one that ends takes the parts of its screens away first."""
        return self.app.is_running and self.is_attached and self in self.app.screen_stack

    def _take(self, state: State) -> None:
        if self._listens:
            self.state = state
            for line in self.query(TopLine):
                line.warn(say("Memory runs out: {why}", why=tell(state.alert)) if state.alert else "")

    def follow(self, theirs: str, ours: str) -> None:
        """Let our reactive `ours` follow the field `theirs` of the app's state as long as we are on the stack."""

        def take(state: State) -> None:
            if self._listens:
                setattr(self, ours, getattr(state, theirs))

        self.watch(self.app, "state", take)

    def action_back(self) -> None:
        """Leave the screen."""
        if len(self.app.screen_stack) > 1:
            self.app.pop_screen()

    def action_page(self, pages: int) -> None:
        """Scroll what is as long as the screen is short."""
        for page in self.query(VerticalScroll).results():
            if page.max_scroll_y:
                page.scroll_relative(y=pages * page.size.height, animate=False)
                return

    def action_help(self) -> None:
        """Tell about this screen and its keys."""
        from wslmem.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(say(self.NAME), say(self.TELLS), self.active_bindings, self.explained()))

    def explained(self) -> Mapping[str, Iterable[telling.Fact]]:
        """What the help tells beside it, by heading: of what has the focus, where there is more to know."""
        return {}

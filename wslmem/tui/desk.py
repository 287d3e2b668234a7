"""The app's desk: what all screens are drawn from, and the threads that bring it. What to do is in `app`."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App
from textual.constants import DEFAULT_THEME
from textual.reactive import reactive

from wslmem.errors import WslmemError
from wslmem.telling import errors
from wslmem.tui.cancels import Cancels
from wslmem.tui.messages import ApplyTold, BenchTold, Surveyed, Watched
from wslmem.visible import visible
from wslmem.words import tell

if TYPE_CHECKING:
    # What is not needed for the first picture is not imported before it.
    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel

    from wslmem.machine.host.paths import MachinePaths
    from wslmem.machine.own.preferences import Profile
    from wslmem.tui.stories.apply import ApplyStory
    from wslmem.tui.stories.bench import BenchStory
    from wslmem.workflows.survey import Survey
    from wslmem.workflows.watch import Reading

PLAIN_THEME = "textual-dark"
"""Textual's own choice where the environment (`TEXTUAL_THEME`) makes none; then the remembered theme counts."""
LOOK_AGAIN = 0.02
"""Seconds between two looks whether the first screen is there as a whole."""
READINGS = 600
"""How many readings of host and VM are kept for the watch screen."""


def _filters(*, ascii_only: bool) -> list[LineFilter]:
    """What all that is drawn goes through: one that lets nothing hostile by, and with --ascii one that replaces."""
    from wslmem.tui.harmless import HarmlessFilter

    if not ascii_only:
        return [HarmlessFilter()]
    from wslmem.tui.ascii import AsciiFilter

    return [HarmlessFilter(), AsciiFilter()]


class Desk(App[int]):
    """Holds frozen values; each message puts a newer one in the place of an older."""

    survey: reactive[Survey | None] = reactive(None)
    readings: reactive[tuple[Reading, ...]] = reactive(())
    apply_story: reactive[ApplyStory | None] = reactive(None)
    bench_story: reactive[BenchStory | None] = reactive(None)

    def __init__(self, paths: MachinePaths, project: Path | None, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.paths = paths
        self.project = project
        self.remembered_theme: str | None = None
        self.profiles: tuple[Profile, ...] = ()
        self.cancels = Cancels()
        self._loop_of_screen: asyncio.AbstractEventLoop | None = None
        self._own_filters = _filters(ascii_only=ascii_only)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's, and ours."""
        return [*super().get_line_filters(), *self._own_filters]

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Textual's, with the message as it is: a path with brackets in it is no markup, whoever asks."""
        del markup
        super().notify(visible(message), title=title, severity=severity, timeout=timeout, markup=False)

    def in_thread(self, kind: str, job: Callable[[], None]) -> None:
        """Do slow work off the screen's thread."""
        self.run_worker(job, name=kind, group=kind, thread=True)

    def on_mount(self) -> None:
        """Begin to read once the first screen is drawn."""
        self._loop_of_screen = asyncio.get_running_loop()
        self._recall_preferences()
        self._begin_after_paint()

    def leave_soon(self) -> None:
        """Leave, as the person would; for a signal, whose handler runs between any two steps of the screen's thread."""
        if self._loop_of_screen is not None:
            self._loop_of_screen.call_soon_threadsafe(self.exit)

    def _begin_after_paint(self) -> None:
        """The footer comes last; what reads the machine would only hold it up."""
        if not self.screen_stack:
            return  # the app ended before it had drawn anything
        if self.screen.query("FooterKey"):
            self.call_after_refresh(self.first_look)
        else:
            self.set_timer(LOOK_AGAIN, self._begin_after_paint)

    def first_look(self) -> None:
        """What is done once, when the first picture is whole."""
        # What is there now stays: a full collection that looks at it all holds a key up for 60 ms (measured).
        gc.freeze()
        self.begin()

    def begin(self) -> None:
        """Start what reads the machine; the app says what."""

    def _recall_preferences(self) -> None:
        if self.paths.config_toml.exists():
            self.keep_preference(lambda: None)
        if self.remembered_theme in self.available_themes and DEFAULT_THEME == PLAIN_THEME:
            self.theme = str(self.remembered_theme)
        self.theme_changed_signal.subscribe(self, lambda theme: self._remember_theme(theme.name))

    def _remember_theme(self, theme: str) -> None:
        from wslmem.machine.own import preferences_edit

        if theme != self.remembered_theme:
            self.keep_preference(lambda: preferences_edit.set_theme(self.paths.config_toml, theme))

    def keep_preference(self, write: Callable[[], None]) -> bool:
        """Write into config.toml and read it again; a failure is said, not fatal. Whether it was written."""
        from wslmem.machine.own import preferences

        try:
            write()
            found = preferences.read(self.paths.config_toml)
        except WslmemError as error:
            self.notify(tell(errors.in_one(error)), severity="warning", timeout=20)
            return False
        self.remembered_theme, self.profiles = found.theme, found.profiles
        return True

    def on_unmount(self) -> None:
        """End what runs, so that leaving never waits for it."""
        self.cancels.end_all()
        gc.unfreeze()

    def on_surveyed(self, message: Surveyed) -> None:
        """More is known."""
        if message.error is not None:
            self.notify(tell(errors.in_one(message.error)), severity="error", timeout=20)
        elif message.survey is not None:
            self.survey = message.survey

    def on_watched(self, message: Watched) -> None:
        """A new reading of the host, perhaps with the VM."""
        reading, known = message.reading, self.survey
        if reading is None:
            return
        if not message.asked_vm:
            reading = replace(reading, guest=self.readings[-1].guest if self.readings else None)
        self.readings = (*self.readings[-READINGS:], reading)
        if known is not None and known.host is not None:
            guest = reading.guest if message.asked_vm else known.guest
            self.survey = replace(known, host=reading.host, guest=guest)

    def on_apply_told(self, message: ApplyTold) -> None:
        """An apply goes on, or ended."""
        if self.apply_story is None:
            return
        if message.event is not None:
            self.apply_story = self.apply_story.told(message.event, message.at)
        else:
            self.apply_story = self.apply_story.finished(message.error)
            self.begin()

    def on_bench_told(self, message: BenchTold) -> None:
        """A benchmark goes on, or ended."""
        if self.bench_story is None:
            return
        if message.event is not None:
            self.bench_story = self.bench_story.told(message.event, message.at)
        else:
            self.bench_story = self.bench_story.finished(message.error)
            self.begin()

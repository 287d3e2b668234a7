"""The app: owns the state and the jobs, and says where one can go."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Coroutine, Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from wslmem.machine.system import stop_signals
from wslmem.tui import state as states
from wslmem.tui.forgetful import ForgetfulPool, forget_left
from wslmem.tui.jobs import Jobs, Step
from wslmem.tui.later import later
from wslmem.tui.messages import ApplyTold, BenchTold, Interrupted, KeepProfile, Surveyed, Watched
from wslmem.tui.remembered import Remembered
from wslmem.tui.safe_app import SafeApp
from wslmem.tui.screens.overview import LOOK_AGAIN, OverviewScreen
from wslmem.tui.state import State
from wslmem.words import LANGUAGES, language, mark, say, speak, tell

if TYPE_CHECKING:
    from textual.screen import Screen

    from wslmem.machine.host.paths import MachinePaths
    from wslmem.tui.sparing import Pace

SCREENS = {
    "benchmarks": "BenchmarksScreen",
    "explain": "ExplainScreen",
    "findings": "FindingsScreen",
    "history": "HistoryScreen",
    "watch": "WatchScreen",
}
"""Screens that need nothing but the app, by the module they are in; imported when they are first gone to."""


def run(paths: MachinePaths, project: Path | None, *, ascii_only: bool = False, monochrome: bool = False) -> int:
    """Open the app on a machine and stay until it is left; the exit code of the process."""
    app = WslmemApp(paths, project, ascii_only=ascii_only, monochrome=monochrome)
    with stop_signals.handled(app.leave_soon):
        app.run()
    return app.return_code or 0


class WslmemApp(SafeApp):
    """Screens, keys, palette, language; screens get its jobs and its state."""

    TITLE = "wslmem"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium"), (100, "-wide")]  # noqa: RUF012 - an instance variable in Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (28, "-tall")]  # noqa: RUF012 - the same
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "quit", mark("Quit"))]
    state: reactive[State] = reactive(states.not_yet)

    def __init__(
        self,
        paths: MachinePaths,
        project: Path | None,
        *,
        ascii_only: bool = False,
        monochrome: bool = False,
        pace: Pace | None = None,
    ) -> None:
        super().__init__(ascii_only=ascii_only, monochrome=monochrome)
        self.set_reactive(WslmemApp.state, State(paths=paths, project=project))
        self.jobs = Jobs(self, paths, project, self.advance, pace)
        self._remembered = Remembered(self, paths.config_toml, self.advance)

    def advance(self, step: Step) -> State:
        """Put the next state in the place of this one, and give it."""
        self.state = step(self.state)
        return self.state

    def get_default_screen(self) -> Screen[None]:
        """The overview."""
        return OverviewScreen(self.jobs, self.state)

    def on_mount(self) -> None:
        """Begin to read once the first screen is drawn."""
        asyncio.get_running_loop().set_default_executor(ForgetfulPool())
        self.screen_change_signal.subscribe(self, lambda _: forget_left(self))
        self._remembered.recall()
        self._begin_after_paint()

    def _begin_after_paint(self) -> None:
        """The footer comes last; what reads the machine would only hold it up."""
        if not self.screen_stack:
            return  # the app ended before it had drawn anything
        if self.screen.query("FooterKey"):
            # What Textual refreshes now it draws with its next tick.
            self.call_after_refresh(later, self, LOOK_AGAIN, self._first_look)
        else:
            later(self, LOOK_AGAIN, self._begin_after_paint)

    def _first_look(self) -> None:
        # What is there now stays: a full collection that looks at it all holds a key up for 60 ms (measured).
        gc.freeze()
        self.jobs.begin()
        self.jobs.look_for_interrupted()

    def on_unmount(self) -> None:
        """End what runs."""
        self.jobs.end_all()
        gc.unfreeze()

    def on_surveyed(self, message: Surveyed) -> None:
        """More is known."""
        known = message.survey
        if message.error is not None:
            from wslmem.telling import errors

            self.notify(tell(errors.in_one(message.error)), severity="error", timeout=20)
        elif known is not None:
            self.advance(lambda state: states.surveyed(state, known))

    def on_watched(self, message: Watched) -> None:
        """A new reading of the host, perhaps with the VM."""
        reading = message.reading
        if reading is not None:
            self.jobs.sparing.saw(reading.host)
            self.advance(lambda state: states.watched(state, reading, asked_vm=message.asked_vm))

    def on_apply_told(self, message: ApplyTold) -> None:
        """An apply goes on, or ended."""
        self.advance(lambda state: states.apply_told(state, message))
        if message.event is None:
            self.jobs.begin()

    def on_bench_told(self, message: BenchTold) -> None:
        """A benchmark goes on, or ended."""
        self.advance(lambda state: states.bench_told(state, message))
        if message.event is None:
            self.jobs.begin()

    def on_interrupted(self, message: Interrupted) -> None:
        """Tell of others at work, and offer to repair what killed runs left."""
        from wslmem.telling import recovery as telling
        from wslmem.telling.errors import NEW_LINE
        from wslmem.tui import requests

        remarks = telling.remarks(message.found, self.state.paths.state_dir)
        others = (telling.at_work(entry) for entry in message.others)
        for text in (*others, *(telling.in_one(facts, NEW_LINE) for facts in remarks)):
            self.notify(tell(text), severity="warning", timeout=20)
        self._ask(requests.REPAIR, requests.recover(self, self.jobs, self.state, message.found.interrupted))

    def on_keep_profile(self, message: KeepProfile) -> None:
        """Settings were given a name."""
        self._remembered.profile(message.profile)

    def _ask(self, group: str, request: Coroutine[Any, Any, None]) -> None:
        self.run_worker(request, group=group, exclusive=True)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every verb by its name."""
        from wslmem.tui.palette import commands

        return commands(self, screen)

    def action_command_palette(self) -> None:
        """Textual's palette, asking in the reader's language."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=say("the name of a command"), id="--command-palette"))

    def action_go(self, name: str) -> None:
        """Go to one of `SCREENS`."""
        module = import_module(f"wslmem.tui.screens.{name}")
        self.push_screen(getattr(module, SCREENS[name])(self.jobs, self.state))

    def action_findings(self) -> None:
        """Show what is wrong with the file."""
        self.action_go("findings")

    def action_look_again(self) -> None:
        """Read everything again."""
        self.jobs.look()

    def action_show_bench(self) -> None:
        """Show the benchmark that runs."""
        from wslmem.tui import requests

        requests.show_bench(self, self.jobs, self.state)

    def action_plan_bench(self) -> None:
        """Plan a benchmark."""
        from wslmem.tui import requests

        requests.plan_bench(self, self.jobs, self.state)

    def action_change(self) -> None:
        """Change the settings, from what the file says."""
        from wslmem.tui.screens.change import ChangeScreen
        from wslmem.workflows.draft import as_now

        known = self.state.survey
        if known is not None:
            self.push_screen(ChangeScreen(self.jobs, self.state, as_now(known.document)))

    def action_apply_advice(self) -> None:
        """Review the recommended settings."""
        from wslmem.tui import requests
        from wslmem.workflows.draft import advised, as_now

        known = self.state.survey
        if known is None or known.recommendation is None:
            self.notify(say("No recommendation yet: it needs a Go project and this computer's memory."))
            return
        draft = advised(known.recommendation, as_now(known.document))
        self._ask(requests.REVIEW, requests.review(self, self.jobs, self.state, draft))

    def action_project(self) -> None:
        """Choose another project."""
        from wslmem.tui import requests

        self._ask(requests.PROJECT, requests.project(self, self.jobs, self.state))

    def action_restart(self) -> None:
        """Restart WSL and verify what the file says."""
        from wslmem.tui import requests

        self._ask(requests.REVIEW, requests.restart(self, self.jobs, self.state))

    def action_why(self) -> None:
        """Show everything that the recommendation is based on."""
        from wslmem.telling.advice import everything
        from wslmem.tui.screens.text import TextDialog
        from wslmem.tui.widgets.facts import told

        known = self.state.survey
        if known is not None and known.recommendation is not None:
            self.push_screen(TextDialog(say("Why this recommendation"), told(everything(known.recommendation))))

    def action_what_if(self) -> None:
        """Tell what would be recommended on another computer."""
        from wslmem.tui.screens.what_if import WhatIfDialog

        known = self.state.survey
        if known is None or known.host is None:
            self.notify(say("Nothing to begin with yet: this computer's memory is not known."))
            return
        self.push_screen(WhatIfDialog(known.project, known.host))

    def action_copy_settings(self) -> None:
        """The recommended settings to the clipboard, by the terminal (OSC 52)."""
        known = self.state.survey
        found = known.recommendation if known is not None else None
        if found is None or not any(one.value for one in found.settings):
            self.notify(say("Nothing to copy: no setting is recommended."))
            return
        lines = [f"{one.key.split('.')[-1]}={one.value}" for one in found.settings if one.value]
        self.copy_to_clipboard("\n".join(["[wsl2]", *lines, ""]))
        self.notify(say("Copied, if the terminal allows it (OSC 52)."))

    def action_help_quit(self) -> None:
        """Ctrl-C in a terminal program: say how to leave, in the reader's language."""
        self.notify(say("Press q to quit."))

    async def action_language(self) -> None:
        """Speak the other language, now and from now on."""
        names = list(LANGUAGES)
        speak(names[(names.index(language()) + 1) % len(names)])
        self._remembered.language()
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        await self.screen.recompose()
        self.screen.refresh_bindings()

"""The app: every verb as an action, for keys, buttons and the palette alike."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType

from wslmem.machine import clock, preferences
from wslmem.machine.paths import MachinePaths
from wslmem.machine.preferences import Profile
from wslmem.tui import draft as drafts
from wslmem.tui import work
from wslmem.tui.desk import Desk
from wslmem.tui.draft import Draft
from wslmem.tui.prospect import prospect
from wslmem.tui.screens.overview import OverviewScreen
from wslmem.tui.stories.apply import ApplyStory
from wslmem.words import say, speak
from wslmem.workflows.consent import Consent
from wslmem.workflows.events import ApplyRequest, Shutdown

if TYPE_CHECKING:
    from textual.screen import Screen


def run(paths: MachinePaths, project: Path | None, *, language: str | None = None, ascii_only: bool = False) -> int:
    """Open the app on a machine and stay until it is left; the exit code of the process."""
    speak(language or "en")
    app = WslmemApp(paths, project, ascii_only=ascii_only)
    app.run()
    return app.return_code or 0


class WslmemApp(Desk):
    """What can be done; the values it works on are the desk's."""

    TITLE = "wslmem"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-narrow"), (80, "-medium"), (100, "-wide")]
    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-short"), (28, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "quit", show=False)]

    def __init__(self, paths: MachinePaths, project: Path | None, *, ascii_only: bool = False) -> None:
        super().__init__(paths, project, ascii_only=ascii_only)
        self.consent = Consent(threading.Event(), threading.Event(), attended=True)

    def get_default_screen(self) -> Screen[None]:
        """The overview."""
        return OverviewScreen()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every verb by its name."""
        from wslmem.tui.palette import commands

        return commands(self, screen)

    def begin(self) -> None:
        """Read everything, and go on reading host and VM."""
        self.action_look_again()
        self.in_thread("watch-host", partial(work.watch_host, self, self.paths, self.cancels.begin("watch-host")))
        if self.paths.wsl_exe is not None:
            self.in_thread("watch-vm", partial(work.watch_vm, self, self.paths, self.cancels.begin("watch-vm")))

    def action_look_again(self) -> None:
        """Take a new survey."""
        self.in_thread("survey", partial(work.look, self, self.paths, self.project, self.cancels.begin("survey")))

    def action_change(self) -> None:
        """Change the settings, from what the file says."""
        from wslmem.tui.screens.change import ChangeScreen

        if self.survey is not None:
            self.push_screen(ChangeScreen(drafts.as_now(self.survey.document)))

    def action_apply_advice(self) -> None:
        """Review the advised settings."""
        known = self.survey
        if known is None or known.recommendation is None:
            self.notify(say("There is no advice yet: it needs the host's memory and a Go project."))
            return
        self.review(drafts.advised(known.recommendation, drafts.as_now(known.document)))

    def review(self, draft: Draft) -> None:
        """Show what `draft` means, and apply it if it is agreed to."""
        self.run_worker(self._review(draft), group="review", exclusive=True)

    async def _review(self, draft: Draft) -> None:
        from wslmem.tui.screens.review import ReviewScreen

        known = self.survey
        if known is None:
            return
        found = prospect(known, draft)
        if found.plan is None or found.plan.empty:
            self.notify(found.problem or say("The file already says so; there is nothing to write."))
            return
        approval = await self.push_screen_wait(ReviewScreen(known, found, work.running(known)))
        if approval is not None:
            restart = Shutdown.NOW if approval.restart else Shutdown.NEVER
            self._apply(ApplyRequest(draft.settings, restart, expected=found.plan.before, accept_small=True))

    def _apply(self, request: ApplyRequest) -> None:
        from wslmem.tui.screens.apply import ApplyScreen

        self.consent = Consent(self.cancels.begin("apply"), threading.Event(), attended=True)
        self.apply_story = ApplyStory("apply", clock.monotonic())
        self.in_thread("apply", partial(work.run_apply, self, request, self.paths, self.consent))
        self.push_screen(ApplyScreen())

    def put_back(self, backup: str) -> None:
        """Put a backup in the place of the file."""
        from wslmem.tui.screens.apply import ApplyScreen

        self.apply_story = ApplyStory("restore", clock.monotonic())
        self.in_thread("apply", partial(work.put_back, self, self.paths, backup))
        if not isinstance(self.screen, ApplyScreen):
            self.push_screen(ApplyScreen())

    def save_profile(self, profile: Profile) -> None:
        """Keep settings under a name in config.toml."""
        self.keep_preference(lambda: preferences.save_profile(self.paths.config_toml, profile))
        self.notify(say("Saved as {name}: wslmem apply --profile {name}", name=profile.name))

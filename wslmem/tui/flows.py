"""What the app starts on request: an apply, a restore, a benchmark; each shown by its screen and driven by a thread."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

from wslmem.tui.desk import Desk
from wslmem.words import say
from wslmem.workflows.consent import Consent

if TYPE_CHECKING:
    # What is not needed for the first picture is not imported before it.
    from pathlib import Path

    from wslmem.bench.plan import BenchPlan
    from wslmem.bench.result import BenchResult
    from wslmem.machine.paths import MachinePaths
    from wslmem.machine.preferences import Profile
    from wslmem.tui.draft import Draft
    from wslmem.workflows.events import ApplyRequest


class Flows(Desk):
    """Work that outlives the screen it was asked on."""

    def __init__(self, paths: MachinePaths, project: Path | None, *, ascii_only: bool = False) -> None:
        super().__init__(paths, project, ascii_only=ascii_only)
        self.consent = self.bench_consent = Consent(threading.Event(), threading.Event(), attended=True)

    def begin(self) -> None:
        """Read everything, and go on reading host and VM."""
        from wslmem.tui import work

        self.look_again()
        self.in_thread("watch-host", partial(work.watch_host, self, self.paths, self.cancels.begin("watch-host")))
        if self.paths.wsl_exe is not None:
            self.in_thread("watch-vm", partial(work.watch_vm, self, self.paths, self.cancels.begin("watch-vm")))

    def look_again(self) -> None:
        """Take a new survey."""
        from wslmem.tui import work

        self.in_thread("survey", partial(work.look, self, self.paths, self.project, self.cancels.begin("survey")))

    def review(self, draft: Draft) -> None:
        """Show what `draft` means, and apply it if it is agreed to."""
        self.run_worker(self._review(draft), group="review", exclusive=True)

    async def _review(self, draft: Draft) -> None:
        from wslmem.tui import work
        from wslmem.tui.prospect import prospect
        from wslmem.tui.screens.review import ReviewScreen
        from wslmem.workflows.events import ApplyRequest, Shutdown

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
        from wslmem.machine import clock
        from wslmem.tui import work
        from wslmem.tui.stories.apply import ApplyStory

        self.consent = Consent(self.cancels.begin("apply"), threading.Event(), attended=True)
        self.apply_story = ApplyStory("apply", clock.monotonic())
        self.in_thread("apply", partial(work.run_apply, self, request, self.paths, self.consent))
        self._show_apply()

    def put_back(self, backup: str) -> None:
        """Put a backup in the place of the file."""
        from wslmem.machine import clock
        from wslmem.tui import work
        from wslmem.tui.stories.apply import ApplyStory

        self.apply_story = ApplyStory("restore", clock.monotonic())
        self.in_thread("apply", partial(work.put_back, self, self.paths, backup))
        self._show_apply()

    def _show_apply(self) -> None:
        from wslmem.tui.screens.apply import ApplyScreen

        if not isinstance(self.screen, ApplyScreen):
            self.push_screen(ApplyScreen())

    def plan_bench(self) -> None:
        """Plan a benchmark; one runs at a time."""
        from wslmem.tui import draft as drafts
        from wslmem.tui.screens.bench_plan import BenchPlanScreen

        known = self.survey
        if self.bench_story is not None and not self.bench_story.ended:
            self.show_bench()
            return
        advice = known.recommendation if known is not None else None
        now = drafts.as_now(known.document) if known is not None else drafts.Draft()
        self.push_screen(BenchPlanScreen(drafts.advised(advice, now) if advice is not None else None))

    def start_bench(self, plan: BenchPlan | None, resume: Path | None = None) -> None:
        """Run a benchmark, or what is left of one."""
        from wslmem.machine import clock
        from wslmem.tui import work
        from wslmem.tui.stories.bench import BenchStory

        self.bench_consent = Consent(self.cancels.begin("bench"), threading.Event(), attended=True)
        self.bench_story = BenchStory(plan, clock.monotonic())
        self.in_thread("bench", partial(work.run_bench, self, plan, self.paths, self.bench_consent, resume))
        self.show_bench()

    def show_bench(self) -> None:
        """Show the benchmark that runs, or the last one."""
        from wslmem.tui.screens.bench import BenchScreen

        if self.bench_story is None:
            self.notify(say("No benchmark runs."))
        else:
            self.push_screen(BenchScreen())

    def open_result(self, result: BenchResult, folder: Path) -> None:
        """Show a finished benchmark."""
        from wslmem.tui.screens.bench_result import BenchResultScreen

        self.push_screen(BenchResultScreen(result, folder))

    def save_profile(self, profile: Profile) -> None:
        """Keep settings under a name in config.toml."""
        from wslmem.machine import preferences

        self.keep_preference(lambda: preferences.save_profile(self.paths.config_toml, profile))
        self.notify(say("Saved as {name}: wslmem apply --profile {name}", name=profile.name))

"""What the app starts on request: an apply, a restore, a benchmark; each shown by its screen and driven by a thread."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wslmem.tui.desk import Desk
from wslmem.words import say, tell
from wslmem.workflows.consent import Consent

if TYPE_CHECKING:
    # What is not needed for the first picture is not imported before it.
    from wslmem.bench.plan import BenchPlan
    from wslmem.bench.result import BenchResult
    from wslmem.machine.host.paths import MachinePaths
    from wslmem.machine.own.preferences import Profile
    from wslmem.tui.messages import Interrupted
    from wslmem.workflows.apply.events import ApplyRequest
    from wslmem.workflows.apply.recovery import Interruption
    from wslmem.workflows.draft import Draft


class Flows(Desk):
    """Work that outlives the screen it was asked on."""

    def __init__(self, paths: MachinePaths, project: Path | None, *, ascii_only: bool = False) -> None:
        super().__init__(paths, project, ascii_only=ascii_only)
        self.consent = self.bench_consent = Consent(threading.Event(), threading.Event(), attended=True)

    def first_look(self) -> None:
        """Also ask whether a killed run left something half done."""
        from wslmem.tui import work

        super().first_look()
        self.in_thread("interrupted", partial(work.look_for_interrupted, self, self.paths))

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
        from wslmem.tui.screens.review import ReviewScreen
        from wslmem.workflows.apply.events import ApplyRequest, Shutdown
        from wslmem.workflows.forecast import forecast
        from wslmem.workflows.survey import Pending

        known = self.survey
        if known is None:
            return
        found = forecast(known, draft)
        if found.plan is None or found.plan.empty:
            pending = known.pending is Pending.RESTART_NEEDED
            word = say("The file already has these settings. Press t to restart WSL and apply them.") if pending else ""
            told = tell(found.problem) if found.problem is not None else word
            self.notify(told or say("The file already has these settings. Nothing to write."))
            return
        approval = await self.push_screen_wait(ReviewScreen(known, found, work.running(known)))
        if approval is not None:
            restart = Shutdown.NOW if approval.restart else Shutdown.NEVER
            self._apply(ApplyRequest(draft.settings, restart, expected=found.plan.before, accept_small=True))

    def restart(self) -> None:
        """Restart WSL with the file as it is, and prove its limits, if that is agreed to."""
        self.run_worker(self._restart(), group="review", exclusive=True)

    async def _restart(self) -> None:
        from wslmem.tui import work
        from wslmem.tui.screens.review import ReviewScreen
        from wslmem.workflows.apply.events import ApplyRequest, Shutdown
        from wslmem.workflows.forecast import forecast

        known = self.survey
        if known is None:
            return
        if await self.push_screen_wait(ReviewScreen(known, forecast(known), work.running(known))):
            expected = known.file.data or b""
            self._apply(ApplyRequest((), Shutdown.NOW, expected=expected, always_restart=True))

    def _apply(self, request: ApplyRequest) -> None:
        from wslmem.machine.system import clock
        from wslmem.tui import work
        from wslmem.tui.stories.apply import ApplyStory

        self.consent = Consent(self.cancels.begin("apply"), threading.Event(), attended=True)
        self.apply_story = ApplyStory("apply", clock.monotonic())
        self.in_thread("apply", partial(work.run_apply, self, request, self.paths, self.consent))
        self._show_apply()

    def on_interrupted(self, message: Interrupted) -> None:
        """Tell of others at work, and offer to repair what killed runs left, one after the other."""
        from wslmem.telling import recovery as telling
        from wslmem.telling.errors import NEW_LINE

        remarks = telling.remarks(message.found, self.paths.state_dir)
        others = (telling.at_work(entry) for entry in message.others)
        for text in (*others, *(telling.in_one(facts, NEW_LINE) for facts in remarks)):
            self.notify(tell(text), severity="warning", timeout=20)
        self.run_worker(self._offer(message.found.interrupted), group="repair", exclusive=True)

    async def _offer(self, found: tuple[Interruption, ...]) -> None:
        from wslmem.tui import work
        from wslmem.tui.screens.recovery import RecoveryDialog

        for one in found:
            answer = await self.push_screen_wait(RecoveryDialog(one))
            if answer == "leave":
                self.in_thread("repair", partial(work.dismiss, self, self.paths, one))
            elif answer == "back":
                self._repair(one)
            elif answer == "resume" and one.entry.saved_runs is not None:
                await self._resume(Path(one.entry.saved_runs))

    def _repair(self, one: Interruption) -> None:
        from wslmem.machine.system import clock
        from wslmem.tui import work
        from wslmem.tui.stories.apply import ApplyStory

        self.apply_story = ApplyStory("restore", clock.monotonic())
        self.in_thread("apply", partial(work.repair, self, self.paths, one))
        self._show_apply()

    def put_back(self, backup: str) -> None:
        """Put a backup in the place of the file."""
        from wslmem.machine.system import clock
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
        from wslmem.tui.screens.bench_plan import BenchPlanScreen
        from wslmem.workflows import draft as drafts

        known = self.survey
        if self.bench_story is not None and not self.bench_story.ended:
            self.show_bench()
            return
        advice = known.recommendation if known is not None else None
        now = drafts.as_now(known.document) if known is not None else drafts.Draft()
        self.push_screen(BenchPlanScreen(drafts.advised(advice, now) if advice is not None else None))

    def start_bench(self, plan: BenchPlan | None, resume: Path | None = None) -> None:
        """Run a benchmark, or what is left of one."""
        from wslmem.machine.system import clock
        from wslmem.tui import work
        from wslmem.tui.stories.bench import BenchStory

        self.bench_consent = Consent(self.cancels.begin("bench"), threading.Event(), attended=True)
        self.bench_story = BenchStory(plan, clock.monotonic())
        self.in_thread("bench", partial(work.run_bench, self, plan, self.paths, self.bench_consent, resume))
        self.show_bench()

    def resume_bench(self, folder: Path) -> None:
        """Go on with an interrupted benchmark, if its restarts are agreed to."""
        self.run_worker(self._resume(folder), group="resume", exclusive=True)

    async def _resume(self, folder: Path) -> None:
        from wslmem.tui.screens.ask import AskDialog

        question = say("Go on with this benchmark? WSL is restarted; what runs in it ends.")
        if await self.push_screen_wait(AskDialog(question, say("Go on"))):
            self.start_bench(None, resume=folder)

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
        from wslmem.machine.own import preferences_edit

        if self.keep_preference(lambda: preferences_edit.save_profile(self.paths.config_toml, profile)):
            self.notify(say("Saved as {name}: wslmem apply --profile {name}", name=profile.name))

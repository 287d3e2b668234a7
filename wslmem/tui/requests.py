"""What a person asks for that takes an answer first: an apply, a restart, a repair, a benchmark.

Each shows what it means, begins it if that is agreed to, and shows it. Run them with `run_worker`, in the group that
names what may not be asked twice at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from wslmem.tui.jobs import Jobs
from wslmem.tui.state import State
from wslmem.words import say, tell

if TYPE_CHECKING:
    # What is not needed for the first picture is not imported before it.
    from wslmem.machine.files.files import FileContent
    from wslmem.workflows.apply.events import ApplyRequest
    from wslmem.workflows.apply.recovery import Interruption
    from wslmem.workflows.draft import Draft
    from wslmem.workflows.survey import Survey
    from wslmem.wslconfig.repairs import Mended

REVIEW, REPAIR, RESUME, PROJECT = "review", "repair", "resume", "project"
"""Groups for `run_worker`: of each one is asked at a time."""


async def review(app: App[int], jobs: Jobs, state: State, draft: Draft) -> None:
    """Show what `draft` means, and apply it if it is agreed to."""
    from wslmem.tui.screens.review import ReviewScreen
    from wslmem.workflows.apply.events import ApplyRequest, Shutdown
    from wslmem.workflows.draft import as_now
    from wslmem.workflows.forecast import forecast
    from wslmem.workflows.survey import Pending

    known = state.survey
    if known is None:
        return
    found = forecast(known, draft)
    if found.plan is None or found.plan.empty:
        pending = known.pending is Pending.RESTART_NEEDED
        word = say("The file already has these settings. Press t to restart WSL and apply them.") if pending else ""
        told = tell(found.problem) if found.problem is not None else word
        app.notify(told or say("The file already has these settings. Nothing to write."))
        return
    approval = await app.push_screen_wait(ReviewScreen(known, found, running(known)))
    if approval is not None:
        then = Shutdown.NOW if approval.restart else Shutdown.NEVER
        wanted = draft.changes(as_now(known.document))
        _apply(app, jobs, state, ApplyRequest(wanted, then, expected=found.plan.before, accept_small=True))


async def project(app: App[int], jobs: Jobs, state: State) -> None:
    """Size another project, if one is chosen."""
    from wslmem.tui.screens.projects import ProjectsDialog

    chosen = await app.push_screen_wait(ProjectsDialog(state.paths, state.project or Path()))
    if chosen is not None:
        jobs.choose(Path(chosen))


async def restart(app: App[int], jobs: Jobs, state: State) -> None:
    """Restart WSL with the file as it is, and verify its limits, if that is agreed to."""
    from wslmem.tui.screens.review import ReviewScreen
    from wslmem.workflows.apply.events import ApplyRequest, Shutdown
    from wslmem.workflows.forecast import forecast

    known = state.survey
    if known is None:
        return
    if await app.push_screen_wait(ReviewScreen(known, forecast(known), running(known))):
        expected = known.file.data or b""
        _apply(app, jobs, state, ApplyRequest((), Shutdown.NOW, expected=expected, always_restart=True))


def _apply(app: App[int], jobs: Jobs, state: State, request: ApplyRequest) -> None:
    jobs.apply(request)
    show_apply(app, jobs, state)


async def fix(app: App[int], jobs: Jobs, state: State, content: FileContent, mended: Mended) -> None:
    """Write a planned repair of the file if that is agreed to."""
    from wslmem.tui.screens.ask import AskDialog

    what = "; ".join(tell(text) for text in mended.done)
    question = say("Write to the file: {what}? It is backed up first; WSL is not restarted.", what=what)
    if await app.push_screen_wait(AskDialog(question, say("Fix"))):
        jobs.fix(content, mended.plan)
        show_apply(app, jobs, state)


def restore(app: App[int], jobs: Jobs, state: State, backup: str) -> None:
    """Restore a backup that was already agreed to."""
    jobs.restore(backup)
    show_apply(app, jobs, state)


async def recover(app: App[int], jobs: Jobs, state: State, found: tuple[Interruption, ...]) -> None:
    """Offer to repair what killed runs left, one after the other."""
    from wslmem.tui.screens.recovery import RecoveryDialog

    for one in found:
        answer = await app.push_screen_wait(RecoveryDialog(one))
        if answer == "leave":
            jobs.dismiss(one)
        elif answer == "back":
            jobs.repair(one)
            show_apply(app, jobs, state)
        elif answer == "resume" and one.entry.saved_runs is not None:
            await resume(app, jobs, state, Path(one.entry.saved_runs))


async def resume(app: App[int], jobs: Jobs, state: State, folder: Path) -> None:
    """Continue an interrupted benchmark, if its restarts are agreed to."""
    from wslmem.tui.screens.ask import AskDialog

    question = say("Continue this benchmark? This restarts WSL; everything running in it stops.")
    if await app.push_screen_wait(AskDialog(question, say("Continue"))):
        from wslmem.tui.screens.bench import BenchScreen

        jobs.bench(None, resume=folder)
        app.push_screen(BenchScreen(jobs, state))


def plan_bench(app: App[int], jobs: Jobs, state: State) -> None:
    """Plan a benchmark; one runs at a time."""
    from wslmem.tui.screens.bench_plan import BenchPlanScreen
    from wslmem.workflows import draft as drafts

    known = state.survey
    if state.bench_story is not None and not state.bench_story.ended:
        show_bench(app, jobs, state)
        return
    found = known.recommendation if known is not None else None
    now = drafts.as_now(known.document) if known is not None else drafts.Draft()
    advised = drafts.advised(found, now) if found is not None else None
    app.push_screen(BenchPlanScreen(jobs, state, advised))


def show_bench(app: App[int], jobs: Jobs, state: State) -> None:
    """Show the benchmark that runs, or the last one."""
    from wslmem.tui.screens.bench import BenchScreen

    if state.bench_story is None:
        app.notify(say("No benchmark is running."))
    else:
        app.push_screen(BenchScreen(jobs, state))


def show_apply(app: App[int], jobs: Jobs, state: State) -> None:
    """Show the apply that runs, or the last one."""
    from wslmem.tui.screens.apply import ApplyScreen

    if not isinstance(app.screen, ApplyScreen):
        app.push_screen(ApplyScreen(jobs, state))


def running(known: Survey) -> tuple[str, ...] | None:
    """The distributions that a restart would stop, as the last survey saw them; None where WSL did not tell."""
    if known.wsl is None or known.wsl.problem is not None:
        return None
    return tuple(one.name for one in known.wsl.distributions if one.running)

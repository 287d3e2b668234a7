"""Long work in threads: each drives one workflow and tells the app every event; each ends when its event is set.

A workflow's own errors are told like any other fact. Anything else is a bug and ends the app with its trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from textual.app import App

from wslmem.errors import CancelledError, WslmemError
from wslmem.machine.system import clock
from wslmem.records import replace
from wslmem.tui.messages import ApplyTold, BenchTold, Interrupted, Surveyed, Watched
from wslmem.units import Seconds

if TYPE_CHECKING:
    # Each thread imports its own workflow, so that no import stops the screen.
    import threading
    from pathlib import Path

    from wslmem.bench.plan import BenchPlan
    from wslmem.machine.files.files import FileContent
    from wslmem.machine.host.paths import MachinePaths
    from wslmem.tui.sparing import Sparing
    from wslmem.workflows.apply.events import ApplyEvent, ApplyRequest
    from wslmem.workflows.apply.recovery import Interruption
    from wslmem.workflows.consent import Consent
    from wslmem.workflows.survey import Survey
    from wslmem.workflows.watch import Reading
    from wslmem.wslconfig.edits import EditPlan

T = TypeVar("T")
AFTER_TROUBLE = Seconds(15)
"""Before a VM that did not answer is asked again."""


def drive(events: Iterable[T], tell: Callable[[T], object]) -> WslmemError | None:
    """Tell every event; the error that ended them, None where they came to their end."""
    try:
        for event in events:
            tell(event)
    except WslmemError as error:
        return error
    return None


def look(app: App[int], paths: MachinePaths, project: Path | None, cancel: threading.Event) -> None:
    """Take a survey."""
    from wslmem.machine.own import recent_projects
    from wslmem.workflows.survey import survey

    events = survey(paths, project=project, cancel=cancel)

    def told(known: Survey) -> None:
        app.post_message(Surveyed(known))
        if known.complete and known.project is not None:
            recent_projects.note(paths.state_dir, str(project) if known.project.in_guest else known.project.root)

    error = drive(events, told)
    if error is not None and not isinstance(error, CancelledError):
        app.post_message(Surveyed(None, error))


def look_for_interrupted(app: App[int], paths: MachinePaths) -> None:
    """Ask what killed runs left behind, and whether another one is at work."""
    from wslmem.workflows.apply.at_work import at_work
    from wslmem.workflows.apply.recovery import look

    found, others = look(paths), at_work(paths)
    if found or others:
        app.post_message(Interrupted(found, others))


def watch_host(app: App[int], paths: MachinePaths, sparing: Sparing, cancel: threading.Event) -> None:
    """Read the host's memory until told to stop. Needs no wsl.exe, so that a hung one does not stop it."""
    from wslmem.workflows.watch import watch

    alone = replace(paths, wsl_exe=None)
    while not cancel.is_set():
        readings = watch(alone, sparing.pace.host, cancel=cancel)
        _told(app, readings, cancel, asked_vm=False)


def watch_vm(app: App[int], paths: MachinePaths, sparing: Sparing, cancel: threading.Event) -> None:
    """Read the VM too, until told to stop: as often as `sparing` says."""
    from wslmem.workflows.watch import watch

    while not cancel.is_set():
        readings = watch(paths, sparing.pace.vm, cancel=cancel)
        _told(app, _spared(readings, paths, sparing), cancel, asked_vm=True)
        while not cancel.is_set() and not sparing.asks(paths):
            cancel.wait(sparing.pace.vm)


def _spared(readings: Iterable[T], paths: MachinePaths, sparing: Sparing) -> Iterable[T]:
    """The readings, up to the one after which the VM is not to be asked for a while."""
    for reading in readings:
        sparing.asked()
        yield reading
        if not sparing.asks(paths):
            return


def _told(app: App[int], readings: Iterable[Reading], cancel: threading.Event, *, asked_vm: bool) -> None:
    error = drive(readings, lambda reading: app.post_message(Watched(reading, asked_vm=asked_vm)))
    if error is not None and not cancel.is_set():
        app.post_message(Watched(None, error, asked_vm=asked_vm))
        cancel.wait(AFTER_TROUBLE)


def run_apply(app: App[int], request: ApplyRequest, paths: MachinePaths, consent: Consent) -> None:
    """Apply settings."""
    from wslmem.workflows.apply.apply import apply

    tell_apply(app, apply(request, paths, consent))


def tell_apply(app: App[int], events: Iterable[ApplyEvent]) -> None:
    """Tell the events of an apply, or of what looks like one."""
    error = drive(events, lambda event: app.post_message(ApplyTold(event, clock.monotonic())))
    app.post_message(ApplyTold(None, clock.monotonic(), error))


def run_bench(
    app: App[int], plan: BenchPlan | None, paths: MachinePaths, consent: Consent, resume: Path | None
) -> None:
    """Run a benchmark, or what is left of an interrupted one."""
    from wslmem.workflows.bench.benchmark import benchmark

    events = benchmark(plan, paths, consent, resume=resume)
    error = drive(events, lambda event: app.post_message(BenchTold(event, clock.monotonic())))
    app.post_message(BenchTold(None, clock.monotonic(), error))


def fix(app: App[int], paths: MachinePaths, content: FileContent, edit: EditPlan) -> None:
    """Write a planned repair of the file."""
    from wslmem.workflows.apply.repair import repairing

    tell_apply(app, repairing(paths, content, edit))


def put_back(app: App[int], paths: MachinePaths, backup: str) -> None:
    """Restore a backup."""
    from wslmem.workflows.apply.restore import restoring

    tell_apply(app, restoring(paths, backup))


def repair(app: App[int], paths: MachinePaths, interruption: Interruption) -> None:
    """Put back what the file held before an interrupted run."""
    from wslmem.workflows.apply import recovery

    tell_apply(app, recovery.put_back(paths, interruption))


def dismiss(app: App[int], paths: MachinePaths, interruption: Interruption) -> None:
    """Forget an interrupted run, and say so where that cannot be done for good."""
    from wslmem.words import tell
    from wslmem.workflows.apply import recovery

    why = recovery.dismiss(paths, interruption)
    if why is not None:
        app.call_from_thread(app.notify, tell(why), severity="warning")

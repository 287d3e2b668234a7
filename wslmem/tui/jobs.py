"""What runs beside the screen: one thread of each kind, started, agreed to and ended here."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal

from textual.app import App

from wslmem.records import replace
from wslmem.tui.sparing import Pace, Sparing
from wslmem.tui.state import State
from wslmem.workflows.consent import Consent

if TYPE_CHECKING:
    # What is not needed for the first picture is not imported before it.
    from pathlib import Path

    from wslmem.bench.plan import BenchPlan
    from wslmem.machine.files.files import FileContent
    from wslmem.machine.host.paths import MachinePaths
    from wslmem.workflows.apply.events import ApplyRequest
    from wslmem.workflows.apply.recovery import Interruption
    from wslmem.wslconfig.edits import EditPlan

Step = Callable[[State], State]


class Jobs:
    """Starts work, ends it, and holds what a person may still say to it. Called from the screen's thread alone."""

    def __init__(
        self,
        app: App[int],
        paths: MachinePaths,
        project: Path | None,
        advance: Callable[[Step], State],
        pace: Pace | None = None,
    ) -> None:
        """Begin nothing yet.

        Args:
            app: gets a message for each thing that work tells.
            paths: the machine.
            project: the Go project to size; None for none.
            advance: puts the next state in the place of the last.
            pace: how often the machine is read; None as usual.
        """
        self._app = app
        self._paths = paths
        self._project = project
        self._advance = advance
        self._ends: dict[str, threading.Event] = {}
        self._consents: dict[str, Consent] = {}
        self.sparing = Sparing(pace or Pace())
        """When the VM is asked."""

    def begin(self) -> None:
        """Read everything, and go on reading host and VM."""
        from wslmem.tui import threads

        self.look()
        self._watch("watch-host", threads.watch_host)
        if self._paths.wsl_exe is not None:
            self._watch("watch-vm", threads.watch_vm)

    def _watch(self, kind: str, thread: Callable[[App[int], MachinePaths, Sparing, threading.Event], None]) -> None:
        self._start(kind, partial(thread, self._app, self._paths, self.sparing, self._end_of(kind)))

    def look(self) -> None:
        """Take a new survey."""
        from wslmem.tui import threads

        self._start("survey", partial(threads.look, self._app, self._paths, self._project, self._end_of("survey")))

    def choose(self, project: Path) -> None:
        """Size another project from now on."""
        self._project = project
        self._advance(lambda state: replace(state, project=project))
        self.look()

    def look_for_interrupted(self) -> None:
        """Ask whether a killed run left something half done."""
        from wslmem.tui import threads

        self._start("interrupted", partial(threads.look_for_interrupted, self._app, self._paths))

    def apply(self, request: ApplyRequest) -> None:
        """Apply settings."""
        from wslmem.tui import threads

        consent = self._consents["apply"] = self._asked("apply")
        self._begin_story("apply")
        self._start("apply", partial(threads.run_apply, self._app, request, self._paths, consent))

    def fix(self, content: FileContent, edit: EditPlan) -> None:
        """Write a planned repair of the file, whose `content` it was made from."""
        from wslmem.tui import threads

        self._begin_story("fix")
        self._start("apply", partial(threads.fix, self._app, self._paths, content, edit))

    def restore(self, backup: str) -> None:
        """Restore a backup by its name."""
        from wslmem.tui import threads

        self._begin_story("restore")
        self._start("apply", partial(threads.put_back, self._app, self._paths, backup))

    def repair(self, interruption: Interruption) -> None:
        """Restore what the file held before an interrupted run."""
        from wslmem.tui import threads

        self._begin_story("restore")
        self._start("apply", partial(threads.repair, self._app, self._paths, interruption))

    def dismiss(self, interruption: Interruption) -> None:
        """Leave an interrupted run as it is, and do not ask again."""
        from wslmem.tui import threads

        self._start("repair", partial(threads.dismiss, self._app, self._paths, interruption))

    def bench(self, plan: BenchPlan | None, *, resume: Path | None = None) -> None:
        """Run a benchmark, or what is left of the one in the folder `resume`."""
        from wslmem.machine.system import clock
        from wslmem.tui import threads
        from wslmem.tui.stories.bench import BenchStory

        consent = self._consents["bench"] = self._asked("bench")
        story = BenchStory(plan, clock.monotonic())
        self._advance(lambda state: replace(state, bench_story=story))
        self._start("bench", partial(threads.run_bench, self._app, plan, self._paths, consent, resume))

    def cancel(self, kind: str) -> None:
        """Have an `apply` stop waiting, or a `bench` end its build; what is done stays."""
        if kind in self._consents:
            self._consents[kind].cancel.set()

    def force(self) -> None:
        """Have the apply that waits for a shutdown force it."""
        if "apply" in self._consents:
            self._consents["apply"].force.set()

    @property
    def forced(self) -> bool:
        """Whether the last apply was told to."""
        return "apply" in self._consents and self._consents["apply"].force.is_set()

    def end_all(self) -> None:
        """End everything, so that leaving never waits for it."""
        for end in self._ends.values():
            end.set()
        self._ends.clear()

    def _begin_story(self, verb: Literal["apply", "restore", "fix"]) -> None:
        from wslmem.machine.system import clock
        from wslmem.tui.stories.apply import ApplyStory

        story = ApplyStory(verb, clock.monotonic())
        self._advance(lambda state: replace(state, apply_story=story))

    def _start(self, kind: str, work: Callable[[], None]) -> None:
        self._app.run_worker(work, name=kind, group=kind, thread=True)

    def _end_of(self, kind: str) -> threading.Event:
        """End what runs of this kind, and give the event that ends what begins."""
        if kind in self._ends:
            self._ends[kind].set()
        self._ends[kind] = threading.Event()
        return self._ends[kind]

    def _asked(self, kind: str) -> Consent:
        return Consent(self._end_of(kind), threading.Event(), attended=True)

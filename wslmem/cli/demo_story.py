"""The demo as a story in numbered steps, and its facts for a script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from wslmem.bench.run import BuildRun
from wslmem.cli import bench_story, recommend_text, status_text, stopping
from wslmem.cli.columns import laid_out
from wslmem.diagnosis.verdict import Ending
from wslmem.documents.demo import DemoDocument
from wslmem.errors import Exit
from wslmem.telling import bench, scan
from wslmem.units import show_size
from wslmem.workflows.apply.events import Planned
from wslmem.workflows.apply.recovery import Left
from wslmem.workflows.bench import events
from wslmem.workflows.demo import DemoEvent, DemoFinished, SandboxMade
from wslmem.workflows.survey import Survey

KILLED = (Ending.OOM, Ending.KILLED_UNKNOWN)


@dataclass(slots=True)
class Teller:
    """Turns events into steps; remembers what the end of the story needs."""

    say: Callable[[str], None]
    kept: bool
    """Whether what was written is there when the story ends."""
    step: int = 0
    titles: set[str] = field(default_factory=set)
    finished: DemoFinished | None = None
    stopped: events.BenchStopped | None = None

    def tell(self, event: DemoEvent) -> None:
        """Say what an event means, under the title of its step."""
        match event:
            case SandboxMade(sandbox):
                self.say(f"project: {sandbox.project}\nfile:    {sandbox.paths.wslconfig}")
            case Survey(complete=True):
                self._survey(event)
            case Survey():
                pass
            case DemoFinished():
                self._finish(event)
            case _:
                self._bench(event)

    def _title(self, text: str) -> None:
        """Begin a step, once."""
        if text not in self.titles:
            self.titles.add(text)
            self.step += 1
            self.say(f"\n== {self.step}. {text}")

    def _survey(self, known: Survey) -> None:
        self._title("status")
        self.say(status_text.as_text(known, Left()))
        if known.project is not None and known.estimate is not None:
            self._title("scan")
            self.say("\n".join(laid_out(scan.told(known.project, known.estimate))))
        if known.recommendation is not None:
            self._title("recommend")
            self.say(recommend_text.as_text(known.recommendation))

    def _bench(self, event: events.BenchEvent) -> None:
        match event:
            case events.LegStarted():
                return
            case events.BenchStopped():
                self.stopped = event
                self.say("\n".join(laid_out(bench.halted(event))))  # a sandbox is gone before anybody can go on in it
                return
            case events.RunStarted(side=side):
                self._title(f"build {side} the change")
            case events.Restarting(_, Planned(plan)) if not plan.empty:
                self._title("diff")
                self.say(plan.diff(".wslconfig").rstrip())
                self._title("apply with a backup, restart WSL, prove the new limits")
            case events.Restarting() if "diff" not in self.titles:
                self._title("restart WSL with the file as it is")
        for line in bench_story.lines_of(event):
            self.say(line)

    def _finish(self, finished: DemoFinished) -> None:
        self.finished = finished
        self._title("report")
        for path in finished.written if self.kept else ():
            self.say(f"written: {path}")
        if not self.kept:
            self.say("the reports go with the sandbox; to keep both: wslmem demo --keep")
        before, after = (self._totals(side) for side in ("before", "after"))
        self.say(f"MemTotal before: {before}, after: {after}")
        self.say(f"verdict: before: {self._word('before')}, after: {self._word('after')}")

    def _runs(self, side: str) -> tuple[BuildRun, ...]:
        return self.finished.result.counted(side) if self.finished else ()

    def _totals(self, side: str) -> str:
        totals = {run.mem_total for run in self._runs(side) if run.mem_total is not None}
        return ", ".join(show_size(total) for total in sorted(totals)) or "unknown"

    def _word(self, side: str) -> str:
        """How the builds of a side ended: `killed`, `completes`, or the endings by name."""
        endings = {run.verdict.ending for run in self._runs(side)}
        if endings == {Ending.OK}:
            return "completes"
        if endings and endings <= set(KILLED):
            return "killed"
        return " and ".join(sorted(endings)) or "not built"

    def exit(self) -> Exit:
        """0 when the change made the build complete."""
        if self.stopped is not None and self.stopped.cancelled:
            return stopping.code()
        return Exit.OK if self._word("after") == "completes" else Exit.BUILD_FAILED

    def document(self) -> DemoDocument:
        """The facts of the story."""
        runs = {side: self._runs(side) for side in ("before", "after")}
        sides = self.finished.result.sides if self.finished else ()
        return DemoDocument(
            verdict={side: self._word(side) for side in runs},
            mem_total={side: tuple(run.mem_total for run in each) for side, each in runs.items()},
            kernel_lines=tuple(line for run in runs["before"] for line in run.kernel_lines),
            diff=next((side.diff for side in sides if side.diff), ""),
            reports=tuple(str(path) for path in self.finished.written) if self.finished and self.kept else (),
        )

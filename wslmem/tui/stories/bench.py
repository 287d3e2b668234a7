"""One benchmark as far as it has come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wslmem.bench.plan import BenchPlan
from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun, Sample
from wslmem.bench.statistics import median
from wslmem.cautions import Caution
from wslmem.diagnosis.build_end import StoppedBy
from wslmem.errors import WslmemError
from wslmem.records import record, replace
from wslmem.units import Seconds
from wslmem.workflows.apply.events import ApplyEvent
from wslmem.workflows.bench.events import (
    BenchEvent,
    BenchFinished,
    BenchStarted,
    BenchStopped,
    LegStarted,
    Remarked,
    Restarting,
    RunEnded,
    RunStarted,
    Sampled,
    Stopping,
)

MOST_SAMPLES = 1200
"""Of the running build: no chart has as many columns, and a key must not wait until all of an hour are drawn."""


def held(sample: Sample) -> int:
    """What the build's processes hold; where that could not be read, what all of the VM does. Bytes."""
    return sample.anonymous if sample.tree_anonymous is None else sample.tree_anonymous


def thinned(samples: tuple[Sample, ...]) -> tuple[Sample, ...]:
    """At most `MOST_SAMPLES`: when there are more, of each two neighbours the one in which the build holds more."""
    if len(samples) <= MOST_SAMPLES:
        return samples
    *older, newest = samples
    pairs = (older[at : at + 2] for at in range(0, len(older), 2))
    return (*(max(pair, key=held) for pair in pairs), newest)


@record
class BenchStory:
    """What is known while it runs, and afterwards."""

    plan: BenchPlan | None
    """None until a resumed benchmark has told its plan."""
    began: Seconds
    """Of the monotonic clock."""
    folder: Path | None = None
    leg: int = 0
    done: int = 0
    """Builds that came to their end, those of an earlier run included."""
    running: RunStarted | None = None
    run_began: Seconds = Seconds(0)
    """When the running build started, of the monotonic clock."""
    samples: tuple[Sample, ...] = ()
    """Of the running build, or of the last one."""
    runs: tuple[BuildRun, ...] = ()
    step: ApplyEvent | None = None
    """The newest step of a restart; None while builds run."""
    stopping: str = ""
    """Why the build in the guest is being stopped; empty while it is not."""
    remarks: tuple[Caution, ...] = ()
    end: BenchFinished | BenchStopped | None = None
    error: WslmemError | None = None
    ended: bool = False

    @property
    def result(self) -> BenchResult | None:
        """What ran, once it has ended."""
        return self.end.result if self.end is not None else None

    @property
    def stoppable(self) -> bool:
        """Whether there is still something to stop: neither a result nor an error has come."""
        return self.end is None and not self.ended

    @property
    def eta(self) -> Seconds | None:
        """What the builds that are left will take, from the median of those that ended; None before the first has."""
        walls = [run.wall for run in self.runs if run.stopped_by is not StoppedBy.CANCELLED]
        if not walls or self.plan is None:
            return None
        return Seconds(median(walls) * max(0, self.plan.builds - self.done))

    def told(self, event: BenchEvent, at: Seconds) -> BenchStory:
        """The story with one event more."""
        return replace(self, **self._news(event, at))

    def _news(self, event: BenchEvent, at: Seconds) -> dict[str, Any]:
        """What an event changes."""
        news: dict[str, Any] = {}
        match event:
            case BenchStarted(plan, folder, done):
                news = {"plan": plan, "folder": folder, "done": done}
            case LegStarted(index):
                news = {"leg": index, "running": None}
            case Restarting(_, step):
                news = {"step": step, "running": None}
            case RunStarted():
                news = {"running": event, "run_began": at, "samples": (), "step": None}
            case Sampled(sample):
                news = {"samples": thinned((*self.samples, sample))}
            case Stopping(reason):
                news = {"stopping": reason}
            case RunEnded(run):
                news = {"runs": (*self.runs, run), "done": self.done + 1, "running": None, "stopping": ""}
            case Remarked(caution):
                news = {"remarks": (*self.remarks, caution)}
            case BenchFinished() | BenchStopped():
                news = {"end": event, "running": None, "step": None}
        return news

    def finished(self, error: WslmemError | None) -> BenchStory:
        """The story's end."""
        return replace(self, error=error, ended=True, running=None)

"""What a benchmark tells while it runs. The last event is a `BenchFinished` or a `BenchStopped`."""

from __future__ import annotations

from pathlib import Path

from wslmem.bench.plan import BenchPlan, Leg
from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun, Cache, Sample
from wslmem.cautions import Caution
from wslmem.diagnosis.build_end import StoppedBy
from wslmem.records import record
from wslmem.text import Text
from wslmem.units import Bytes, Seconds
from wslmem.workflows.apply.events import ApplyEvent


@record
class BenchStarted:
    plan: BenchPlan
    folder: Path
    """Where every run is saved; what `--resume` takes."""
    done: int
    """Builds that an earlier, interrupted run has left."""


@record
class LegStarted:
    index: int
    """In `plan.legs`, 0 first."""
    leg: Leg
    runs_left: int
    """Counted builds still to do in this leg; fewer than `leg.runs` after a resume."""


@record
class Restarting:
    """A step of the restart before a leg, or of putting the file back at the end."""

    leg: int | None
    """None at the end."""
    event: ApplyEvent


@record(kw_only=True)
class RunStarted:
    leg: int
    side: str
    index: int
    """Within the leg; warm-ups count from here too."""
    discarded: bool
    cache: Cache
    mem_total: Bytes
    """MemTotal of the VM."""


@record
class Sampled:
    """A reading of the running build, several a second."""

    sample: Sample


@record
class Stopping:
    """The build in the guest is being stopped."""

    reason: StoppedBy


@record
class RunEnded:
    """A build came to its end, is saved, and stays whatever happens later."""

    run: BuildRun
    saved: Path


@record
class LegEnded:
    index: int


@record
class Remarked:
    """Something to know that stops nothing."""

    caution: Caution


@record
class BenchFinished:
    """Every leg came to its end."""

    result: BenchResult
    folder: Path


@record(kw_only=True)
class BenchStopped:
    """Ended early; what ran is saved."""

    result: BenchResult
    """The runs so far."""
    folder: Path
    reason: Text
    """Why it does not go on, without a full stop."""
    cancelled: bool
    """Whether a person stopped it."""
    elapsed: Seconds
    config: Text
    """What .wslconfig holds now."""


BenchEvent = (
    BenchStarted | LegStarted | Restarting | RunStarted | Sampled | Stopping | RunEnded | LegEnded | Remarked
    | BenchFinished | BenchStopped
)  # fmt: skip

"""What a benchmark tells while it runs. The last event is a `BenchFinished` or a `BenchStopped`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wslmem.bench.plan import BenchPlan, Leg
from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun, Cache, Sample, StoppedBy
from wslmem.cautions import Caution
from wslmem.text import Text
from wslmem.units import Bytes, Seconds
from wslmem.workflows.apply.events import ApplyEvent


@dataclass(frozen=True, slots=True)
class BenchStarted:
    plan: BenchPlan
    folder: Path
    """Where every run is saved; what `--resume` takes."""
    done: int
    """Builds that an earlier, interrupted run has left."""


@dataclass(frozen=True, slots=True)
class LegStarted:
    index: int
    """In `plan.legs`, 0 first."""
    leg: Leg
    runs_left: int
    """Counted builds still to do in this leg; fewer than `leg.runs` after a resume."""


@dataclass(frozen=True, slots=True)
class Restarting:
    """A step of the restart before a leg, or of putting the file back at the end."""

    leg: int | None
    """None at the end."""
    event: ApplyEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted:
    leg: int
    side: str
    index: int
    """Within the leg; warm-ups count from here too."""
    discarded: bool
    cache: Cache
    mem_total: Bytes
    """MemTotal of the VM."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """A reading of the running build, several a second."""

    sample: Sample


@dataclass(frozen=True, slots=True)
class Stopping:
    """The build in the guest is being stopped."""

    reason: StoppedBy


@dataclass(frozen=True, slots=True)
class RunEnded:
    """A build came to its end, is saved, and stays whatever happens later."""

    run: BuildRun
    saved: Path


@dataclass(frozen=True, slots=True)
class LegEnded:
    index: int


@dataclass(frozen=True, slots=True)
class Remarked:
    """Something to know that stops nothing."""

    caution: Caution


@dataclass(frozen=True, slots=True)
class BenchFinished:
    """Every leg came to its end."""

    result: BenchResult
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
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

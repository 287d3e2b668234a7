"""A whole benchmark as it is saved: the plan, every run raw, and the circumstances. All reports derive from it."""

from __future__ import annotations

from dataclasses import dataclass

from wslmem.bench.plan import BenchPlan
from wslmem.bench.run import BuildRun
from wslmem.cautions import Caution
from wslmem.units import Bytes


@dataclass(frozen=True, slots=True)
class Unknown:
    """Why a figure is missing."""

    name: str
    """Name of the field that is None: `wsl_version`."""
    reason: str
    """Half a sentence: `wsl.exe --version exists since WSL 0.66`."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The circumstances that a sceptic asks for. None means unknown; an empty string means known and not set."""

    wsl_version: str | None = None
    """As `wsl --version` prints it: `2.6.1.0`."""
    kernel: str | None = None
    """`uname -r` in the VM."""
    distribution: str | None = None
    """Name of the distribution that built."""
    module: str | None = None
    """Module path of the project: `example.com/app`."""
    file_system: str | None = None
    """Type of the file system that holds the project: `ext4`, `9p`, `drvfs`."""
    go_version: str | None = None
    """`go1.26.8`."""
    goarch: str | None = None
    """`amd64`, `arm64`."""
    goflags: str | None = None
    gomaxprocs: str | None = None
    gomemlimit: str | None = None
    gogc: str | None = None
    parallelism: int | None = None
    """The `-p` that was asked for; None: go's own choice, the processors of the VM."""
    processors: int | None = None
    """What `nproc` prints in the VM."""
    host_total: Bytes | None = None
    host_available: Bytes | None = None
    """Of the Windows host, before the first run."""
    host_busy: float | None = None
    """Busy share of the host's processors just before the first run, percent 0..100."""
    on_battery: bool | None = None
    auto_memory_reclaim: str | None = None
    """Value of `autoMemoryReclaim` in the file; it disturbs timings when it is `gradual`."""
    other_distributions: tuple[str, ...] | None = None
    """Distributions that ran beside the one that built; they share its VM."""
    docker_desktop: bool | None = None
    """Whether Docker Desktop ran."""
    unknown: tuple[Unknown, ...] = ()
    """Reasons for fields that are None; a field without one has a general reason."""


@dataclass(frozen=True, slots=True)
class SideState:
    """One side of the comparison, or one point of a sweep: what was set, and what the VM then showed."""

    side: str
    """Its name in the plan, the same word as in `BuildRun.side`."""
    memory: str | None = None
    """What the file said while it ran, in WSL's spelling; None: the key is not in it, WSL's default holds."""
    swap: str | None = None
    """Value of `swap`; None as above."""
    mem_total: Bytes | None = None
    """MemTotal that the VM showed after the restart: the proof that the setting took effect."""
    swap_total: Bytes | None = None
    """SwapTotal, the same."""
    proven: bool | None = None
    """Whether both agreed with the file; None where nothing was changed or asked."""
    diff: str = ""
    """Unified diff of `.wslconfig` from the user's own to this side's; empty where they are the same."""


@dataclass(frozen=True, slots=True)
class AdvisedFigure:
    """One figure of the recommendation that a side of the benchmark was made from."""

    name: str
    """`wsl2.memory`, `build`, `reserve`."""
    value: str
    because: str


@dataclass(frozen=True, slots=True)
class BenchResult:
    """The source of truth of a benchmark; also what is saved after every run, when it is not yet complete."""

    plan: BenchPlan
    """Fixed before the first run."""
    runs: tuple[BuildRun, ...]
    """In the order they ran, killed ones and warm-ups included."""
    environment: Environment
    sides: tuple[SideState, ...]
    """In the order of the plan's sides; a side that was never reached is missing."""
    started: str
    """UTC, ISO 8601."""
    wslmem_version: str
    cautions: tuple[Caution, ...] = ()
    """What was remarked while it ran; the noise guards add theirs in `comparison.guard`."""
    advised: tuple[AdvisedFigure, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the planned sides, in the order of reading."""
        return tuple(side.name for side in self.plan.sides)

    def planned(self, side: str) -> int:
        """How many cold runs of `side` were to count."""
        return sum(leg.runs for leg in self.plan.legs if leg.side == side)

    def state(self, side: str) -> SideState:
        """What was set and seen on `side`; nothing but its name where it was never reached."""
        return next((state for state in self.sides if state.side == side), SideState(side))

    def counted(self, side: str, cache: str = "cold") -> tuple[BuildRun, ...]:
        """The runs of `side` that count: no warm-up, of this cache state, in the order they ran."""
        return tuple(run for run in self.runs if run.side == side and run.cache == cache and not run.discarded)

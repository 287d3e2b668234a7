"""A whole benchmark as it is saved: the plan, every run raw, and the circumstances. All reports derive from it."""

from __future__ import annotations

from typing import Annotated, Literal

from wslmem.bench.plan import BenchPlan
from wslmem.bench.run import BuildRun, Cache
from wslmem.cautions import Caution
from wslmem.codec import WhyNull
from wslmem.records import record
from wslmem.text import Text
from wslmem.units import Bytes

NOT_FOUND_OUT = WhyNull("it was not found out")
NOT_READ = WhyNull("the VM was not read with these settings")


@record
class Unknown:
    """Why a figure is missing."""

    name: str
    """Name of the field that is None: `wsl_version`."""
    reason: Text
    """Half a sentence: `wsl.exe --version exists since WSL 0.66`."""


@record(kw_only=True)
class Environment:
    """The circumstances that a sceptic asks for. None means unknown; an empty string means known and not set."""

    wsl_version: Annotated[str | None, NOT_FOUND_OUT] = None
    """As `wsl --version` prints it: `2.6.1.0`."""
    kernel: Annotated[str | None, NOT_FOUND_OUT] = None
    """`uname -r` in the VM."""
    distribution: Annotated[str | None, NOT_FOUND_OUT] = None
    """Name of the distribution that built."""
    module: Annotated[str | None, NOT_FOUND_OUT] = None
    """Module path of the project: `example.com/app`."""
    file_system: Annotated[str | None, NOT_FOUND_OUT] = None
    """Type of the file system that holds the project: `ext4`, `9p`, `drvfs`."""
    tool_version: Annotated[str | None, NOT_FOUND_OUT] = None
    """First line of what the build tool prints with `--version`; of the go command see below."""
    go_version: Annotated[str | None, NOT_FOUND_OUT] = None
    """`go1.26.8`."""
    goarch: Annotated[str | None, NOT_FOUND_OUT] = None
    """`amd64`, `arm64`."""
    goflags: Annotated[str | None, NOT_FOUND_OUT] = None
    gomaxprocs: Annotated[str | None, NOT_FOUND_OUT] = None
    gomemlimit: Annotated[str | None, NOT_FOUND_OUT] = None
    gogc: Annotated[str | None, NOT_FOUND_OUT] = None
    processors: Annotated[int | None, NOT_FOUND_OUT] = None
    """What `nproc` prints in the VM."""
    host_total: Annotated[Bytes | None, NOT_FOUND_OUT] = None
    host_available: Annotated[Bytes | None, NOT_FOUND_OUT] = None
    """Of the Windows host, before the first run."""
    host_busy: Annotated[float | None, NOT_FOUND_OUT] = None
    """Busy share of the host's processors just before the first run, percent 0..100."""
    on_battery: Annotated[bool | None, NOT_FOUND_OUT] = None
    auto_memory_reclaim: str | None = None
    """Value of `autoMemoryReclaim` in the file; it disturbs timings when it is `gradual`."""
    other_distributions: Annotated[tuple[str, ...] | None, NOT_FOUND_OUT] = None
    """Distributions that ran beside the one that built; they share its VM."""
    docker_desktop: Annotated[bool | None, NOT_FOUND_OUT] = None
    """Whether Docker Desktop ran."""
    unknown: tuple[Unknown, ...] = ()
    """Reasons for fields that are None; a field without one has a general reason."""


@record(kw_only=True)
class SideState:
    """One side of the comparison, or one point of a sweep: what was set, and what the VM then showed."""

    side: str
    """Its name in the plan, the same word as in `BuildRun.side`."""
    memory: str | None = None
    """What the file said while it ran, in WSL's spelling; None: the key is not in it, WSL's default holds."""
    swap: str | None = None
    """Value of `swap`; None as above."""
    mem_total: Annotated[Bytes | None, NOT_READ] = None
    """MemTotal that the VM showed after the restart: the proof that the setting took effect."""
    swap_total: Annotated[Bytes | None, NOT_READ] = None
    """SwapTotal, the same."""
    proven: bool | None = None
    """Whether both agreed with the file; None where nothing was changed or asked."""
    diff: str = ""
    """Unified diff of `.wslconfig` from the user's own to this side's; empty where they are the same."""


@record(kw_only=True)
class EstimatedPeak:
    """What the model expected of one side before its first build."""

    side: str
    peak: Bytes
    """Anonymous memory of the whole build, as `BuildRun.peak_anonymous`."""
    low: Bytes
    high: Bytes
    """The interval that the errors of the model leave around it."""
    source: Literal["measured", "model", "walk"]
    """As `sizing.estimate.Estimate.source`."""
    because: Text
    """What the figure is based on."""


@record(kw_only=True)
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
    host: str = ""
    """The name of the computer; empty where the system did not tell."""
    cautions: tuple[Caution, ...] = ()
    """What was remarked while it ran; the noise guards add theirs in `comparison.guard`."""
    estimates: tuple[EstimatedPeak, ...] = ()
    """Of the sides that the model knows."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the planned sides, in the order of reading; of a search, those that were tried."""
        tried = {leg.side for leg in self.plan.legs}
        return tuple(side.name for side in self.plan.sides if not self.plan.floor or side.name in tried)

    def planned(self, side: str) -> int:
        """How many cold runs of `side` were to count."""
        return sum(leg.runs for leg in self.plan.legs if leg.side == side)

    def state(self, side: str) -> SideState:
        """What was set and seen on `side`; nothing but its name where it was never reached."""
        return next((state for state in self.sides if state.side == side), SideState(side=side))

    def estimate(self, side: str) -> EstimatedPeak | None:
        """What was expected of `side`; None where the model does not know such a build."""
        return next((one for one in self.estimates if one.side == side), None)

    def counted(self, side: str, cache: Cache = Cache.COLD) -> tuple[BuildRun, ...]:
        """The runs of `side` that count: no warm-up, of this cache state, in the order they ran."""
        return tuple(run for run in self.runs if run.side == side and run.cache == cache and not run.discarded)

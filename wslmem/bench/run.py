"""One build and the readings taken while it ran."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from wslmem.codec import COLUMNS, WhyNull
from wslmem.diagnosis.build_end import StoppedBy
from wslmem.diagnosis.verdict import Verdict
from wslmem.records import record
from wslmem.units import Bytes, Seconds


class Cache(StrEnum):
    """What a build found when it began."""

    COLD = "cold"
    """Nothing of an earlier build: an empty GOCACHE, an empty target folder."""
    WARM = "warm"
    """All that the cold build before it left."""


@record(kw_only=True)
class Sample:
    """One reading of the VM while a build runs."""

    at: Seconds
    """Since the build started."""
    available: Bytes
    """MemAvailable of the whole VM."""
    anonymous: Bytes
    """AnonPages of the whole VM."""
    shared: Bytes
    """Shmem of the whole VM: a tmpfs counts here."""
    swap_free: Bytes
    tree_anonymous: Bytes | None = None
    """Anonymous memory of the build's processes; None in samples that did not look."""
    tree_processes: int | None = None
    largest: Bytes | None = None
    """Anonymous memory of the largest process of the build."""
    largest_name: str | None = None
    pressure: float | None = None
    """PSI memory `full avg10`, percent; None where the kernel has no PSI."""


@record
class Action:
    """One step of the build, as the go command's action graph timed it."""

    mode: str
    """`build` or `link`, others as the go command names them."""
    package: str
    start: Seconds
    end: Seconds
    """Since the build started."""


@record(kw_only=True)
class BuildRun:
    """One build, from its start to its end. Killed runs are data and stay."""

    leg: int
    """Index of the leg in the plan's order, 0 first."""
    side: str
    """`before`, `after`, or the label of a sweep's point."""
    index: int
    """Index within its leg; 0 may be a warm-up, see `discarded`."""
    discarded: bool
    """A warm-up that no statistic counts."""
    cache: Cache
    command: tuple[str, ...]
    started: str
    """UTC, ISO 8601."""
    wall: Seconds
    user: Annotated[Seconds | None, WhyNull("the guest's shell gave no times")] = None
    system: Annotated[Seconds | None, WhyNull("the guest's shell gave no times")] = None
    exit_code: Annotated[int | None, WhyNull("the build never ended by itself")] = None
    """The build's own, as its shell saw it; None when it never ended by itself."""
    stopped_by: StoppedBy | None = None
    """None where the build ended by itself, was killed, or was lost."""
    mem_total: Annotated[Bytes | None, WhyNull("/proc/meminfo was not read")] = None
    swap_total: Annotated[Bytes | None, WhyNull("/proc/meminfo was not read")] = None
    peak_anonymous: Annotated[Bytes | None, WhyNull("no sample saw the build's processes")] = None
    """Highest sum of anonymous memory of the build's processes; the figure that a limit must hold."""
    peak_cgroup: Annotated[Bytes | None, WhyNull("the build had no cgroup that keeps memory.peak")] = None
    """`memory.peak` of the build's cgroup where there is one: holds page cache, shown beside, never used to size."""
    lowest_available: Annotated[Bytes | None, WhyNull("no sample was taken")] = None
    """Lowest MemAvailable of the VM."""
    swap_in: Annotated[Bytes | None, WhyNull("/proc/vmstat was not read to the end")] = None
    swap_out: Annotated[Bytes | None, WhyNull("/proc/vmstat was not read to the end")] = None
    oom_kills: Annotated[int | None, WhyNull("the kernel shows no oom_kill in /proc/vmstat")] = None
    """Rise of `/proc/vmstat` oom_kill."""
    kernel_lines: tuple[str, ...]
    output_tail: str
    """The end of what the build printed, 8 KiB at most."""
    verdict: Verdict
    samples: Annotated[tuple[Sample, ...], COLUMNS] = ()
    """At most some hundreds, extremes kept; the figures above come from all of them."""
    peak_at: Seconds | None = None
    """When `peak_anonymous` was read."""
    peak_swap: Bytes | None = None
    """Highest rise of swap in use over the start, VM-wide: what of the build's memory had to leave RAM."""
    running_at_peak: tuple[str, ...] = ()
    """What ran then, largest first as far as known: `compile example.com/app/tables`, `link example.com/app`."""
    actions: Annotated[tuple[Action, ...], COLUMNS] = ()
    """The steps of the build that took at least 50 ms; empty where the go command wrote no action graph."""
    strays: tuple[str, ...] = ()
    """What the build had left running outside its session, and was ended behind it: `gopls (4711)`."""
    context: tuple[tuple[str, str], ...] = ()
    """What the guest said of itself: `go`, `goflags`, `gogc`, `gomemlimit`, `gomaxprocs`, `goarch`, `kernel`,
    `processors`, `module`, `project_fs`, `work_fs`, `cache_fs`, `load`; an empty value is known and not set."""

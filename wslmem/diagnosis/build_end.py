"""Everything that was seen of the end of one build, and how it is quoted as evidence."""

from __future__ import annotations

from enum import StrEnum

from wslmem.diagnosis.verdict import Evidence
from wslmem.records import record
from wslmem.units import Bytes, show_size

SCARCE = 0.15
"""Share of MemTotal; a VM whose lowest MemAvailable stays above it was not short of memory."""
THRASHED = 0.5
"""Share of MemTotal; swap traffic above it was not just the first move of idle pages."""


class StoppedBy(StrEnum):
    """What ended a build that did not end by itself."""

    TIME_LIMIT = "time-limit"
    MEMORY_PRESSURE = "memory-pressure"
    """No progress while memory was short; the watchdog in the guest."""
    CANCELLED = "cancelled"
    """A person."""


@record
class BuildEnd:
    """Everything that was seen of the end of one build. None means unknown."""

    complete: bool
    """Whether the sampler's report came whole; without it nothing counts as a success."""
    exit_code: int | None
    stopped_by: StoppedBy | None
    why_stopped: str = ""
    """The watchdog's figures."""
    output: tuple[bytes, ...] = ()
    """Telling lines and the tail of what the build printed."""
    kernel_lines: tuple[str, ...] = ()
    """The kernel's lines since the build started."""
    kernel_readable: bool = False
    oom_kills: int | None = None
    """Rise of the VM's oom_kill counter."""
    group_oom_kills: int | None = None
    """Rise of the counter of the build's own cgroup."""
    names: frozenset[str] = frozenset()
    """Names of the processes that belonged to the build, cut to 15 bytes as the kernel does."""
    mem_total: Bytes | None = None
    lowest_available: Bytes | None = None
    swap_traffic: Bytes | None = None
    """Swapped in and out together."""
    package: str | None = None
    """What was being compiled or linked at the peak."""
    vm: str = "same"
    """What became of the VM where the report is not complete: `same`, `distribution-gone`, `gone`, `unknown`."""

    @property
    def scarce(self) -> bool | None:
        """Whether the VM ran out of memory that it could give; None where it was not seen."""
        if self.mem_total is None or self.lowest_available is None:
            return None
        return self.lowest_available < self.mem_total * SCARCE

    @property
    def thrashed(self) -> bool:
        return bool(self.mem_total and self.swap_traffic and self.swap_traffic > self.mem_total * THRASHED)


def status(end: BuildEnd) -> Evidence:
    """The exit status."""
    return Evidence("exit status", str(end.exit_code))


def stopped(end: BuildEnd) -> Evidence:
    """Who stopped the build, and the figures that made them."""
    return Evidence("watchdog", f"stopped by {end.stopped_by} {end.why_stopped}".strip())


def counts(end: BuildEnd) -> tuple[Evidence, ...]:
    """Counters and samples, those that are known."""
    lines = []
    if end.oom_kills is not None:
        lines.append(Evidence("vmstat", f"oom_kill rose by {end.oom_kills}"))
    if end.group_oom_kills is not None:
        lines.append(Evidence("cgroup", f"oom_kill rose by {end.group_oom_kills}"))
    if end.lowest_available is not None and end.mem_total is not None:
        lowest = f"lowest MemAvailable {show_size(end.lowest_available)} of {show_size(end.mem_total)}"
        lines.append(Evidence("samples", lowest))
    if end.swap_traffic:
        lines.append(Evidence("vmstat", f"swapped in and out: {show_size(end.swap_traffic)}"))
    return tuple(lines)

"""One side of a benchmark in figures: how many runs completed, and the middle and range of what they took."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from wslmem.bench.run import BuildRun
from wslmem.bench.statistics import Interval, median, median_deviation, median_interval
from wslmem.diagnosis.build_end import StoppedBy
from wslmem.diagnosis.verdict import OWN_FAULTS, Ending
from wslmem.records import record
from wslmem.units import MIB

METRICS: dict[str, Callable[[BuildRun], float | None]] = {
    "wall": lambda run: run.wall,
    "user": lambda run: run.user,
    "system": lambda run: run.system,
    "peak": lambda run: run.peak_anonymous,
    "lowest-available": lambda run: run.lowest_available,
    "peak-swap": lambda run: run.peak_swap,
    "swap-out": lambda run: run.swap_out,
}
"""What is summed up of each completed run, by name: seconds for the first three, bytes for the others."""

SWAPPED = 16 * MIB
"""A run that wrote out less has not swapped: the kernel pushes out a few idle pages at its leisure."""


@record
class Measure:
    """One metric over the completed runs of one side."""

    values: tuple[float, ...]
    """As they ran; one or more."""
    median: float
    deviation: float
    """Median absolute deviation, unscaled."""
    interval: Interval | None
    """95 % interval of the median; None below six values."""

    @property
    def low(self) -> float:
        return min(self.values)

    @property
    def high(self) -> float:
        return max(self.values)


@record(kw_only=True)
class SideSummary:
    """The counted runs of one side. Interrupted runs say nothing and are left out of every count but their own."""

    side: str
    completed: int
    killed: int
    """Runs that memory, the watchdog, a SIGKILL or the loss of the VM ended."""
    errors: int
    """Runs in which the build itself failed: a matter of the source, not of memory."""
    interrupted: int
    measures: tuple[tuple[str, Measure], ...]
    """By the names of `METRICS`, over completed runs; a metric that a completed run lacks is not there."""

    @property
    def size(self) -> int:
        """Runs that ended by themselves or were killed."""
        return self.completed + self.killed + self.errors

    def measure(self, metric: str) -> Measure | None:
        return dict(self.measures).get(metric)


def completed(run: BuildRun) -> bool:
    """Whether the build ended well by itself, however much it swapped: with 0, and without a killed process in it."""
    return run.exit_code == 0 and run.stopped_by is None and run.verdict.ending is Ending.OK


def interrupted(run: BuildRun) -> bool:
    """Whether a person stopped the run, so that it is no datum."""
    return run.stopped_by is StoppedBy.CANCELLED or run.verdict.ending is Ending.INTERRUPTED


def killed(run: BuildRun) -> bool:
    """Whether the run was ended from outside: by the kernel, by the watchdog, or with its VM."""
    return not (completed(run) or interrupted(run) or run.verdict.ending in OWN_FAULTS)


def measure(values: Iterable[float]) -> Measure:
    """Sum up one or more values. ValueError for none."""
    known = tuple(values)
    return Measure(known, median(known), median_deviation(known), median_interval(known))


def summarise(side: str, runs: Sequence[BuildRun]) -> SideSummary:
    """Sum up the counted runs of `side`, in any number, none included."""
    good = [run for run in runs if completed(run)]
    measures = []
    for name, read in METRICS.items():
        values = [value for value in map(read, good) if value is not None]
        if values and len(values) == len(good):
            measures.append((name, measure(values)))
    return SideSummary(
        side=side,
        completed=len(good),
        killed=sum(map(killed, runs)),
        errors=sum(not completed(run) and not killed(run) and not interrupted(run) for run in runs),
        interrupted=sum(not completed(run) and interrupted(run) for run in runs),
        measures=tuple(measures),
    )

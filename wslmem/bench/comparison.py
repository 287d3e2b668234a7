"""Before against after: the verdict, by rules fixed before anybody looked, and the statistics it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from wslmem.bench.measures import METRICS, Measure, SideSummary, completed, summarise
from wslmem.bench.run import BuildRun
from wslmem.bench.statistics import fisher, mann_whitney, median, spread
from wslmem.cautions import Caution

ALPHA = 0.05
"""A difference is claimed only below this p."""
LEAST_CHANGE = 0.03
"""Nor is one of medians below this share: two builds of the same thing differ by as much from one day to the next."""
MOST_SPREAD = 0.10
"""A side that scatters more says nothing about times (`statistics.spread`)."""
FEWEST_RUNS = 4
"""Three runs a side cannot reach p < 0.05, however far apart they are (3 + 3: 0.1)."""

LEG_RUNS = 3
"""Shorter legs lie apart by chance too often (2 + 2: one time in three) to tell that the machine changed."""


class Outcome(StrEnum):
    """The verdict of a comparison."""

    FASTER = "faster"
    SLOWER = "slower"
    NO_DIFFERENCE = "no-measurable-difference"
    INCONCLUSIVE = "inconclusive"
    TOO_FEW = "too-few-runs"
    NOW_COMPLETES = "now-completes"
    """Killed in every run before, in none after: a result that no percentage describes."""
    NOW_KILLED = "now-killed"
    FEWER_KILLS = "fewer-kills"
    MORE_KILLS = "more-kills"
    NEITHER_COMPLETES = "neither-completes"
    BUILD_FAILS = "build-fails"
    """The build fails of itself; nothing can be said about memory."""
    NOT_COMPARED = "not-compared"
    """A side has no run."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric on both sides."""

    metric: str
    """A name of `measures.METRICS`."""
    before: Measure
    after: Measure
    change: float | None
    """Median after over median before, less 1; None where the median before is 0."""
    p: float
    """Exact two-sided Mann-Whitney."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict on before and after."""

    outcome: Outcome
    before: SideSummary
    after: SideSummary
    differences: tuple[Difference, ...]
    """In the order of `measures.METRICS`; of completed runs only, so that none is there unless both sides have some."""
    kills_p: float | None
    """Fisher's exact two-sided p that both sides are killed equally often; None where nothing was killed."""
    reasons: tuple[Caution, ...] = ()
    """Why no more is claimed; empty where the verdict needs no excuse."""

    def difference(self, metric: str) -> Difference | None:
        return next((found for found in self.differences if found.metric == metric), None)


def compare(before: Sequence[BuildRun], after: Sequence[BuildRun]) -> Comparison:
    """Compare the counted runs of two sides: same cache state, no warm-ups, any number and mixture of endings."""
    first, second = summarise("before", before), summarise("after", after)
    differences = tuple(_differences(first, second))
    kills_p = fisher(first.killed, first.size, second.killed, second.size) if first.killed + second.killed else None
    outcome, reasons = _judge_endings(first, second, kills_p) or _judge_times(before, after, differences[0])
    return Comparison(outcome, first, second, differences, kills_p, reasons)


def drift(runs: Sequence[BuildRun]) -> float | None:
    """By how much two legs of the same settings differ, as a share of the earlier one's median.

    None with fewer than two legs of three completed runs. 0 unless every run of one leg is slower than every run of
    the other: legs that overlap do not differ.
    """
    legs: dict[int, list[float]] = {}
    for run in runs:
        if completed(run):
            legs.setdefault(run.leg, []).append(run.wall)
    long = [legs[leg] for leg in sorted(legs) if len(legs[leg]) >= LEG_RUNS]
    if len(long) < 2:
        return None
    first, last = long[0], long[-1]
    if max(first) >= min(last) and max(last) >= min(first):
        return 0.0
    return abs(median(last) - median(first)) / median(first)


def _differences(before: SideSummary, after: SideSummary) -> list[Difference]:
    found = []
    for name in METRICS:
        old, new = before.measure(name), after.measure(name)
        if old is not None and new is not None:
            change = new.median / old.median - 1 if old.median else None
            found.append(Difference(name, old, new, change, mann_whitney(old.values, new.values)))
    return found


Judgement = tuple[Outcome, tuple[Caution, ...]]


def _judge_endings(before: SideSummary, after: SideSummary, kills_p: float | None) -> Judgement | None:
    """The verdict where a run did not complete, else None."""
    if not before.size or not after.size:
        return Outcome.NOT_COMPARED, ()
    if before.errors or after.errors:
        return Outcome.BUILD_FAILS, ()
    if kills_p is None:
        return None
    if not before.completed and not after.completed:
        return Outcome.NEITHER_COMPLETES, ()
    if not before.completed and not after.killed:
        return Outcome.NOW_COMPLETES, ()
    if not after.completed and not before.killed:
        return Outcome.NOW_KILLED, ()
    return _judge_kills(before, after, kills_p)


def _judge_kills(before: SideSummary, after: SideSummary, kills_p: float) -> Judgement:
    """The verdict where some runs of a side were killed and others not: times of survivors would flatter."""
    if kills_p < ALPHA:
        fewer = after.killed * before.size < before.killed * after.size
        return (Outcome.FEWER_KILLS if fewer else Outcome.MORE_KILLS), ()
    text = (
        f"{before.killed} of {before.size} runs were killed before and {after.killed} of {after.size} after; "
        f"that can be chance (Fisher p={kills_p:.3f})."
    )
    return Outcome.INCONCLUSIVE, (Caution("kills-by-chance", text),)


def _judge_times(before: Sequence[BuildRun], after: Sequence[BuildRun], wall: Difference) -> Judgement:
    """The verdict where every run completed."""
    fewest = min(len(wall.before.values), len(wall.after.values))
    if fewest < FEWEST_RUNS:
        text = f"{fewest} runs a side cannot show a difference in time (four can, six give an interval)."
        return Outcome.TOO_FEW, (Caution("too-few-runs", text),)
    change = wall.change or 0.0
    doubts = (*_scatter(wall), *_drifted("before", before, change), *_drifted("after", after, change))
    if doubts:
        return Outcome.INCONCLUSIVE, doubts
    if wall.p >= ALPHA or abs(change) < LEAST_CHANGE:
        return Outcome.NO_DIFFERENCE, ()
    return (Outcome.FASTER if change < 0 else Outcome.SLOWER), ()


def _scatter(wall: Difference) -> list[Caution]:
    found = []
    for side, values in (("before", wall.before.values), ("after", wall.after.values)):
        scatter = spread(values) if min(values) > 0 else 1.0
        if scatter > MOST_SPREAD:
            text = f"Times {side} scatter by {scatter:.0%} (robust); above {MOST_SPREAD:.0%} they say nothing."
            found.append(Caution("times-scatter", text))
    return found


def _drifted(side: str, runs: Sequence[BuildRun], change: float) -> list[Caution]:
    """A doubt where the same settings differ between legs, and by at least half of what the sides differ."""
    moved = drift(runs) or 0.0
    if moved < LEAST_CHANGE or moved < abs(change) / 2:
        return []
    text = f"The two legs with the settings {side} differ by {moved:.0%} between themselves: the machine changed."
    return [Caution("legs-differ", text)]

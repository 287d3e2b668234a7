"""Before against after: the verdict, by rules fixed before anybody looked, and the statistics it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from wslmem.bench.measures import METRICS, Measure, SideSummary, completed, summarise
from wslmem.bench.plan import FULL_RUNS
from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun
from wslmem.bench.sides import name_of
from wslmem.bench.statistics import fisher, mann_whitney, median, spread
from wslmem.cautions import Caution
from wslmem.records import record
from wslmem.text import Text, counted

TWO_SIDES = 2
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


LEAST_SHOWN = 0.0005
"""A smaller p is not spelled out."""
MOST_RUNS = 50
"""More builds of each side than anybody waits for."""


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


@record(kw_only=True)
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


@record(kw_only=True)
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


def judge(result: BenchResult) -> Comparison | None:
    """Compare the cold builds of a benchmark of two sides; None for one side, or for a sweep of more."""
    if len(result.names) != TWO_SIDES or result.plan.floor:
        return None
    before, after = result.names
    return compare(result.counted(before), result.counted(after), names=(before, after), quick=result.plan.quick)


def compare(
    before: Sequence[BuildRun],
    after: Sequence[BuildRun],
    *,
    names: tuple[str, str] = ("before", "after"),
    quick: bool = False,
) -> Comparison:
    """Compare the counted runs of two sides: same cache state, no warm-ups, any number and mixture of endings.

    `quick` forbids a claim about times, however many runs there are.
    """
    first, second = summarise(names[0], before), summarise(names[1], after)
    differences = tuple(_differences(first, second))
    kills_p = fisher(first.killed, first.size, second.killed, second.size) if first.killed + second.killed else None
    judgement = _judge_endings(first, second, kills_p)
    if judgement is None:
        judgement = _too_few(differences[0], quick=quick) or _judge_times(
            (first, before), (second, after), differences[0]
        )
    return Comparison(
        outcome=judgement[0],
        before=first,
        after=second,
        differences=differences,
        kills_p=kills_p,
        reasons=judgement[1],
    )


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
    if not long[1:]:
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
            p = mann_whitney(old.values, new.values)
            found.append(Difference(metric=name, before=old, after=new, change=change, p=p))
    return found


Judgement = tuple[Outcome, tuple[Caution, ...]]


def _judge_endings(before: SideSummary, after: SideSummary, kills_p: float | None) -> Judgement | None:
    """The verdict where a run did not complete, else None."""
    if not before.size or not after.size:
        return Outcome.NOT_COMPARED, ()
    if before.errors or after.errors:
        return Outcome.BUILD_FAILS, ()
    return None if kills_p is None else _judge_kills(before, after, kills_p)


def _judge_kills(before: SideSummary, after: SideSummary, kills_p: float) -> Judgement:
    """The verdict where runs were killed: the times of the survivors would flatter, so none is looked at."""
    outcomes = {
        (False, False): Outcome.NEITHER_COMPLETES,
        (False, True): Outcome.NOW_COMPLETES if not after.killed else Outcome.FEWER_KILLS,
        (True, False): Outcome.NOW_KILLED if not before.killed else Outcome.MORE_KILLS,
        (True, True): Outcome.FEWER_KILLS if _rarer(after, before) else Outcome.MORE_KILLS,
    }
    outcome = outcomes[bool(before.completed), bool(after.completed)]
    if kills_p < ALPHA or outcome not in {Outcome.FEWER_KILLS, Outcome.MORE_KILLS}:
        return outcome, ()
    return Outcome.INCONCLUSIVE, (Caution("kills-by-chance", chance(before, after, kills_p)),)


def chance(before: SideSummary, after: SideSummary, kills_p: float) -> Text:
    """What Fisher's test says of the kills, in words; `kills_p` is its p."""
    p = f"p={kills_p:.3f}" if kills_p >= LEAST_SHOWN else f"p<{2 * LEAST_SHOWN}"
    if kills_p < ALPHA:
        return Text("Proven: chance alone would give a split this uneven with {p} (Fisher's exact test).", p=p)
    split = Text(
        "{killed} of {size} against {killed2} of {size2}",
        killed=before.killed,
        size=before.size,
        killed2=after.killed,
        size2=after.size,
    )
    enough = runs_to_prove(before, after)
    if enough is None:
        return Text("Not proven: {split} can be chance (Fisher's exact test, {p}).", split=split, p=p)
    return Text(
        "Not proven: {split} can be chance (Fisher's exact test, {p}). {runs} runs per setting would be enough if it "
        "goes on like this.",
        split=split,
        p=p,
        runs=enough,
    )


def runs_to_prove(before: SideSummary, after: SideSummary) -> int | None:
    """The fewest runs of each side that would prove a difference of kills, if their shares stayed as they are.

    None where the shares are equal, or so close that `MOST_RUNS` would not do.
    """
    first, second = (side.killed / side.size for side in (before, after))
    sizes = range(max(before.size, after.size) + 1, MOST_RUNS + 1)
    return next((size for size in sizes if fisher(round(first * size), size, round(second * size), size) < ALPHA), None)


def _rarer(one: SideSummary, other: SideSummary) -> bool:
    """Whether `one` was killed in a smaller share of its runs."""
    return one.killed * other.size < other.killed * one.size


def _too_few(wall: Difference, *, quick: bool) -> Judgement | None:
    """The verdict where the runs are too few, or were meant as a quick look."""
    fewest = min(len(wall.before.values), len(wall.after.values))
    if fewest >= FEWEST_RUNS and not quick:
        return None
    text = counted(
        "{count} completed run per setting is too few to compare times: {enough} can show a difference, {interval} "
        "give an interval.",
        "{count} completed runs per setting are too few to compare times: {enough} can show a difference, {interval} "
        "give an interval.",
        fewest,
        enough=FEWEST_RUNS,
        interval=FULL_RUNS,
    )
    return Outcome.TOO_FEW, (Caution("too-few-runs", text),)


Sided = tuple[SideSummary, Sequence[BuildRun]]


def _judge_times(before: Sided, after: Sided, wall: Difference) -> Judgement:
    """The verdict where every run completed."""
    change = wall.change or 0.0
    doubts = (*_doubts(before, wall.before, change), *_doubts(after, wall.after, change))
    if doubts:
        return Outcome.INCONCLUSIVE, doubts
    if wall.p >= ALPHA or abs(change) < LEAST_CHANGE:
        return Outcome.NO_DIFFERENCE, ()
    return (Outcome.FASTER if change < 0 else Outcome.SLOWER), ()


def _doubts(side: Sided, wall: Measure, change: float) -> list[Caution]:
    """Why the times of a side tell nothing: they scatter, or its legs differ by half of what the sides do."""
    (summary, runs), found = side, []
    scatter = spread(wall.values) if wall.median > 0 else 0.0
    if scatter > MOST_SPREAD:
        text = Text(
            "The {side} times scatter by {scatter} (robust); above {most} they show nothing.",
            side=name_of(summary.side),
            scatter=f"{scatter:.0%}",
            most=f"{MOST_SPREAD:.0%}",
        )
        found.append(Caution("times-scatter", text))
    moved = drift(runs) or 0.0
    if moved >= max(LEAST_CHANGE, abs(change) / 2):
        text = Text(
            "The two {side} blocks differ by {moved}: the machine changed in between.",
            side=name_of(summary.side),
            moved=f"{moved:.0%}",
        )
        found.append(Caution("legs-differ", text))
    return found

"""What a person wants to know, in sentences; the first one alone must do."""

from __future__ import annotations

from wslmem.bench.comparison import Comparison, Difference, Outcome, judge
from wslmem.bench.measures import SWAPPED, Measure, SideSummary, summarise
from wslmem.bench.result import BenchResult
from wslmem.report.figures import count, listed, show_change, show_p, show_seconds, show_share
from wslmem.report.naming import at, common_fate, titled
from wslmem.units import show_size


def headline(result: BenchResult) -> str:
    """The one sentence: what memory did first, time second, and nothing that is not shown."""
    return account(result)[0]


def account(result: BenchResult) -> tuple[str, ...]:
    """The headline and the sentences that follow from it, the most useful first; at least one."""
    comparison = judge(result)
    if comparison is None and len(result.names) > 1:
        return tuple(_sweep(result))
    if comparison is None or comparison.outcome is Outcome.NOT_COMPARED:
        return tuple(sentence for side in result.names for sentence in _alone(result, side)) or (
            "No side was planned.",
        )
    return tuple(_compared(result, comparison))


def _compared(result: BenchResult, comparison: Comparison) -> list[str]:
    wall = comparison.difference("wall")
    endings = _endings(result, comparison)
    sentences = [*endings, *_swapping(comparison)]
    if wall is not None and not endings:
        sentences.append(_times(comparison, wall))
    sentences += _peaks(result, [comparison.before, comparison.after])
    sentences += [str(reason.text) for reason in comparison.reasons]
    if comparison.outcome is Outcome.NO_DIFFERENCE and not _swapping(comparison):
        sentences.append("More memory seldom speeds up a build that already fits; what it buys is room.")
    return sentences


def _endings(result: BenchResult, comparison: Comparison) -> list[str]:
    """What to say where a run did not complete."""
    before, after = comparison.before, comparison.after
    if comparison.outcome is Outcome.BUILD_FAILS:
        text = f"The build itself fails ({before.errors} of {before.size} runs {at(before.side)}, {after.errors} of "
        return [f"{text}{after.size} {at(after.side)}): this says nothing about memory."]
    if comparison.kills_p is None:
        return []
    sentence = f"The build {_ended(result, before)}, and {_ended(result, after)}."
    return [sentence, f"Fisher's exact test that both sides are killed equally often: {show_p(comparison.kills_p)}."]


def _ended(result: BenchResult, side: SideSummary) -> str:
    """How the runs of one side ended: `was killed for lack of memory in 6 of 6 runs before (memory=2GB)`."""
    where = _where(result, side.side)
    if not side.killed:
        return f"completed in {side.completed} of {side.size} {where}"
    return f"was {common_fate(result.counted(side.side))} in {side.killed} of {count(side.size, 'run')} {where}"


def _swapping(comparison: Comparison) -> list[str]:
    """What to say where all runs of one side swapped and none of the other did."""
    swap = comparison.difference("swap-out")
    if swap is None or comparison.kills_p is not None:
        return []
    old, new = (_always_swapped(measure) for measure in (swap.before, swap.after))
    before, after = (show_size(round(measure.median)) for measure in (swap.before, swap.after))
    if old is True and new is False:
        return [f"The build no longer swaps: it wrote {before} to swap {at(comparison.before.side)}, {after} after."]
    if old is False and new is True:
        return [f"The build now swaps: it wrote {after} to swap {at(comparison.after.side)}, {before} before."]
    return []


def _always_swapped(measure: Measure) -> bool | None:
    """True where every run swapped, False where none did, None where they disagree."""
    swapped = {value >= SWAPPED for value in measure.values}
    return swapped.pop() if len(swapped) == 1 else None


def _times(comparison: Comparison, wall: Difference) -> str:
    """The verdict about times, with its figures."""
    old, new = show_seconds(wall.before.median), show_seconds(wall.after.median)
    sizes = {len(wall.before.values), len(wall.after.values)}
    runs = (
        f"{sizes.pop()} runs each"
        if len(sizes) == 1
        else f"{len(wall.before.values)} and {len(wall.after.values)} runs"
    )
    figures = (
        f"{old} {at(comparison.before.side)}, {new} {at(comparison.after.side)} (medians of {runs}, {show_p(wall.p)})"
    )
    share = show_change(wall.change).lstrip("+-")
    return {
        Outcome.FASTER: f"The build is {share} faster: {figures}.",
        Outcome.SLOWER: f"The build is {share} slower: {figures}.",
        Outcome.NO_DIFFERENCE: f"No measurable difference in time: {figures}.",
        Outcome.TOO_FEW: f"The build completes on both sides; the runs are too few to compare times: {figures}.",
    }.get(comparison.outcome, f"The times are inconclusive: {figures}.")


def _peaks(result: BenchResult, sides: list[SideSummary]) -> list[str]:
    """How much of the VM's memory the build took: the highest peak of the completed runs, side by side."""
    told = [_peak(result, side) for side in sides if side.measure("peak")]
    return [f"At its peak the build held {listed(told)}."] if told else []


def _peak(result: BenchResult, side: SideSummary) -> str:
    peak, total = side.measure("peak"), result.state(side.side).mem_total
    high = peak.high if peak else 0.0
    room = f"{show_share(high / total)} of the VM's {show_size(total)}" if total else "the VM's memory is not known"
    return f"{show_size(round(high))} {at(side.side)} ({room})"


def _alone(result: BenchResult, side: str) -> list[str]:
    """What one side by itself tells."""
    summary = summarise(side, result.counted(side))
    wall = summary.measure("wall")
    if not summary.size:
        return [f"No run came to an end {_where(result, side)}."]
    if wall is None:
        what = common_fate(result.counted(side)) if summary.killed else "failing by itself"
        return [f"The build was {what} in {summary.size} of {count(summary.size, 'run')} {_where(result, side)}."]
    runs, time = count(summary.size, "run"), show_seconds(wall.median) + (" (median)" if summary.completed > 1 else "")
    text = f"The build completed in {summary.completed} of {runs} {_where(result, side)}, in {time}."
    return [text, *_peaks(result, [summary])]


def _where(result: BenchResult, side: str) -> str:
    """`before (memory=2GB)`, `at p=4`."""
    return titled(result, side).replace(side, at(side), 1)


def _sweep(result: BenchResult) -> list[str]:
    """What a sweep tells: where the build completes, and where fastest. Points are not tested against each other."""
    points = [summarise(name, result.counted(name)) for name in result.names]
    whole = [point for point in points if point.size and point.completed == point.size]
    failed = [point for point in points if point.completed < point.size]
    sentences = [f"The build completed in every run at {len(whole)} of {len(points)} points."]
    fastest = min(whole, key=_median_wall, default=None)
    if fastest is not None and len(whole) > 1:
        text = f"The build completed in every run at {listed([point.side for point in whole])}; "
        text += f"the lowest median is {show_seconds(_median_wall(fastest))} at {fastest.side}."
        sentences = [text]
    sentences += [f"It {_ended(result, point)}." for point in failed if point.killed]
    sentences += _peaks(result, whole)
    return [*sentences, "The points are not tested against each other; compare two of them to claim a difference."]


def _median_wall(point: SideSummary) -> float:
    wall = point.measure("wall")
    return wall.median if wall else float("inf")

"""What a person wants to know, in sentences; the first one alone must do."""

from __future__ import annotations

from wslmem.bench.comparison import Comparison, Difference, Outcome, chance, judge
from wslmem.bench.floor import floor
from wslmem.bench.measures import SWAPPED, Measure, SideSummary, summarise
from wslmem.bench.result import BenchResult
from wslmem.bench.sides import at
from wslmem.report.figures import listed, show_change, show_p, show_seconds, show_share
from wslmem.report.naming import common_fate, where
from wslmem.text import Text, counted, verbatim
from wslmem.units import show_size


def headline(result: BenchResult) -> Text:
    """The one sentence: what memory did first, time second, and nothing that is not shown."""
    return account(result)[0]


def account(result: BenchResult) -> tuple[Text, ...]:
    """The headline and the sentences that follow from it, the most useful first; at least one."""
    if result.plan.floor:
        return tuple(_floor(result))
    comparison = judge(result)
    if comparison is None and len(result.names) > 1:
        return tuple(_sweep(result))
    if comparison is None or comparison.outcome is Outcome.NOT_COMPARED:
        return tuple(sentence for side in result.names for sentence in _alone(result, side)) or (
            Text("Nothing was planned."),
        )
    return tuple(_compared(result, comparison))


def _compared(result: BenchResult, comparison: Comparison) -> list[Text]:
    wall = comparison.difference("wall")
    endings = _endings(result, comparison)
    sentences = [*endings, *_swapping(comparison)]
    if wall is not None and not endings:
        sentences.append(_times(comparison, wall))
    sentences += _peaks(result, [comparison.before, comparison.after])
    sentences += _estimates(result, [comparison.before, comparison.after])
    sentences += [reason.text for reason in comparison.reasons if reason.text not in sentences]
    if comparison.outcome is Outcome.NO_DIFFERENCE and not _swapping(comparison):
        sentences.append(
            Text("A build that already fits seldom gets faster with more memory; it gets headroom."),
        )
    return sentences


def _endings(result: BenchResult, comparison: Comparison) -> list[Text]:
    """What to say where a run did not complete."""
    before, after = comparison.before, comparison.after
    if comparison.outcome is Outcome.BUILD_FAILS:
        return [
            Text(
                "The build failed on its own in {errors} of {size} runs {side} and {errors2} of {size2} {side2}: no "
                "conclusion about memory.",
                errors=before.errors,
                size=before.size,
                side=at(before.side),
                errors2=after.errors,
                size2=after.size,
                side2=at(after.side),
            )
        ]
    if comparison.kills_p is None:
        return []
    same = before.killed * after.size == after.killed * before.size
    return [_both_ended(result, before, after), *([] if same else [chance(before, after, comparison.kills_p)])]


def _both_ended(result: BenchResult, before: SideSummary, after: SideSummary) -> Text:
    """How the runs of two sides ended, of which one at least was killed."""
    known = {
        "fate": common_fate(result.counted(before.side)),
        "number": before.killed or before.completed,
        "side": where(result, before.side),
        "fate2": common_fate(result.counted(after.side)),
        "number2": after.killed or after.completed,
        "size2": after.size,
        "side2": where(result, after.side),
    }
    if not after.killed:
        return counted(
            "The build was {fate} in {number} of {count} run {side}, and completed in {number2} of {size2} {side2}.",
            "The build was {fate} in {number} of {count} runs {side}, and completed in {number2} of {size2} {side2}.",
            before.size,
            **known,
        )
    if not before.killed:
        return counted(
            "The build completed in {number} of {count} run {side}, and was {fate2} in {number2} of {size2} {side2}.",
            "The build completed in {number} of {count} runs {side}, and was {fate2} in {number2} of {size2} {side2}.",
            before.size,
            **known,
        )
    return counted(
        "The build was {fate} in {number} of {count} run {side}, and {fate2} in {number2} of {size2} {side2}.",
        "The build was {fate} in {number} of {count} runs {side}, and {fate2} in {number2} of {size2} {side2}.",
        before.size,
        **known,
    )


def _swapping(comparison: Comparison) -> list[Text]:
    """What to say where all runs of one side swapped and none of the other did."""
    swap = comparison.difference("swap-out")
    if swap is None or comparison.kills_p is not None:
        return []
    old, new = (_always_swapped(measure) for measure in (swap.before, swap.after))
    before, after = (show_size(round(measure.median)) for measure in (swap.before, swap.after))
    side, side2 = at(comparison.before.side), at(comparison.after.side)
    if old is True and new is False:
        return [
            Text(
                "The build no longer swaps: it wrote {written} to swap {side}, {written2} {side2}.",
                written=before,
                side=side,
                written2=after,
                side2=side2,
            )
        ]
    if old is False and new is True:
        return [
            Text(
                "The build now swaps: it wrote {written} to swap {side}, {written2} {side2}.",
                written=after,
                side=side2,
                written2=before,
                side2=side,
            )
        ]
    return []


def _always_swapped(measure: Measure) -> bool | None:
    """True where every run swapped, False where none did, None where they disagree."""
    swapped = {value >= SWAPPED for value in measure.values}
    return swapped.pop() if len(swapped) == 1 else None


def _times(comparison: Comparison, wall: Difference) -> Text:
    """The verdict about times, with its figures."""
    figures = Text(
        "{time} {side}, {time2} {side2} ({runs}, {p})",
        time=show_seconds(wall.before.median),
        side=at(comparison.before.side),
        time2=show_seconds(wall.after.median),
        side2=at(comparison.after.side),
        runs=_medians_of(len(wall.before.values), len(wall.after.values)),
        p=show_p(wall.p),
    )
    share = show_change(wall.change, sign=False)
    return {
        Outcome.FASTER: Text("The build is {share} faster: {figures}.", share=share, figures=figures),
        Outcome.SLOWER: Text("The build is {share} slower: {figures}.", share=share, figures=figures),
        Outcome.NO_DIFFERENCE: Text("No measurable difference in time: {figures}.", figures=figures),
        Outcome.TOO_FEW: Text(
            "The build completes with both settings; too few runs to compare times: {figures}.", figures=figures
        ),
    }.get(comparison.outcome) or Text("The times are inconclusive: {figures}.", figures=figures)


def _medians_of(before: int, after: int) -> Text:
    if before == after:
        return counted("{count} run each", "medians of {count} runs each", before)
    return Text("medians of {before} and {after} runs", before=before, after=after)


def _peaks(result: BenchResult, sides: list[SideSummary]) -> list[Text]:
    """How much of the VM's memory the build took: the highest peak of the completed runs, side by side."""
    told = [_peak(result, side) for side in sides if side.measure("peak")]
    return [Text("The build peaked at {peaks}.", peaks=listed(told))] if told else []


def _peak(result: BenchResult, side: SideSummary) -> Text:
    peak, total = side.measure("peak"), result.state(side.side).mem_total
    high = peak.high if peak else 0.0
    room = (
        Text("{share} of the VM's {total}", share=show_share(high / total), total=show_size(total))
        if total
        else Text("the VM's memory is unknown")
    )
    return Text("{size} {side} ({room})", size=show_size(round(high)), side=at(side.side), room=room)


def _estimates(result: BenchResult, sides: list[SideSummary]) -> list[Text]:
    """What was expected of the build beside what it took, for each estimate that is another one."""
    known = [(result.estimate(side.side), side.measure("peak")) for side in sides]
    both = [(estimate, peak.high) for estimate, peak in known if estimate is not None and peak is not None]
    figures = dict.fromkeys((one.peak, one.low, one.high) for one, _ in both)
    return [
        _estimated(*figure, max(high for one, high in both if (one.peak, one.low, one.high) == figure))
        for figure in figures
    ]


def _estimated(peak: int, low: int, high: int, measured: float) -> Text:
    known = {
        "estimate": show_size(peak),
        "low": show_size(low),
        "high": show_size(high),
        "measured": show_size(round(measured)),
        "change": show_change(measured / peak - 1 if peak else None),
    }
    if low <= measured <= high:
        return Text("The peak was estimated at {estimate} ({low} to {high}); measured: {measured} ({change}).", **known)
    return Text(
        "The peak was estimated at {estimate} ({low} to {high}); measured: {measured} ({change}), outside that range.",
        **known,
    )


def _alone(result: BenchResult, side: str) -> list[Text]:
    """What one side by itself tells."""
    summary, there = summarise(side, result.counted(side)), where(result, side)
    wall = summary.measure("wall")
    if not summary.size:
        return [Text("No run finished {side}.", side=there)]
    if wall is None and not summary.killed:
        failed = counted(
            "The build failed on its own in {number} of {count} run {side}.",
            "The build failed on its own in {number} of {count} runs {side}.",
            summary.size,
            number=summary.size,
            side=there,
        )
        return [failed]
    if wall is None:
        return [_killed(result, summary)]
    time = show_seconds(wall.median)
    took = Text("{time} (median)", time=time) if summary.completed > 1 else verbatim(time)
    completed = counted(
        "The build completed in {number} of {count} run {side}, in {time}.",
        "The build completed in {number} of {count} runs {side}, in {time}.",
        summary.size,
        number=summary.completed,
        side=there,
        time=took,
    )
    return [completed, *_peaks(result, [summary]), *_estimates(result, [summary])]


def _killed(result: BenchResult, side: SideSummary) -> Text:
    return counted(
        "The build was {fate} in {number} of {count} run {side}.",
        "The build was {fate} in {number} of {count} runs {side}.",
        side.size,
        fate=common_fate(result.counted(side.side)),
        number=side.killed,
        side=where(result, side.side),
    )


def _sweep(result: BenchResult) -> list[Text]:
    """What a sweep tells: where the build completes, and where fastest. Values are not tested against each other."""
    points = [summarise(name, result.counted(name)) for name in result.names]
    whole = [point for point in points if point.size and point.completed == point.size]
    failed = [point for point in points if point.completed < point.size]
    fastest = min(whole, key=_median_wall, default=None)
    if fastest is not None and len(whole) > 1:
        first = Text(
            "The build completed in every run at {values}; fastest median: {time} at {value}.",
            values=listed([verbatim(point.side) for point in whole]),
            time=show_seconds(_median_wall(fastest)),
            value=fastest.side,
        )
    else:
        first = Text(
            "The build completed in every run at {number} of {count} values.", number=len(whole), count=len(points)
        )
    sentences = [
        first,
        *(_killed(result, point) for point in failed if point.killed),
        *_peaks(result, whole),
        *_estimates(result, whole),
    ]
    return [
        *sentences,
        Text("The values are not tested against each other; compare two of them to claim a difference."),
    ]


def _floor(result: BenchResult) -> list[Text]:
    """What a search for the least memory= tells."""
    good, bad = floor(result)
    points = {name: summarise(name, result.counted(name)) for name in result.names}
    if good is None:
        first = Text("The build completed at no memory= that was tried.")
    elif bad is None:
        first = Text("The build completed in every run at {value}, the smallest that was tried.", value=good.name)
    else:
        first = Text(
            "The build completes with {value} and no swap; with {value2} it does not.", value=good.name, value2=bad.name
        )
    shown = [side.name for side in (bad, good) if side is not None]
    killed = [_killed(result, points[name]) for name in shown if points[name].killed]
    room = Text("At this limit, slightly less memory makes the build fail: leave room for other programs in the VM.")
    return [first, *killed, *_peaks(result, [points[good.name]] if good else []), *([room] if good else [])]


def _median_wall(point: SideSummary) -> float:
    wall = point.measure("wall")
    return wall.median if wall else float("inf")

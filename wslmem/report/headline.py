"""What a person wants to know, in sentences; the first one alone must do."""

from __future__ import annotations

from wslmem.bench.comparison import Outcome, judge
from wslmem.bench.floor import floor
from wslmem.bench.measures import SideSummary, summarise
from wslmem.bench.result import BenchResult
from wslmem.report.compared import compared
from wslmem.report.figures import listed, show_seconds
from wslmem.report.naming import common_fate, where
from wslmem.report.peaks import estimates, peaks
from wslmem.text import Text, counted, verbatim


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
    return tuple(compared(result, comparison))


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
    return [completed, *peaks(result, [summary]), *estimates(result, [summary])]


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
        *peaks(result, whole),
        *estimates(result, whole),
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
    return [first, *killed, *peaks(result, [points[good.name]] if good else []), *([room] if good else [])]


def _median_wall(point: SideSummary) -> float:
    wall = point.measure("wall")
    return wall.median if wall else float("inf")

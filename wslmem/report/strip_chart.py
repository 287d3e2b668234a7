"""One dot a run: where the runs of each side lie, their median and its interval, and the runs without a time."""

from __future__ import annotations

from wslmem.bench.measures import METRICS, Measure, completed, summarise
from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun
from wslmem.bench.sides import name_of
from wslmem.report.axis import Axis, byte_ticks, headroom, second_ticks
from wslmem.report.drawing import ACROSS, GAP, LEFT, across, chart, cross, dot, fitted, label, line, width_of
from wslmem.report.figures import COMMA, TIMES, show_measure, show_metric
from wslmem.report.markup import Markup, element, in_words, joined
from wslmem.report.naming import METRIC_NAMES, fate, place
from wslmem.text import Text, counted
from wslmem.text import joined as sentences
from wslmem.units import show_size

ROW = 58.0
TOP = 8.0
STEP = 7.0
"""Between dots of different legs, so that runs of equal length stay apart."""


def strip_chart(result: BenchResult, metric: str, key: str, kinds: dict[str, str]) -> Markup:
    """One row a side for `metric`, a name of `METRICS`; `kinds` has the colour class of each side."""
    bottom = TOP + ROW * len(result.names)
    values = [value for name in result.names for _, value in _shown(result, name, metric)]
    limits = [limit for name in result.names if (limit := _limit(result, name, metric))]
    top = headroom(max([*values, *(limit for limit in limits if limit <= max(values, default=0) * 2.5)], default=1))
    axis = Axis(top, *ACROSS)
    marks = second_ticks(top) if metric in TIMES else byte_ticks(top)
    rows = [
        _row(result, name, metric, axis, top=TOP + ROW * index, kind=kinds[name])
        for index, name in enumerate(result.names)
    ]
    title = Text("{metric} of each run", metric=METRIC_NAMES[metric])
    return chart(key, title, _told(result, metric), bottom + 26, across(axis, marks, TOP, bottom), *rows)


def _row(result: BenchResult, side: str, metric: str, axis: Axis, *, top: float, kind: str) -> Markup:
    middle = top + ROW * 0.62
    measure = summarise(side, result.counted(side)).measure(metric)
    summary = in_words(_summary(result, side, metric, measure))
    name = fitted(in_words(name_of(side)), ACROSS[1] - LEFT - width_of(summary) - GAP)
    drawn = [label(LEFT, top + 12, name, "strong"), label(ACROSS[1], top + 12, summary, "note", "end")]
    limit = _limit(result, side, metric)
    if limit and limit <= axis.top:
        drawn.append(line(axis.at(limit), top + 18, axis.at(limit), top + ROW - 4, "limit"))
    if measure is not None:
        drawn.append(_middle(measure, axis, middle, kind))
    first = min((run.leg for run, _ in _shown(result, side, metric)), default=0)
    for run, value in _shown(result, side, metric):
        y = middle + (STEP / 2 if run.leg > first else -STEP / 2)
        figure = show_metric(metric, value)
        told = Text("{run}: {figure}, {result}", run=place(result, run), figure=figure, result=fate(run))
        drawn.append(dot(axis.at(value), y, kind, told) if completed(run) else cross(axis.at(value), y, "kill"))
    return joined(drawn)


def _middle(measure: Measure, axis: Axis, y: float, kind: str) -> Markup:
    """The interval as a band and the median as a bar across it."""
    drawn = []
    if measure.interval is not None:
        low, high = axis.at(measure.interval.low), axis.at(measure.interval.high)
        box: dict[str, str | float] = {
            "x": low,
            "y": y - 11,
            "width": max(high - low, 1.0),
            "height": 22.0,
            "class": f"band {kind}",
        }
        drawn.append(element("rect", box))
    x = axis.at(measure.median)
    return joined((*drawn, line(x, y - 14, x, y + 14, f"median {kind}")))


def _shown(result: BenchResult, side: str, metric: str) -> list[tuple[BuildRun, float]]:
    """The counted runs with a figure to draw. A run that did not complete has no time, but it has a peak."""
    read = METRICS[metric]
    runs = [run for run in result.counted(side) if completed(run) or metric not in TIMES]
    return [(run, value) for run in runs if (value := read(run)) is not None]


def _limit(result: BenchResult, side: str, metric: str) -> float | None:
    return result.state(side).mem_total if metric == "peak" else None


def _summary(result: BenchResult, side: str, metric: str, measure: Measure | None) -> Text:
    """The right end of a row: the median, and how many runs have no time."""
    summary = summarise(side, result.counted(side))
    limit, missing = _limit(result, side, metric), summary.size - summary.completed
    parts = []
    if measure:
        parts.append(Text("median {figure}", figure=show_metric(metric, measure.median)))
    if limit:
        parts.append(Text("VM {size}", size=show_size(int(limit))))
    if missing and metric in TIMES:
        parts.append(counted("{count} run did not complete", "{count} runs did not complete", missing))
    return sentences(COMMA, parts)


def _told(result: BenchResult, metric: str) -> Text:
    """The chart in words."""
    sides = ((name, summarise(name, result.counted(name))) for name in result.names)
    said = [
        Text(
            "{side}: {figure}, {completed} of {size} runs completed",
            side=name_of(name),
            figure=show_measure(metric, side.measure(metric)),
            completed=side.completed,
            size=side.size,
        )
        for name, side in sides
    ]
    return Text("{sides}.", sides=sentences(Text("; "), said))

"""The tables of a report, as sentences in cells; Markdown and HTML only dress them."""

from __future__ import annotations

from collections.abc import Callable

from wslmem.bench.comparison import Comparison, judge
from wslmem.bench.measures import METRICS, SideSummary, summarise
from wslmem.bench.result import BenchResult, EstimatedPeak
from wslmem.bench.run import BuildRun, Cache
from wslmem.bench.sides import name_of
from wslmem.records import record
from wslmem.report.figures import NONE, show_change, show_measure, show_p, show_seconds, show_share
from wslmem.report.naming import METRIC_NAMES, fate, place, setting, unfinished
from wslmem.text import Text, verbatim
from wslmem.units import Bytes, show_size

EMPTY = verbatim("")
COMPARED = 2
"""Sides that stand side by side; more of them are a sweep, one below the other."""


@record
class Table:
    """Cells of text; every row is as long as the head."""

    title: Text
    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    words: bool = False
    """Cells are words, to be set to the left; else figures."""


@record
class _Row:
    name: Text
    cells: tuple[Text, ...]
    metric: str = ""
    """Of `METRICS`, where the row shows one."""


def sides_table(result: BenchResult, cache: Cache = Cache.COLD) -> Table:
    """Every measure of every side: sides in columns for up to two, in rows for a sweep.

    Changes stand beside two sides of which no run was killed: the survivors of a side would flatter it.
    """
    sides = [summarise(name, result.counted(name, cache)) for name in result.names]
    comparison = judge(result) if cache is Cache.COLD else None
    rows = [row for row in _rows(result, sides, cache) if set(row.cells) != {NONE}]
    cold = cache is Cache.COLD
    title = Text("Cold builds") if cold else Text("Warm builds (cache full; shown only, no verdict rests on them)")
    names = tuple(name_of(name) for name in result.names)
    if len(sides) > COMPARED:
        columns = zip(names, *(row.cells for row in rows), strict=True)
        return Table(title, (Text("Setting"), *(row.name for row in rows)), tuple(columns))
    if comparison is None or comparison.kills_p is not None or not comparison.differences:
        return Table(title, (Text("Figure"), *names), tuple((row.name, *row.cells) for row in rows))
    head = (Text("Figure"), *names, Text("Change"), verbatim("p"))
    return Table(title, head, tuple((row.name, *row.cells, *_difference(comparison, row.metric)) for row in rows))


def _rows(result: BenchResult, sides: list[SideSummary], cache: Cache) -> list[_Row]:
    def row(name: Text, read: Callable[[SideSummary], Text], metric: str = "") -> _Row:
        return _Row(name, tuple(map(read, sides)), metric)

    def metric(name: str) -> _Row:
        return row(METRIC_NAMES[name], lambda side: show_measure(name, side.measure(name)), name)

    return [
        row(Text("Settings"), lambda side: setting(result, side.side) or NONE),
        row(Text("VM memory"), lambda side: size_cell(result.state(side.side).mem_total)),
        row(Text("VM swap"), lambda side: size_cell(result.state(side.side).swap_total)),
        row(Text("Runs completed"), lambda side: completed_of(side.completed, side.size)),
        row(Text("Estimated peak"), lambda side: estimate_cell(result.estimate(side.side))),
        *map(metric, METRICS),
        row(Text("Build peak / VM memory"), lambda side: _headroom(result, side)),
        row(Text("Kills by the OOM killer"), lambda side: _kills(result.counted(side.side, cache))),
    ]


def unfinished_table(result: BenchResult) -> Table:
    """Every run that did not complete: killed runs are data."""
    rows = tuple(
        (
            place(result, run),
            fate(run),
            verbatim(show_seconds(run.wall)),
            size_cell(run.peak_anonymous),
            verbatim(" ".join(filter(None, (run.verdict.victim, run.verdict.package))) or NONE),
            verbatim(run.verdict.evidence[0].text if run.verdict.evidence else NONE),
        )
        for run in unfinished(result)
    )
    head = (
        Text("Run"),
        Text("Result"),
        Text("After"),
        Text("Peak memory"),
        Text("Killed process"),
        Text("Evidence"),
    )
    return Table(Text("Failed runs"), head, rows, words=True)


def runs_table(result: BenchResult) -> Table:
    """Every run in the order it ran, warm-ups included."""
    rows = tuple(
        (
            place(result, run),
            fate(run),
            verbatim(show_seconds(run.wall)),
            size_cell(run.peak_anonymous),
            size_cell(run.peak_swap),
            size_cell(run.lowest_available),
        )
        for run in result.runs
    )
    head = (
        Text("Run"),
        Text("Result"),
        METRIC_NAMES["wall"],
        METRIC_NAMES["peak"],
        METRIC_NAMES["peak-swap"],
        METRIC_NAMES["lowest-available"],
    )
    return Table(Text("All runs"), head, rows)


def size_cell(size: Bytes | None) -> Text:
    """A size, or that there is none."""
    return NONE if size is None else verbatim(show_size(size))


def estimate_cell(estimate: EstimatedPeak | None) -> Text:
    """What was expected, and the interval around it."""
    if estimate is None:
        return NONE
    low, high = show_size(estimate.low), show_size(estimate.high)
    return Text("{middle} ({low} to {high})", middle=show_size(estimate.peak), low=low, high=high)


def completed_of(completed: int, size: int) -> Text:
    """How many runs completed."""
    return Text("{completed} of {size}", completed=completed, size=size)


def _headroom(result: BenchResult, side: SideSummary) -> Text:
    peak, total = side.measure("peak"), result.state(side.side).mem_total
    return verbatim(show_share(peak.high / total)) if peak and total else NONE


def _kills(runs: tuple[BuildRun, ...]) -> Text:
    known = [run.oom_kills for run in runs if run.oom_kills is not None]
    return verbatim(sum(known)) if known and len(known) == len(runs) else NONE


def _difference(comparison: Comparison, metric: str) -> tuple[Text, Text]:
    """Change and p of a metric; nothing for rows that show none."""
    found = comparison.difference(metric)
    if found is None:
        return EMPTY, EMPTY
    return show_change(found.change), verbatim(show_p(found.p).removeprefix("p="))

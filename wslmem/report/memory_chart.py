"""Memory over time: the build against the limit of its VM, where it was killed, and what was running."""

from __future__ import annotations

from collections.abc import Sequence

from wslmem.bench.measures import completed
from wslmem.bench.result import BenchResult
from wslmem.bench.run import Action, BuildRun, Sample
from wslmem.records import record
from wslmem.report.axis import Axis, byte_ticks, headroom, second_ticks
from wslmem.report.drawing import ACROSS, LEFT, beside, beyond, chart, cross, label, line, polyline, upright
from wslmem.report.drawing import across as across_axis
from wslmem.report.figures import NONE, show_seconds
from wslmem.report.markup import Markup, cut, element, joined
from wslmem.report.naming import fate, fate_in_a_word, titled
from wslmem.report.tables import Table, size_cell
from wslmem.text import Text, verbatim
from wslmem.text import joined as sentences
from wslmem.units import show_size

WORDS = 14.0
"""Where the line of the mark's words stands."""
TOP, BOTTOM = 46.0, 236.0
"""Of the plot."""
LANE = 21.0
"""Height of a step's row below the plot."""
LANES = 4
FAR = 2.5
"""A limit this many times above everything measured is named, not drawn to scale."""
LABEL_LETTERS = 40
ROWS = 12
"""Of the data table, at most."""
NO_SAMPLES = Text("No samples were taken.")


@record
class Scale:
    """What the panels of all sides share, so that they can be compared by eye."""

    seconds: float
    size: float


def scale(result: BenchResult) -> Scale:
    """The scale that holds every counted run with samples, and the limits unless they lie far above."""
    runs = [run for side in result.names for run in _sampled(result, side)]
    highest = max((value for run in runs for sample in run.samples for value in _values(run, sample)), default=0)
    limits = [run.mem_total for run in runs if run.mem_total and run.mem_total <= FAR * highest]
    longest = max((run.samples[-1].at for run in runs), default=0.0)
    return Scale(headroom(longest), headroom(max([highest, *limits])))


def telling_run(result: BenchResult, side: str) -> BuildRun | None:
    """The run that is drawn in full: the first that did not complete, else the one of middle length; None unsampled."""
    runs = _sampled(result, side)
    failed = [run for run in runs if not completed(run)]
    ordered = sorted(runs, key=lambda run: run.wall)
    return failed[0] if failed else ordered[len(ordered) // 2] if ordered else None


def memory_chart(result: BenchResult, side: str, common: Scale, key: str, kind: str) -> Markup:
    """The panel of one side; `key` makes its ids unique, `kind` is its colour's class."""
    run = telling_run(result, side)
    title = Text("Memory over time: {side}", side=titled(result, side))
    if run is None:
        return chart(key, title, NO_SAMPLES, 60, label(LEFT, 34, NO_SAMPLES))
    x, y = Axis(common.seconds, *ACROSS), Axis(common.size, BOTTOM, TOP)
    steps = sorted(sorted(run.actions, key=lambda step: step.start - step.end)[:LANES], key=lambda step: step.start)
    others = [_thin(other, x, y, kind) for other in _sampled(result, side) if other is not run]
    drawn = (
        upright(y, byte_ticks(common.size)),
        across_axis(x, second_ticks(common.seconds), TOP, BOTTOM),
        *others,
        _full(run, x, y, kind),
        _limit(run, y),
        _end(run, x, y),
        *(_lane(step, x, BOTTOM + 34 + LANE * row, kind) for row, step in enumerate(steps)),
    )
    return chart(key, title, _told(run), BOTTOM + 26 + (LANE * len(steps) + 6 if steps else 0), *drawn)


def memory_table(result: BenchResult, side: str) -> Table:
    """The run drawn in full, at moments evenly spread."""
    run = telling_run(result, side)
    samples = run.samples if run else ()
    every = max(1, -(-len(samples) // ROWS))
    rows = tuple(
        (
            verbatim(show_seconds(sample.at)),
            size_cell(sample.tree_anonymous),
            size_cell(sample.available),
            verbatim(cut(sample.largest_name, LABEL_LETTERS)) if sample.largest_name else NONE,
        )
        for sample in samples[::every]
    )
    head = (Text("Time"), Text("Build"), Text("Available in the VM"), Text("Largest process"))
    return Table(Text("Samples: {side}", side=titled(result, side)), head, rows)


def _sampled(result: BenchResult, side: str) -> list[BuildRun]:
    return [run for run in result.counted(side) if run.samples]


def _values(run: BuildRun, sample: Sample) -> list[int]:
    """What is drawn of a sample: the build's memory, and what the VM does not have left."""
    used = run.mem_total - sample.available if run.mem_total else 0
    return [sample.tree_anonymous or 0, used]


def _build(run: BuildRun, x: Axis, y: Axis) -> list[tuple[float, float]]:
    known = [(sample.at, sample.tree_anonymous) for sample in run.samples if sample.tree_anonymous is not None]
    return [(x.at(at), y.at(size)) for at, size in known]


def _thin(run: BuildRun, x: Axis, y: Axis, kind: str) -> Markup:
    points = _build(run, x, y)
    end = () if completed(run) or not points else (cross(*points[-1], "faint", 3),)
    return joined((polyline(points, f"thin {kind}"), *end))


def _full(run: BuildRun, x: Axis, y: Axis, kind: str) -> Markup:
    points = _build(run, x, y)
    drawn: list[Markup] = []
    if points:
        outline = [(points[0][0], BOTTOM), *points, (points[-1][0], BOTTOM)]
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in outline)
        drawn += [element("polygon", {"points": path, "class": f"area {kind}"}), polyline(points, f"trace {kind}")]
    if run.mem_total:
        used = [(x.at(sample.at), y.at(run.mem_total - sample.available)) for sample in run.samples]
        drawn.append(polyline(used, "used"))
    return joined(drawn)


def _limit(run: BuildRun, y: Axis) -> Markup:
    if not run.mem_total:
        return label(ACROSS[1], TOP - 10, Text("VM memory unknown"), "note", "end")
    size = show_size(run.mem_total)
    text = Text("VM memory: {size}", size=size)
    if run.mem_total > y.top:
        above = Text("VM memory: {size}, above this chart", size=size)
        return label(ACROSS[1], TOP - 10, above, "limit", "end")
    level = y.at(run.mem_total)
    return joined(
        (line(ACROSS[0], level, ACROSS[1], level, "limit"), label(ACROSS[1], level - 6, text, "limit", "end"))
    )


def _end(run: BuildRun, x: Axis, y: Axis) -> Markup:
    """The run's fate: where it did not complete, a cross there; else a ring where it held most. In words on a line of
    their own above the plot, with what ran then.
    """
    points = _build(run, x, y)
    if not points:
        return joined(())
    step = run.running_at_peak[0] if run.running_at_peak else ""
    size = Text("unknown") if run.peak_anonymous is None else show_size(run.peak_anonymous)
    if completed(run):
        px, py = min(points, key=lambda point: point[1])
        ring = element("circle", {"cx": px, "cy": py, "r": 4, "class": "peak"})
        return joined((ring, beyond(WORDS, "strong", Text("peak {size}", size=size), step)))
    ending = Text("{result} at {time}, {size}", result=fate_in_a_word(run), time=show_seconds(run.wall), size=size)
    return joined((cross(*points[-1], "kill", 6), beyond(WORDS, "kill", ending, step)))


def _lane(step: Action, x: Axis, top: float, kind: str) -> Markup:
    """One of the longest steps of the build, as a bar below the plot."""
    start, end = x.at(step.start), x.at(step.end)
    width = max(end - start, 1.5)
    box: dict[str, str | float] = {"x": start, "y": top, "width": width, "height": LANE - 8, "class": f"bar {kind}"}
    at, anchor, words = beside(start, end, f"{'compile' if step.mode == 'build' else step.mode} {step.package}")
    return joined((element("rect", box), label(at, top + LANE - 11, words, "lane", anchor)))


def _told(run: BuildRun) -> Text:
    """The chart in words."""
    unknown = Text("unknown")
    said = [
        Text(
            "The build's anonymous memory rises to {peak}; VM memory: {limit}.",
            peak=unknown if run.peak_anonymous is None else show_size(run.peak_anonymous),
            limit=show_size(run.mem_total) if run.mem_total else unknown,
        ),
        Text("Result of the run: {result} after {time}.", result=fate(run), time=show_seconds(run.wall)),
    ]
    if run.running_at_peak:
        said.append(Text("Running at the peak: {steps}.", steps=", ".join(run.running_at_peak[:LANES])))
    return sentences(Text(" "), said)


def legend(kinds: Sequence[tuple[str, Text]]) -> Markup:
    """What the marks of the charts mean; `kinds` pairs a class with its words."""
    return element("ul", {"class": "legend"}, *(_entry(kind, words) for kind, words in kinds))


def _entry(kind: str, words: Text) -> Markup:
    swatch = element("span", {"class": f"swatch {kind}", "aria-hidden": "true"}, "x" if kind == "cut-short" else "")
    return element("li", {}, swatch, words)

"""The HTML report: one file that asks nothing of the network, with every chart's figures in a table below it."""

from __future__ import annotations

from wslmem.bench.guards import guard
from wslmem.bench.measures import Measure, SideSummary, summarise
from wslmem.bench.result import BenchResult
from wslmem.bench.run import Cache
from wslmem.bench.sides import name_of
from wslmem.report.circumstances import environment_table
from wslmem.report.figures import show_measure, show_share
from wslmem.report.headline import account
from wslmem.report.markup import Attributes, Markup, element, joined, together
from wslmem.report.memory_chart import legend, memory_chart, memory_table, scale, telling_run
from wslmem.report.method import method
from wslmem.report.naming import METRIC_NAMES, change_of, setting, titled
from wslmem.report.page_parts import folded, page, section, table
from wslmem.report.strip_chart import strip_chart
from wslmem.report.tables import Table, runs_table, sides_table, unfinished_table
from wslmem.text import Text, counted
from wslmem.units import Bytes, show_size

LIMIT = Text("VM memory")
NOT_COMPLETED = Text("did not complete")
NOTHING_DRAWN = Text("No run has samples, so no memory is drawn.")
MEMORY_LEGEND = (
    ("", Text("build: one run in full, the others thin")),
    ("free", Text("memory in use in the VM")),
    ("limit", LIMIT),
    ("cut-short", NOT_COMPLETED),
)
STRIP_LEGEND = (
    ("", Text("each dot is a run; the bar is the median")),
    ("band", Text("95% interval of the median")),
    ("limit", LIMIT),
    ("cut-short", NOT_COMPLETED),
)


def html(result: BenchResult) -> str:
    """The whole page, the same to the byte for the same result, with a newline at its end."""
    first, *rest = account(result)
    caches = (Cache.COLD, Cache.WARM) if result.plan.warm else (Cache.COLD,)
    body = (
        _header(result, first, rest),
        _cards(result),
        _charts(result),
        *(section(sides_table(result, cache)) for cache in caches),
        *_failed(result),
        _cautions(result),
        *_changes(result),
        section(environment_table(result)),
        _method(result),
    )
    return page(first, body)


def _header(result: BenchResult, first: Text, rest: list[Text]) -> Markup:
    what = " ".join(result.plan.command)
    where, time = result.environment.module or result.plan.project, result.started
    told = (
        element("ul", {"class": "account"}, *(element("li", {}, together(sentence)) for sentence in rest))
        if rest
        else ""
    )
    return element(
        "header",
        {},
        element("p", {}, Text("wslmem benchmark: {command} in {where}, {time}", command=what, where=where, time=time)),
        element("h1", {}, together(first)),
        told,
    )


def _cards(result: BenchResult) -> Markup:
    sides = [summarise(name, result.counted(name)) for name in result.names]
    return element("div", {"class": "cards"}, *(_card(result, side) for side in sides))


def _card(result: BenchResult, side: SideSummary) -> Markup:
    """One side in three figures: completed, time, room."""
    bad = " bad" if side.completed < side.size else ""
    completed = counted(
        "{completed} of {count} run completed",
        "{completed} of {count} runs completed",
        side.size,
        completed=side.completed,
    )
    return element(
        "div",
        {"class": f"card {_kind(result, side.side)}"},
        element("h2", {}, name_of(side.side)),
        element("p", {"class": "quiet"}, setting(result, side.side) or Text("the file as it was")),
        element("p", {"class": f"figure{bad}"}, completed),
        element("p", {}, show_measure("wall", side.measure("wall")) if side.completed else Text("no time to show")),
        element("p", {"class": "quiet"}, _room(side.measure("peak"), result.state(side.side).mem_total)),
        _expected(result, side.side),
    )


def _expected(result: BenchResult, side: str) -> Markup:
    estimate = result.estimate(side)
    if estimate is None:
        return Markup("")
    return element("p", {"class": "quiet"}, Text("estimated peak {size}", size=show_size(estimate.peak)))


def _room(peak: Measure | None, total: Bytes | None) -> Text:
    """The peak against the memory of the VM."""
    if peak is None:
        nothing = Text("no completed run, so no peak")
        return Text("{nothing}; VM memory: {total}", nothing=nothing, total=show_size(total)) if total else nothing
    size = show_size(round(peak.high))
    if not total:
        return Text("peak {size}", size=size)
    share = show_share(peak.high / total)
    return Text("peak {size}, {share} of the VM's {total}", size=size, share=share, total=show_size(total))


def _charts(result: BenchResult) -> Markup:
    common, kinds = scale(result), {name: _kind(result, name) for name in result.names}
    panels = [
        _figure(
            titled(result, name),
            memory_chart(result, name, common, f"memory-{index}", kinds[name]),
            memory_table(result, name),
        )
        for index, name in enumerate(result.names)
    ]
    strips = [
        _figure(METRIC_NAMES[metric], strip_chart(result, metric, f"strip-{metric}", kinds), None)
        for metric in ("wall", "peak")
    ]
    sampled = any(telling_run(result, name) for name in result.names)
    memory = (
        element("h2", {}, Text("Memory over time")),
        legend(MEMORY_LEGEND),
        element("div", {"class": "charts"}, *panels),
    )
    return joined(
        (
            *(memory if sampled else (element("p", {"class": "quiet"}, NOTHING_DRAWN),)),
            element("h2", {}, Text("All runs")),
            legend(STRIP_LEGEND),
            element("div", {"class": "charts"}, *strips),
            folded(Text("Figures of all runs"), table(runs_table(result))),
        ),
        "\n",
    )


def _figure(caption: Text, drawn: Markup, figures: Table | None) -> Markup:
    below = folded(Text("Figures"), table(figures)) if figures and figures.rows else ""
    return element("figure", {}, element("figcaption", {}, caption), drawn, below)


def _kind(result: BenchResult, side: str) -> str:
    """The colour class: two sides have one each, the points of a sweep share one."""
    return "before" if len(result.names) == len(("before", "after")) and side == result.names[0] else "after"


def _failed(result: BenchResult) -> list[Markup]:
    found = unfinished_table(result)
    return [section(found)] if found.rows else []


def _cautions(result: BenchResult) -> Markup:
    found = guard(result)
    if not found:
        return element("p", {"class": "quiet"}, Text("No warnings: the machine was quiet."))
    items = (element("li", {}, caution.text) for caution in found)
    return element("section", {"class": "cautions"}, element("h2", {}, Text("Warnings")), element("ul", {}, *items))


def _changes(result: BenchResult) -> list[Markup]:
    return [_change(state.side, state.diff) for state in result.sides if state.diff]


def _change(side: str, diff: str) -> Markup:
    title = change_of(side)
    frame: Attributes = {"tabindex": "0", "role": "region", "aria-label": title}
    return joined((element("h2", {}, title), element("pre", frame, diff)))


def _method(result: BenchResult) -> Markup:
    sentences = (element("p", {"class": "quiet"}, sentence) for sentence in method(result))
    return element("footer", {}, element("h2", {}, Text("Method")), *sentences)

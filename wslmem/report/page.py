"""The HTML report: one file that asks nothing of the network, with every chart's figures in a table below it."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from wslmem.bench.guards import guard
from wslmem.bench.measures import Measure, SideSummary, summarise
from wslmem.bench.result import BenchResult
from wslmem.bench.run import Cache
from wslmem.bench.sides import name_of
from wslmem.report.circumstances import environment_table
from wslmem.report.figures import show_measure, show_share
from wslmem.report.headline import account
from wslmem.report.markup import Attributes, Markup, cut, element, joined, together
from wslmem.report.memory_chart import legend, memory_chart, memory_table, scale, telling_run
from wslmem.report.method import method
from wslmem.report.naming import METRIC_NAMES, change_of, setting, titled
from wslmem.report.ours import GENERATOR
from wslmem.report.page_style import STYLE
from wslmem.report.strip_chart import strip_chart
from wslmem.report.tables import Table, runs_table, sides_table, unfinished_table
from wslmem.text import Text, counted
from wslmem.units import Bytes, show_size
from wslmem.words import language, tell

LONGEST_TITLE = 70
"""Characters: search results and tabs show no more."""
WIDE = 4
"""A table of more columns is told row by row on a phone."""

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
        *(_section(sides_table(result, cache)) for cache in caches),
        *_failed(result),
        _cautions(result),
        *_changes(result),
        _section(environment_table(result)),
        _method(result),
    )
    page = element("html", {"lang": language().replace("_", "-")}, _head(first), element("body", {}, _landmarks(body)))
    return f"<!doctype html>\n{page}\n"


def _landmarks(parts: tuple[Markup, ...]) -> Markup:
    """The header, all else as the main part, the small print: what a screen reader jumps between."""
    header, *main, footer = parts
    return joined((header, element("main", {}, joined(main, "\n")), footer), "\n")


def _head(title: Text) -> Markup:
    """The policy allows this one style sheet, by its hash, and nothing else; the empty icon saves a request."""
    known = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{known}'; img-src data:; base-uri 'none'; form-action 'none'"
    return element(
        "head",
        {},
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        element("meta", {"name": "generator", "content": GENERATOR}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("link", {"rel": "icon", "href": "data:,"}),
        element("title", {}, cut(tell(title), LONGEST_TITLE)),
        element("style", {}, Markup(STYLE)),
    )


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
            _folded(Text("Figures of all runs"), _table(runs_table(result))),
        ),
        "\n",
    )


def _figure(caption: Text, drawn: Markup, table: Table | None) -> Markup:
    below = _folded(Text("Figures"), _table(table)) if table and table.rows else ""
    return element("figure", {}, element("figcaption", {}, caption), drawn, below)


def _kind(result: BenchResult, side: str) -> str:
    """The colour class: two sides have one each, the points of a sweep share one."""
    return "before" if len(result.names) == len(("before", "after")) and side == result.names[0] else "after"


def _table(table: Table) -> Markup:
    kinds = [name for name, fits in (("wide", len(table.head) > WIDE), ("words", table.words)) if fits]
    head = element("tr", {}, *(element("th", {"scope": "col"}, cell) for cell in table.head))
    rows = (_row(table.head, row) for row in table.rows)
    parts = (element("thead", {}, head), element("tbody", {}, *rows))
    attributes = {"class": " ".join(kinds)} if kinds else {}
    # What scrolls is reached by the Tab key, and says what it is.
    frame: Attributes = {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": table.title}
    return element("div", frame, element("table", attributes, *parts))


def _row(head: tuple[Text, ...], row: tuple[Text, ...]) -> Markup:
    first, *rest = row
    cells = (element("td", {"data-of": name}, together(cell)) for name, cell in zip(head[1:], rest, strict=True))
    return element("tr", {}, element("th", {"scope": "row"}, first), *cells)


def _section(table: Table) -> Markup:
    return joined((element("h2", {}, table.title), _table(table)))


def _folded(title: Text, body: Markup) -> Markup:
    return element("details", {}, element("summary", {}, title), body)


def _failed(result: BenchResult) -> list[Markup]:
    table = unfinished_table(result)
    return [_section(table)] if table.rows else []


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

"""The HTML report: one file that asks nothing of the network, with every chart's figures in a table below it."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from wslmem.bench.guards import guard
from wslmem.bench.measures import SideSummary, summarise
from wslmem.bench.result import BenchResult
from wslmem.report.figures import count, show_measure, show_share
from wslmem.report.headline import account
from wslmem.report.markup import Markup, element, joined, together
from wslmem.report.memory_chart import legend, memory_chart, memory_table, scale, telling_run
from wslmem.report.method import method
from wslmem.report.naming import setting, titled
from wslmem.report.page_style import STYLE
from wslmem.report.strip_chart import strip_chart
from wslmem.report.tables import Table, environment_table, runs_table, sides_table, unfinished_table
from wslmem.units import show_size

WIDE = 4
"""A table of more columns is told row by row on a phone."""

MEMORY_LEGEND = (
    ("", "memory of the build: one run in full, the others thin"),
    ("free", "memory in use in the VM"),
    ("limit", "memory of the VM"),
    ("cut-short", "did not complete"),
)
STRIP_LEGEND = (
    ("", "a dot a run, the bar is the median"),
    ("band", "95 % interval of the median"),
    ("limit", "memory of the VM"),
    ("cut-short", "did not complete"),
)


def html(result: BenchResult) -> str:
    """The whole page, the same to the byte for the same result, with a newline at its end."""
    first, *rest = account(result)
    body = (
        _header(result, first, rest),
        _cards(result),
        _charts(result),
        *(_section(sides_table(result, cache)) for cache in ("cold", *(("warm",) if result.plan.warm else ()))),
        *_failed(result),
        _cautions(result),
        *_changes(result),
        _section(environment_table(result)),
        _method(result),
    )
    page = element("html", {"lang": "en"}, _head(first), element("body", {}, joined(body, "\n")))
    return f"<!doctype html>\n{page}\n"


def _head(title: str) -> Markup:
    """The policy allows this one style sheet, by its hash, and nothing else; the empty icon saves a request."""
    known = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{known}'; img-src data:; base-uri 'none'; form-action 'none'"
    return element(
        "head",
        {},
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("link", {"rel": "icon", "href": "data:,"}),
        element("title", {}, title),
        element("style", {}, Markup(STYLE)),
    )


def _header(result: BenchResult, first: str, rest: list[str]) -> Markup:
    what = " ".join(result.plan.command)
    where = result.environment.module or result.plan.project
    told = (
        element("ul", {"class": "account"}, *(element("li", {}, together(sentence)) for sentence in rest))
        if rest
        else ""
    )
    return element(
        "header",
        {},
        element("p", {}, f"wslmem benchmark of {what} in {where}, {result.started}"),
        element("h1", {}, together(first)),
        told,
    )


def _cards(result: BenchResult) -> Markup:
    sides = [summarise(name, result.counted(name)) for name in result.names]
    return element("div", {"class": "cards"}, *(_card(result, side) for side in sides))


def _card(result: BenchResult, side: SideSummary) -> Markup:
    """One side in three figures: completed, time, room."""
    bad = " bad" if side.completed < side.size else ""
    peak, total = side.measure("peak"), result.state(side.side).mem_total
    room = f"peak {show_size(round(peak.high))}" if peak else "no completed run, so no peak"
    if peak and total:
        room += f", {show_share(peak.high / total)} of {show_size(total)}"
    elif total:
        room += f"; the VM has {show_size(total)}"
    return element(
        "div",
        {"class": f"card {_kind(result, side.side)}"},
        element("h3", {}, side.side),
        element("p", {"class": "quiet"}, setting(result, side.side) or "as the file was"),
        element("p", {"class": f"figure{bad}"}, f"{side.completed} of {count(side.size, 'run')} completed"),
        element("p", {}, f"{show_measure('wall', side.measure('wall'))}" if side.completed else "no time to show"),
        element("p", {"class": "quiet"}, room),
    )


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
        _figure(title, strip_chart(result, metric, f"strip-{metric}", kinds), None)
        for title, metric in (("Wall time", "wall"), ("Peak memory of the build", "peak"))
    ]
    sampled = any(telling_run(result, name) for name in result.names)
    memory = (
        element("h2", {}, "Memory over time"),
        legend(MEMORY_LEGEND),
        element("div", {"class": "charts"}, *panels),
    )
    return joined(
        (
            *(memory if sampled else (element("p", {"class": "quiet"}, "No run has samples, so no memory is drawn."),)),
            element("h2", {}, "Every run"),
            legend(STRIP_LEGEND),
            element("div", {"class": "charts"}, *strips),
            _folded("Figures of every run", _table(runs_table(result))),
        ),
        "\n",
    )


def _figure(caption: str, drawn: Markup, table: Table | None) -> Markup:
    below = _folded("Figures", _table(table)) if table and table.rows else ""
    return element("figure", {}, element("figcaption", {}, caption), drawn, below)


def _kind(result: BenchResult, side: str) -> str:
    """The colour class: two sides have one each, the points of a sweep share one."""
    return "before" if len(result.names) == len(("before", "after")) and side == result.names[0] else "after"


def _table(table: Table) -> Markup:
    kinds = [name for name, fits in (("wide", len(table.head) > WIDE), ("words", table.words)) if fits]
    head = element("tr", {}, *(element("th", {"scope": "col"}, cell) for cell in table.head))
    rows = (_row(table.head, row) for row in table.rows)
    parts = (element("thead", {}, head) if any(table.head) else "", element("tbody", {}, *rows))
    attributes = {"class": " ".join(kinds)} if kinds else {}
    return element("div", {"class": "scroll"}, element("table", attributes, *parts))


def _row(head: tuple[str, ...], row: tuple[str, ...]) -> Markup:
    first, *rest = row
    cells = (element("td", {"data-of": name}, cell) for name, cell in zip(head[1:], rest, strict=True))
    return element("tr", {}, element("th", {"scope": "row"}, first), *cells)


def _section(table: Table) -> Markup:
    return joined((element("h2", {}, table.title), _table(table)))


def _folded(title: str, body: Markup) -> Markup:
    return element("details", {}, element("summary", {}, title), body)


def _failed(result: BenchResult) -> list[Markup]:
    table = unfinished_table(result)
    return [_section(table)] if table.rows else []


def _cautions(result: BenchResult) -> Markup:
    found = guard(result)
    if not found:
        return element("p", {"class": "quiet"}, "No caution: no noise guard spoke.")
    items = (element("li", {}, str(caution.text)) for caution in found)
    return element("section", {"class": "cautions"}, element("h3", {}, "Cautions"), element("ul", {}, *items))


def _changes(result: BenchResult) -> list[Markup]:
    diffs = [(state.side, state.diff) for state in result.sides if state.diff]
    return [
        joined((element("h2", {}, f"Change to .wslconfig for {side}"), element("pre", {}, diff)))
        for side, diff in diffs
    ]


def _method(result: BenchResult) -> Markup:
    sentences = (element("p", {"class": "quiet"}, sentence) for sentence in method(result))
    return element("footer", {}, element("h3", {}, "Method"), *sentences)

"""A fleet as an HTML page: one file that asks nothing of the network."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.report.fleet.summary import BuildRow, Fleet, Tally
from wslmem.report.fleet.tables import account, tables
from wslmem.report.markup import Attributes, Markup, element, joined, together
from wslmem.report.page_parts import page, section
from wslmem.report.page_style import STYLE
from wslmem.text import Text

MOST_ROWS = 100
"""Of a table that names computers; the CSV has all."""
BAR, HEIGHT = 640, 14
"""Of a bar, in the drawing's own units."""
KINDS = (
    ("fits", Text("fits")), ("swaps", Text("only with swap")), ("dies", Text("killed")),
    ("unknown", Text("not known")),
)  # fmt: skip
FLEET_STYLE = f"""{STYLE}
rect.fits {{ fill: var(--after); }} rect.swaps {{ fill: var(--before); }} rect.dies {{ fill: var(--kill); }}
rect.unknown {{ fill: var(--edge); }} .swatch.fits {{ border-color: var(--after); }}
.swatch.swaps {{ border-color: var(--before); }} .swatch.dies {{ border-color: var(--kill); }}
.swatch.unknown {{ border-color: var(--edge); }}
figure.bars svg {{ margin-bottom: .6rem; }} figure.bars p {{ margin: 0; }}
"""


def html(fleet: Fleet) -> str:
    """The whole page, the same to the byte for the same fleet, with a newline at its end."""
    first, *rest = account(fleet)
    header = element(
        "header",
        {},
        element("p", {}, Text("wslmem on {count} computers", count=len(fleet.rows))),
        element("h1", {}, together(first)),
        element("ul", {"class": "account"}, *(element("li", {}, together(sentence)) for sentence in rest)),
    )
    small = (
        Text("A computer that ran a build needs what `wslmem recommend --command` says there."),
        Text("The others need what nine in ten of these stay within."),
    )
    footer = element(
        "footer", {}, element("h2", {}, Text("Method")), *(element("p", {"class": "quiet"}, one) for one in small)
    )
    return page(first, (header, *_bars(fleet), *map(section, tables(fleet, MOST_ROWS)), footer), style=FLEET_STYLE)


def _bars(fleet: Fleet) -> Iterator[Markup]:
    """For each build a bar of all computers, and below it one of them after the rollout."""
    if not fleet.builds:
        return
    keys = (element("li", {}, element("span", {"class": f"swatch {kind}"}), name) for kind, name in KINDS)
    drawn = (part for row in fleet.builds for part in _drawn(row))
    yield joined(
        (
            element("h2", {}, Text("How each build ends")),
            element("ul", {"class": "legend"}, *keys),
            element("figure", {"class": "bars"}, *drawn),
        )
    )


def _drawn(row: BuildRow) -> Iterator[Markup]:
    yield element("p", {}, row.build.name)
    yield _bar(row.now, Text("as it is"))
    if row.then is not None:
        yield _bar(row.then, Text("after the policy"))


def _bar(tally: Tally, when: Text) -> Markup:
    whole = max(1, sum(getattr(tally, kind) for kind, _ in KINDS))
    told = Text(
        "{when}: fits on {fits}, only with swap on {swaps}, killed on {dies}",
        when=when, fits=tally.fits, swaps=tally.swaps, dies=tally.dies,
    )  # fmt: skip
    pieces, at = [], 0.0
    for kind, _ in KINDS:
        width = BAR * getattr(tally, kind) / whole
        if width:
            pieces.append(element("rect", {"class": kind, "x": at, "y": 0, "width": width, "height": HEIGHT}))
        at += width
    box: Attributes = {"viewBox": f"0 0 {BAR} {HEIGHT}", "role": "img", "aria-label": told}
    return joined((element("p", {"class": "quiet"}, told), element("svg", box, *pieces)))

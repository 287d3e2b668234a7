"""What every page is made of: its head, which allows nothing of the network, its landmarks and its tables."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from wslmem.report.markup import Attributes, Markup, cut, element, joined, together
from wslmem.report.ours import GENERATOR
from wslmem.report.page_style import STYLE
from wslmem.report.tables import Table
from wslmem.text import Text
from wslmem.words import language, tell

LONGEST_TITLE = 70
"""Characters: search results and tabs show no more."""
WIDE = 4
"""A table of more columns is told row by row on a phone."""


def page(title: Text, parts: tuple[Markup, ...], *, style: str = STYLE) -> str:
    """A whole page, the same to the byte for the same parts, with a newline at its end.

    Args:
        title: of its tab.
        parts: header, main parts, and the small print as the last.
        style: its one style sheet.
    """
    language_tag = language().replace("_", "-")
    whole = element("html", {"lang": language_tag}, _head(title, style), element("body", {}, _landmarks(parts)))
    return f"<!doctype html>\n{whole}\n"


def _landmarks(parts: tuple[Markup, ...]) -> Markup:
    """The header, all else as the main part, the small print: what a screen reader jumps between."""
    header, *main, footer = parts
    return joined((header, element("main", {}, joined(main, "\n")), footer), "\n")


def _head(title: Text, style: str) -> Markup:
    """The policy allows this one style sheet, by its hash, and nothing else; the empty icon saves a request."""
    known = b64encode(sha256(style.encode()).digest()).decode()
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
        element("style", {}, Markup(style)),
    )


def table(found: Table) -> Markup:
    """The cells, which scroll where the screen is narrow."""
    kinds = [name for name, fits in (("wide", len(found.head) > WIDE), ("words", found.words)) if fits]
    head = element("tr", {}, *(element("th", {"scope": "col"}, cell) for cell in found.head))
    rows = (_row(found.head, row) for row in found.rows)
    parts = (element("thead", {}, head), element("tbody", {}, *rows))
    attributes = {"class": " ".join(kinds)} if kinds else {}
    # What scrolls is reached by the Tab key, and says what it is.
    frame: Attributes = {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": found.title}
    return element("div", frame, element("table", attributes, *parts))


def _row(head: tuple[Text, ...], row: tuple[Text, ...]) -> Markup:
    first, *rest = row
    cells = (element("td", {"data-of": name}, together(cell)) for name, cell in zip(head[1:], rest, strict=True))
    return element("tr", {}, element("th", {"scope": "row"}, first), *cells)


def section(found: Table) -> Markup:
    """A table below its title."""
    return joined((element("h2", {}, found.title), table(found)))


def folded(title: Text, body: Markup) -> Markup:
    """Something that opens at a click."""
    return element("details", {}, element("summary", {}, title), body)

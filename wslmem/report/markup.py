"""HTML and SVG as text that is safe by construction: whatever is not `Markup` already is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from wslmem.patterns import lazy
from wslmem.text import Text
from wslmem.visible import visible
from wslmem.words import tell


class Markup(str):
    """Text that is markup; only this module and constants make it."""

    __slots__ = ()


Child = str | Text | Markup
"""What stands in an element: text of the world, a sentence (said in the reader's language), or markup."""
Attributes = Mapping[str, str | float | Text]
"""By name; numbers are rounded to tenths."""
FIGURE = lazy(r"(?<=[0-9]) (?=(?:m?s|%|[KMGT]?i?B)\b|%)")
VOID = frozenset({"meta", "link", "br"})
"""Elements of HTML that have no end tag."""


def shown(text: str | Text) -> Markup:
    """`text` as it may stand in an element or an attribute; what no eye can see is spelled out.

    >>> shown('<b a="1">' + chr(0))
    '&lt;b a=&quot;1&quot;&gt;&lt;U+0000&gt;'
    """
    return Markup(escape(visible(in_words(text)), quote=True))


def in_words(text: str | Text) -> str:
    """A sentence in the reader's language; other text as it is."""
    return tell(text) if isinstance(text, Text) else text


def together(text: str | Text) -> Markup:
    """`text` with its figures kept on one line with their units.

    >>> together("30.9 s after")
    '30.9&nbsp;s after'
    """
    return Markup(FIGURE.sub("&nbsp;", shown(text)))


def element(tag: str, attributes: Attributes | None = None, *children: Child) -> Markup:
    """An element; numbers in attributes are rounded to tenths, which no screen shows finer.

    >>> element("text", {"x": 1.25}, "a < b")
    '<text x="1.2">a &lt; b</text>'
    """
    given = (attributes or {}).items()
    written = "".join(
        f' {name}="{shown(number(value) if isinstance(value, int | float) else value)}"' for name, value in given
    )
    if tag in VOID:
        return Markup(f"<{tag}{written}>")
    return Markup(f"<{tag}{written}>{joined(children)}</{tag}>")


def joined(children: Iterable[Child], between: str = "") -> Markup:
    """Children one after the other, each escaped unless it is markup."""
    return Markup(between.join(child if isinstance(child, Markup) else shown(child) for child in children))


def number(value: float) -> str:
    """Tenths, and none where they are 0.

    >>> number(3.0), number(2.25), number(-0.01)
    ('3', '2.2', '0')
    """
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def cut(text: str, longest: int) -> str:
    """`text` in at most `longest` characters; of a long import path the end says more than the beginning.

    >>> cut("compile example.com/app/tables", 16)
    '...om/app/tables'
    """
    return text if len(text) <= longest else "..." + text[3 - longest :]

"""Facts laid out for the command line: a column of labels, measured in cells, and what belongs to them beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from wslmem.cli.ink import inked
from wslmem.patterns import lazy
from wslmem.telling.fact import Fact
from wslmem.text import Text
from wslmem.words import tell

INDENT = "  "
GAP = 2
_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6"
_CLOSING = "\uff0c\u3002\u3001\uff1b\uff1a\uff01\uff1f\uff09\u300d\u300f\u300b\u3011\u201d"
_UNIT = lazy(rf"\s+|[\uff08\u201c\u300c]?(?:[^\s{_WIDE}\uff08\u201c]+|[{_WIDE}])[{_CLOSING}]*")
"""What stays together: a word or one wide letter, with the marks that belong to it."""


def laid_out(facts: Iterable[Fact], *, indent: int = 0) -> list[str]:
    """A line for each fact, in the reader's language and its tone's color; what has no label begins at the edge.

    Args:
        facts: what is told.
        indent: how deep all of it lies.
    """
    rows = [
        (INDENT * (indent + fact.depth) + tell(fact.label), inked(tell(fact.text), fact.tone), bool(fact.label))
        for fact in facts
    ]
    column = max((cells(label) for label, _, labelled in rows if labelled), default=0) + GAP
    return [(padded(label, column) if labelled else label) + text for label, text, labelled in rows]


def table(rows: Iterable[Sequence[Text]]) -> list[str]:
    """Rows of sentences under each other, each column as wide as its widest cell."""
    told = [[tell(cell) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*told, strict=True)]
    return ["".join(map(padded, row, (width + GAP for width in widths))).rstrip() for row in told]


def padded(text: str, width: int) -> str:
    """`text` with spaces behind it, `width` cells wide."""
    return text + " " * (width - cells(text))


def cells(text: str) -> int:
    """How many cells of a terminal `text` takes: two for what is wide in East Asia."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def filled(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells: broken at blanks, and between any two letters that are wide.

    A mark that ends a clause does not begin a line. A word that is wider than a line stays whole.
    """
    lines, line = [], ""
    for unit in _UNIT.findall(text):
        if line.strip() and cells(line) + cells(unit.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += unit if line else unit.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines

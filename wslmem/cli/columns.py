"""Facts laid out for the command line: a column of labels, measured in cells, and what belongs to them beside it."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import east_asian_width

from wslmem.cli.ink import inked
from wslmem.telling.fact import Fact
from wslmem.words import tell

INDENT = "  "
GAP = 2


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


def padded(text: str, width: int) -> str:
    """`text` with spaces behind it, `width` cells wide."""
    return text + " " * (width - cells(text))


def cells(text: str) -> int:
    """How many cells of a terminal `text` takes: two for what is wide in East Asia."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)

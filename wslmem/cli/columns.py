"""Facts laid out for the command line: a column of labels, measured in cells, and what belongs to them beside it."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import east_asian_width

from wslmem.cli.ink import inked
from wslmem.telling.fact import Fact
from wslmem.words import tell

INDENT = "  "
GAP = 2


def laid_out(facts: Iterable[Fact]) -> list[str]:
    """A line for each fact, in the reader's language and its tone's colour; what has no label begins at the edge."""
    rows = [(INDENT * fact.depth + tell(fact.label), tell(fact.text), fact.tone) for fact in facts]
    column = max((cells(label) for label, _, _ in rows), default=0) + GAP
    return [(padded(label, column) if label.strip() else label) + inked(text, tone) for label, text, tone in rows]


def padded(text: str, width: int) -> str:
    """`text` with spaces behind it, `width` cells wide."""
    return text + " " * (width - cells(text))


def cells(text: str) -> int:
    """How many cells of a terminal `text` takes: two for what is wide in East Asia."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)

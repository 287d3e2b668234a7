"""The events of an apply as lines of the command line, which come one by one and yet stand in columns."""

from __future__ import annotations

from wslmem.cli.columns import GAP, cells, padded
from wslmem.cli.ink import inked
from wslmem.telling import apply
from wslmem.telling.fact import Fact
from wslmem.text import Text
from wslmem.words import tell
from wslmem.workflows.apply.events import ApplyEvent


def lines_of(event: ApplyEvent) -> list[str]:
    """The lines of an event, in the reader's language; none for one that says nothing new."""
    return [line(fact) for fact in apply.told(event)]


def line(fact: Fact) -> str:
    """A fact as a line by itself: labels that come again and again have a column, others stand before a colon."""
    text, label = inked(tell(fact.text), fact.tone), tell(fact.label)
    if not label:
        return text
    if fact.label not in apply.LABELS:
        return inked(tell(Text("{label}: {text}", label=fact.label, text=fact.text)), fact.tone)
    column = max(cells(tell(one)) for one in apply.LABELS) + GAP
    return padded(label, column) + text

"""What is compared, as words in a sentence: the before and the after settings, or a value of a sweep."""

from __future__ import annotations

from wslmem.text import Text, verbatim

BEFORE = "before"
AFTER = "after"
NOW = "now"
"""The names of the two sides of a comparison, and of one that stands alone. Those of a sweep are what it varies: `p=2`.
"""

_NAMES = {BEFORE: Text("before"), AFTER: Text("after"), NOW: Text("current")}
_PLACES = {**_NAMES, NOW: Text("with the current settings")}


def name_of(side: str) -> Text:
    """The name, as in "the {name} settings" and at the head of a column.

    >>> str(name_of("before")), str(name_of("p=2"))
    ('before', 'p=2')
    """
    return _NAMES.get(side) or verbatim(side)


def at(side: str) -> Text:
    """The name as the place of a run.

    >>> str(at("before")), str(at("p=2"))
    ('before', 'at p=2')
    """
    return _PLACES.get(side) or Text("at {value}", value=side)

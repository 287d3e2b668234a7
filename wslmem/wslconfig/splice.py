"""Splices: the only way in which bytes of a file change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Splice(NamedTuple):
    """Put `new` in the place of `text[start:end]`."""

    start: int
    end: int
    new: bytes


def spliced(text: bytes, splices: Iterable[Splice]) -> bytes:
    """`text` with all `splices` applied; where two overlap, the later one begins behind the earlier."""
    pieces, position = [], 0
    for splice in sorted(splices, key=lambda one: (one.start, one.end)):
        start = max(splice.start, position)
        pieces += [text[position:start], splice.new]
        position = max(splice.end, start)
    return b"".join([*pieces, text[position:]])

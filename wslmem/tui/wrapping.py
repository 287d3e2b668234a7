"""Breaking text into lines, Chinese between any two characters, with no mark that ends a clause at a line's start."""

# ruff: noqa: RUF001 - Chinese marks are what this is about

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from textual.content import Content

_CLOSING = "，。、；：！？）」』》】"
_OPENING = "（「『《【"
_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uffe6"
_UNIT = re.compile(
    rf"\s+|[{_OPENING}]*(?:[^\s{_WIDE}]+|[{_WIDE}])[{_CLOSING}]*",
)
"""What stays together: a word, or one wide character, with the marks that belong to it."""
_HAS_WIDE = re.compile(f"[{_WIDE}]")


def wrapped(text: str, width: int) -> list[Content]:
    """`text` in lines of at most `width` cells, one at least."""
    if not _HAS_WIDE.search(text):
        return list(Content(text).wrap(max(1, width))) or [Content("")]
    return [Content(line) for paragraph in text.split("\n") for line in _filled(paragraph, max(2, width))]


def _filled(text: str, width: int) -> Iterator[str]:
    line = ""
    for unit in _units(text, width):
        if cell_len(line) + cell_len(unit.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += unit if line or not unit.isspace() else ""
    yield line.rstrip()


def _units(text: str, width: int) -> Iterator[str]:
    """The units, those that no line can hold in pieces."""
    for match in _UNIT.finditer(text):
        yield from [match[0]] if cell_len(match[0]) <= width else chop_cells(match[0], width)

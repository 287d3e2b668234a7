"""Breaking text into lines: Chinese between any two characters, with no mark that ends a clause at a line's start, and
no figure away from its unit.
"""

# ruff: noqa: RUF001 - Chinese marks are what this is about

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from textual.content import Content

from wslmem.patterns import lazy

_CLOSING = "，。、；：！？）」』》】"
_OPENING = "（「『《【"
_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uffe6"
_SIZE = r"(?:[^\s\w]{0,2}\d[\d.,]{0,12} (?:[KMGT]iB|B|ms|s|min|h)\b)"
_UNIT = lazy(
    rf"\s+|{_SIZE}[^\s{_WIDE}]*[{_CLOSING}]*|[{_OPENING}]*(?:[^\s{_WIDE}]+|[{_WIDE}])[{_CLOSING}]*",
)
"""What stays together: a figure with its unit, a word, or one wide character, with the marks that belong to it."""
_HAS_WIDE = lazy(f"[{_WIDE}]")
_HAS_SIZE = lazy(_SIZE)


def wrapped(text: str, width: int) -> list[Content]:
    """`text` in lines of at most `width` cells, one at least."""
    if not (_HAS_WIDE.search(text) or _HAS_SIZE.search(text)):
        return list(Content(text).wrap(max(1, width))) or [Content("")]
    return [Content(line) for paragraph in text.split("\n") for line in _filled(paragraph, max(2, width))]


def broken(text: str, width: int) -> str:
    """`text` with the line feeds that Textual, which breaks at spaces alone, needs for Chinese; any other as it is."""
    return "\n".join(line.plain for line in wrapped(text, width)) if _HAS_WIDE.search(text) else text


def _filled(text: str, width: int) -> Iterator[str]:
    line, first = "", True
    for unit in _units(text, width):
        if cell_len(line) + cell_len(unit.rstrip()) > width:
            yield line.rstrip()
            line, first = "", False
        line += unit if line or first or not unit.isspace() else ""
    yield line.rstrip()


def _units(text: str, width: int) -> Iterator[str]:
    """The units, those that no line can hold in pieces."""
    for match in _UNIT.finditer(text):
        yield from [match[0]] if cell_len(match[0]) <= width else chop_cells(match[0], width)

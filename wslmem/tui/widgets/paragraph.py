"""A fact as a row of a list: it breaks as facts do, at whatever width the list has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.visual import Visual
from textual.widgets.option_list import Option

from wslmem.tui.widgets.facts import Fact, laid_out, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.css.styles import RulesMap
    from textual.strip import Strip
    from textual.style import Style
    from textual.visual import RenderOptions


def options(rows: Iterable[Fact], none: str) -> list[Option]:
    """Rows of a list, their texts one below the other; without one the sentence `none`, which cannot be chosen."""
    rows = tuple(rows)
    width = max((cell_len(row.label) for row in rows), default=0)
    padded = (replace(row, label=set_cell_size(row.label, width)) for row in rows)
    return [Option(Paragraph(row)) for row in padded] or [Option(Paragraph(Fact("", none)), disabled=True)]


class Paragraph(Visual):
    """Textual breaks its own text at spaces alone, of which Chinese has none."""

    def __init__(self, fact: Fact) -> None:
        self._fact = fact

    def __str__(self) -> str:
        return words_of(self._fact)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The lines at `width`."""
        return Content("\n").join(laid_out([self._fact], width)).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """As wide as it may be."""
        del rules
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """As many lines as the fact takes at `width`."""
        del rules
        return len(laid_out([self._fact], width))

"""Memory over time against the limit; a single line where there is little room."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from wslmem.records import record
from wslmem.tui.chart import chart, with_limit
from wslmem.units import show_size
from wslmem.words import say

AXIS = 10
"""Cells for the sizes at the left."""
ROOM = 1.15
"""How much of the scale lies above the highest value."""


@record
class Curve:
    """What the chart shows."""

    readings: tuple[tuple[float, float], ...]
    """(seconds, bytes), times ascending."""
    limit: float | None = None
    """Bytes; drawn as a rule."""
    killed_at: float | None = None
    """When a kill hit the build, seconds; None where none did."""
    least_span: float = 10.0
    """Seconds that the width shows at least."""


class MemoryChart(Widget):
    """Drawn from a `Curve`, as large as its place."""

    curve: reactive[Curve | None] = reactive(None)

    def render(self) -> Content:
        """The chart with its axis."""
        if self.curve is None or not self.curve.readings:
            return Content.styled(say("no reading yet"), "$foreground 60%")
        return drawn(self.curve, self.content_size.width, max(1, self.content_size.height - 1))


def drawn(curve: Curve, width: int, height: int) -> Content:
    """The curve in `height` rows, and a row with the times below it."""
    room = max(1, width - AXIS)
    span = max(curve.least_span, curve.readings[-1][0])
    top = max(*(size for _, size in curve.readings), curve.limit or 0, 1.0) * ROOM
    picture = chart(curve.readings, width=room, height=height, top=top, span=span)
    picture = with_limit(picture, curve.limit, top) if curve.limit else picture
    rows = [
        _row(text, _label(row, height, top, picture.limit_row, curve.limit), limit=row == picture.limit_row)
        for row, text in enumerate(picture.rows)
    ]
    if curve.killed_at is not None:
        rows[0] = _with_kill(rows[0], int(curve.killed_at / span * room))
    return Content("\n").join([*rows, _times(span, room)])


def _label(row: int, height: int, top: float, limit_row: int | None, limit: float | None) -> str:
    if row == limit_row and limit is not None:
        return show_size(int(limit))
    if row == height - 1:
        return "0"
    return show_size(int(top)) if row == 0 and limit_row not in (0, 1) else ""


def _row(text: str, label: str, *, limit: bool) -> Content:
    style = "$text-error" if limit else "$text-primary"
    return Content.assemble((label.rjust(AXIS - 1), "$text-error" if limit else "$foreground 60%"), " ", (text, style))


def _with_kill(row: Content, column: int) -> Content:
    """The first row with the mark over `column`, its word where there is room."""
    word = say("killed")
    length = Content(word).cell_length + 2
    start = AXIS + min(column, row.cell_length - AXIS - 1)
    text = f"✗ {word}"
    if start + length > row.cell_length:
        start, text = start - length + 1, f"{word} ✗"
    left, _, right = row.divide([start, start + length])
    return Content.assemble(left, (text, "bold $text-error"), right)


def _times(span: float, room: int) -> Content:
    end = f"{span:.0f} s"
    return Content.styled(" " * AXIS + "0" + end.rjust(max(1, room - 1)), "$foreground 60%")

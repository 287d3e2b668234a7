"""A line of memory over time in braille dots, with the limit as a rule and the kill as a mark."""

from __future__ import annotations

from collections.abc import Sequence

from wslmem.records import record

_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""Bit of each dot in its cell, by column and row (Unicode, "Braille Patterns")."""
_BLANK = 0x2800


@record
class Chart:
    """Finished rows of equal width, top row first."""

    rows: tuple[str, ...]
    limit_row: int | None
    """The row in which the limit lies; None where it is off the scale or not known."""


def chart(readings: Sequence[tuple[float, float]], *, width: int, height: int, top: float, span: float) -> Chart:
    """Draw the readings as a filled curve.

    Args:
        readings: (time, size) pairs, times ascending from 0 or more.
        width: cells.
        height: cells.
        top: the size at the upper edge, above 0.
        span: the time at the right edge, above 0.
    """
    columns = _columns(readings, width * 2, span)
    levels = [min(height * 4, round(size / top * height * 4)) for size in columns]
    rows = tuple(
        "".join(_cell(levels[x * 2 : x * 2 + 2], (height - 1 - y) * 4) for x in range(width)) for y in range(height)
    )
    return Chart(rows, None)


def with_limit(drawn: Chart, limit: float, top: float) -> Chart:
    """The chart with a rule drawn where it is empty, at the height of `limit`."""
    height = len(drawn.rows)
    row = height - 1 - min(height - 1, int(limit / top * height))
    if limit > top:
        return drawn
    ruled = drawn.rows[row].replace(" ", "╌")
    return Chart((*drawn.rows[:row], ruled, *drawn.rows[row + 1 :]), row)


def _columns(readings: Sequence[tuple[float, float]], count: int, span: float) -> list[float]:
    """The highest size of each of `count` equal stretches of time, up to the newest reading."""
    found: list[float] = []
    for at, size in readings:
        column = min(count - 1, int(at / span * count))
        found += [found[-1] if found else size] * (column - len(found))
        if column < len(found):
            found[column] = max(found[column], size)
        else:
            found.append(size)
    return found


def _cell(levels: Sequence[int], base: int) -> str:
    bits = 0
    for column, level in enumerate(levels):
        for row in range(4):
            if level > base + 3 - row:
                bits |= _DOTS[column][row]
    return chr(_BLANK + bits) if bits else " "

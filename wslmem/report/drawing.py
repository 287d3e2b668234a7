"""What all charts share: the frame with its axes, marks, and the words that a screen reader says instead."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import east_asian_width

from wslmem.report.axis import Axis
from wslmem.report.markup import Markup, element, in_words, joined
from wslmem.text import Text

WIDTH = 420.0
"""Of every chart, so that two stand side by side on a desk and one fills a phone."""
LEFT, RIGHT = 56.0, 14.0
"""Margins of the plot, for the labels of the upright axis and half a label of the other."""
ACROSS = LEFT, WIDTH - RIGHT
"""Where the plot begins and ends."""
LETTER = 6.6
"""Width of a letter of the labels in a wide font: to guess which labels fit."""
WIDE_LETTER = 12.0
"""The same for Chinese, whose letters are as wide as the font is high."""

GAP = 7.0
FEWEST_LETTERS = 8


def chart(key: str, title: Text, description: Text, height: float, *drawn: Markup) -> Markup:
    """An SVG that scales with its place and is told by `title` and `description` where it cannot be seen."""
    attributes = {
        "viewBox": f"0 0 {WIDTH:g} {height:g}",
        "role": "img",
        "aria-labelledby": f"{key}-title {key}-desc",
    }
    named = (element("title", {"id": f"{key}-title"}, title), element("desc", {"id": f"{key}-desc"}, description))
    return element("svg", attributes, *named, *drawn)


def label(x: float, y: float, text: str | Text, kind: str = "", anchor: str = "start") -> Markup:
    """A line of text; `kind` is a class of the style sheet."""
    attributes: dict[str, str | float] = {"x": x, "y": y, "text-anchor": anchor}
    return element("text", attributes | ({"class": kind} if kind else {}), text)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "class": kind})


def upright(axis: Axis, marks: Iterable[tuple[float, str]]) -> Markup:
    """Level grid lines with their labels to the left."""
    drawn = []
    for value, text in marks:
        y = axis.at(value)
        drawn += [line(*_level(y), "grid"), label(LEFT - 6, y + 4, text, anchor="end")]
    return joined(drawn)


def across(axis: Axis, marks: Iterable[tuple[float, str]], top: float, bottom: float) -> Markup:
    """Upright grid lines from `top` to `bottom` with their labels below."""
    drawn = []
    for value, text in marks:
        x = axis.at(value)
        inside = min(x, WIDTH - width_of(text) / 2)
        drawn += [line(x, top, x, bottom, "grid"), label(inside, bottom + 16, text, anchor="middle")]
    return joined(drawn)


def cross(x: float, y: float, kind: str, size: float = 4.5) -> Markup:
    """The mark of a run that did not complete."""
    path = f"M{x - size:.1f} {y - size:.1f}l{2 * size:g} {2 * size:g}m0 {-2 * size:g}l{-2 * size:g} {2 * size:g}"
    return element("path", {"d": path, "class": f"cross {kind}"})


def dot(x: float, y: float, kind: str, told: Text) -> Markup:
    return element("circle", {"cx": x, "cy": y, "r": 4.5, "class": f"dot {kind}"}, element("title", {}, told))


def polyline(points: list[tuple[float, float]], kind: str) -> Markup:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return element("polyline", {"points": path, "class": kind})


def width_of(text: str) -> float:
    """How wide a label is, at most."""
    return sum(WIDE_LETTER if east_asian_width(letter) in "WF" else LETTER for letter in text)


def fitted(text: str, room: float) -> str:
    """`text` as far as it fits into `room`; of a long import path the end says more than the beginning."""
    if width_of(text) <= room:
        return text
    kept = text
    while len(kept) > 1 and width_of(f"...{kept}") > room:
        kept = kept[1:]
    return f"...{kept}"


def beside(start: float, end: float, text: str) -> tuple[float, str, str]:
    """Where a label of the thing from `start` to `end` stands, how it is anchored, and what fits of it.

    To the right if it fits there, else to the left, else cut, on the wider side.
    """
    right, left = WIDTH - end - GAP, start - GAP
    fits = fitted(text, max(right, left, FEWEST_LETTERS * LETTER))
    if width_of(fits) <= right:
        return end + GAP, "start", fits
    return start - GAP, "end", fits


def beyond(y: float, kind: str, text: Text, rest: str) -> Markup:
    """A line of text over the whole width: `text` to the left, as much of `rest` as fits to the right."""
    words = fitted(in_words(text), WIDTH - LEFT)
    room = WIDTH - LEFT - width_of(words) - GAP
    drawn = [label(LEFT, y, words, kind)]
    if rest and room > FEWEST_LETTERS * LETTER:
        drawn.append(label(WIDTH, y, fitted(rest, room), "lane", "end"))
    return joined(drawn)


def _level(y: float) -> tuple[float, float, float, float]:
    return ACROSS[0], y, ACROSS[1], y

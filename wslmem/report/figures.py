"""Figures as a person reads them: three digits, a unit, and a word where there is no figure."""

from __future__ import annotations

from collections.abc import Sequence

from wslmem.bench.comparison import LEAST_SHOWN
from wslmem.bench.measures import Measure
from wslmem.text import Text, joined, verbatim
from wslmem.units import show_size

NONE = verbatim("-")
"""Where there is no figure; the text around says why."""
COMMA = Text(", ")

TIMES = frozenset({"wall", "user", "system"})
"""The metrics that are seconds; the others are bytes."""

SECOND = 1000
"""In milliseconds."""
TIMES_OVER = 10


def show_seconds(seconds: float) -> str:
    """Three digits and a unit.

    >>> show_seconds(41.213), show_seconds(0.2904), show_seconds(205.3)
    ('41.2 s', '290 ms', '205 s')
    """
    milliseconds = round(seconds * 1000)
    if milliseconds < SECOND:
        return f"{milliseconds} ms"
    digits = len(str(round(seconds, 1)).partition(".")[0])
    return f"{seconds:.{max(0, 3 - digits)}f} s"


def show_share(share: float) -> str:
    """A share of something as a percentage; a change keeps its sign.

    >>> show_share(0.1234), show_share(0.9), show_share(2.5)
    ('12%', '90%', '250%')
    """
    return f"{share * 100:.0f}%"


def show_change(change: float | None, *, sign: bool = True) -> Text:
    """A relative change with its sign, or without; from ten times on, the factor.

    >>> [str(show_change(change)) for change in (-0.1819, 0.0, 41.0, None)]
    ['-18.2%', '+0.0%', '42 times', '-']
    """
    if change is None:
        return NONE
    if change + 1 >= TIMES_OVER:
        return Text("{factor} times", factor=f"{change + 1:.0f}")
    share = round(change * 100, 1) + 0.0
    return verbatim(f"{share:+.1f}%" if sign else f"{abs(share):.1f}%")


def show_p(p: float) -> str:
    """A p with three decimals.

    >>> show_p(0.00216), show_p(0.00001), show_p(1.0)
    ('p=0.002', 'p<0.001', 'p=1.000')
    """
    return f"p<{2 * LEAST_SHOWN}" if p < LEAST_SHOWN else f"p={p:.3f}"


def show_metric(metric: str, value: float) -> str:
    """`value` of one of `measures.METRICS` in its unit."""
    return show_seconds(value) if metric in TIMES else show_size(round(value))


def show_measure(metric: str, measure: Measure | None) -> Text:
    """The median, and in brackets the 95% interval, or lowest to highest where there are too few runs for one.

    A row of equal values shows the value alone.
    """
    if measure is None:
        return NONE
    low, high = (measure.interval.low, measure.interval.high) if measure.interval else (measure.low, measure.high)
    middle, ends = show_metric(metric, measure.median), (show_metric(metric, low), show_metric(metric, high))
    if set(ends) == {middle}:
        return verbatim(middle)
    return Text("{middle} ({low} to {high})", middle=middle, low=ends[0], high=ends[1])


def listed(names: Sequence[Text]) -> Text:
    """Names in a sentence; one or more.

    >>> str(listed([verbatim("a")])), str(listed([verbatim("a"), verbatim("b"), verbatim("c")]))
    ('a', 'a, b and c')
    """
    *first, last = names
    return Text("{first} and {last}", first=joined(COMMA, first), last=last) if first else last

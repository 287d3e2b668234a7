"""Numbers that an option takes; argparse tells what a ValueError means, under the name of the function."""

from __future__ import annotations

from wslmem.units import Seconds

LONGEST = Seconds(1e9)
"""Thirty years: nothing is waited for longer, and the system's own calls refuse ten times as much."""


def seconds(text: str) -> Seconds:
    """A time of which some passes."""
    time = float(text)
    if not 0 < time <= LONGEST:
        raise ValueError(text)
    return Seconds(time)


def count(text: str) -> int:
    """How often something is done that is done at least once."""
    times = int(text)
    if times < 1:
        raise ValueError(text)
    return times

"""Sizes as a person reads them. Imports nothing: the line at the end of a quick command waits for it."""

from __future__ import annotations

KIB = 1024
MIB = 1024**2
GIB = 1024**3
TIB = 1024**4


def show_mib(size: int) -> str:
    """`size` in MiB whatever its size, for sums.

    >>> show_mib(5 * GIB)
    '5,120 MiB'
    """
    return f"{round(size / MIB):,} MiB"


def show_size(size: int) -> str:
    """`size` for a person: at most three figures, no empty zeros, and a binary unit.

    >>> show_size(8 * GIB), show_size(7958 * MIB), show_size(300)
    ('8 GiB', '7.77 GiB', '300 B')
    """
    for suffix, factor in (("TiB", TIB), ("GiB", GIB), ("MiB", MIB), ("KiB", KIB)):
        if abs(size) >= factor:
            return f"{_three_figures(size / factor)} {suffix}"
    return f"{size} B"


def _three_figures(value: float) -> str:
    whole = len(str(abs(int(value))))
    text = f"{value:.{max(0, 3 - whole)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

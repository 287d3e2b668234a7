"""The live line of `wslmem run`: the terminal's last row, kept out of the way of what the command prints.

The command writes to the terminal itself. So its region of scrolling ends one row above ours, as package managers do
it; a program that takes the whole screen, or a new size of the window, sets the region anew, and then the line is gone
until the next look.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslmem.machine.run.watch import Seen

EVERY = 0.5
"""Seconds between two drawings."""
LEAST_ROWS, LEAST_COLUMNS = 8, 40
_SAVE, _RESTORE = "\0337", "\0338"


class LiveLine:
    """Draws on stderr; nothing where nobody watches."""

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._drawn = -EVERY
        self._rows = 0

    def show(self, seen: Seen, seconds: float) -> None:
        """Draw what is seen now, at most twice a second."""
        if seconds - self._drawn < EVERY or seconds < EVERY or not _in_foreground():
            return
        self._drawn = seconds
        rows, columns = _size()
        if rows < LEAST_ROWS or columns < LEAST_COLUMNS:
            return
        start = "" if rows == self._rows else self._reserve(rows)
        _write(f"{start}{_SAVE}\033[{rows};1H\033[0m\033[2K{self._text(seen, seconds)[:columns]}{_RESTORE}")

    def clear(self) -> None:
        """Give the last row back."""
        if self._rows:
            _write(f"{_SAVE}\033[1;{self._rows}r\033[{self._rows};1H\033[2K{_RESTORE}")
            self._rows = 0

    def _reserve(self, rows: int) -> str:
        self._rows = rows
        # A new line first, so that what stands on the last row moves up instead of being drawn over.
        return f"\n{_SAVE}\033[1;{rows - 1}r{_RESTORE}\033[1A"

    def _text(self, seen: Seen, seconds: float) -> str:
        whole = self._limit or seen.total
        used = seen.held if self._limit else seen.total - seen.available
        share = min(1.0, used / whole) if whole else 0.0
        filled = round(share * 20)
        bar = "#" * filled + "." * (20 - filled)
        return (
            f"[{bar}] {_mib(seen.held)} / {_mib(whole)} MiB  {_mib(seen.peak)} max  {int(seconds) // 60}:"
            f"{int(seconds) % 60:02}"
        )


def wanted() -> bool:
    """Whether somebody watches a terminal that can be drawn on."""
    streams = (sys.stdout, sys.stderr)
    return all(one is not None and one.isatty() for one in streams) and os.environ.get("TERM", "dumb") != "dumb"  # noqa: TID251 - asked of the terminal, not of the machine


def _in_foreground() -> bool:
    try:
        return os.tcgetpgrp(2) == os.getpgrp()
    except OSError:
        return False


def _size() -> tuple[int, int]:
    try:
        columns, rows = os.get_terminal_size(2)
    except OSError:
        return 0, 0
    return rows, columns


def _write(text: str) -> None:
    try:
        os.write(2, text.encode("ascii", "replace"))
    except OSError:
        return  # the window is gone; the command's own end tells the rest


def _mib(size: int) -> str:
    return f"{size / 1048576:.0f}"

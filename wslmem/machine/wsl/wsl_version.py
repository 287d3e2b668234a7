"""What `wsl --version` tells: lines in the user's language, in a fixed order (WSL: WslClient.cpp, Version)."""

from __future__ import annotations

from wslmem.patterns import lazy
from wslmem.records import record

_FIGURE = lazy(r"[:\uff1a]\s*([0-9]+\.[0-9]\S*)\s*$")
"""Behind the last colon, which Chinese and Japanese write full width."""
_WSL, _KERNEL, _WINDOWS = 0, 1, 6


@record
class WslVersion:
    """The versions that matter here."""

    wsl: str
    """`2.6.1.0`."""
    kernel: str | None
    """`6.6.87.2-1`."""
    windows: str | None
    """`10.0.26100.4349`."""

    def __str__(self) -> str:
        return self.wsl


def parse(rows: list[str]) -> WslVersion | None:
    """The versions in the output of `wsl --version`; None when it is none (an inbox WSL prints its usage)."""
    figures = [match[1] for row in rows if (match := _FIGURE.search(row))]
    if len(figures) <= _KERNEL:
        return None
    return WslVersion(figures[_WSL], figures[_KERNEL], figures[_WINDOWS] if len(figures) > _WINDOWS else None)

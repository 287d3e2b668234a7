"""The limits of the groups above a command: a container's, a unit's, another run's; and whether one was reached."""

from __future__ import annotations

import os

from wslmem.machine.run.group import ROOT, number, read

_NONE = 1 << 60
"""Bytes; version 1 writes "no limit" as a number near 2^63."""
_BATCH = 64 * 4096
"""Bytes that the kernel takes from a limit at once."""


class Above:
    """Those that have a limit, with how often each was full by now."""

    __slots__ = ("_before",)

    def __init__(self, path: str) -> None:
        """Count, from the group at the folder `path` up."""
        self._before: list[tuple[str, int, int]] = []
        while path.startswith(f"{ROOT}/"):
            limit = number(f"{path}/memory.max") or number(f"{path}/memory.limit_in_bytes")
            if limit is not None and limit < _NONE:
                self._before.append((path, limit, _full(path)))
            path = os.path.dirname(path)  # noqa: PTH120 - pathlib costs 3 ms

    def reached(self) -> tuple[str, int] | None:
        """The nearest group that was full since, as the kernel names it, and its limit in bytes; None for none."""
        for path, limit, before in self._before:
            if _full(path) > before:
                return path.removeprefix(ROOT).removeprefix("/memory"), limit
        return None


def _full(path: str) -> int:
    """How often memory was asked for and nothing could be given back.

    Version 1 counts each time that some had to be; Linux 6.18 no longer does: there its mark of the most that was used
    tells of the first time.
    """
    for line in read(f"{path}/memory.events").splitlines():
        name, _, count = line.partition(" ")
        if name == "oom":
            return int(count)
    most, limit = number(f"{path}/memory.max_usage_in_bytes"), number(f"{path}/memory.limit_in_bytes")
    marked = most is not None and limit is not None and most + _BATCH >= limit
    return (number(f"{path}/memory.failcnt") or 0) + marked

"""What the kernel counts of a group, read many times a second: with as few calls as may be."""

from __future__ import annotations

import os

from wslmem.machine.run.group import number, with_below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslmem.machine.run.group import Group

_MOST = 8192
"""Bytes of `memory.stat`; Linux 6.18 writes 1.5 KiB."""


class Counts:
    """The counts of one group. Reading answers None for what the kernel does not tell, as of a group that is gone."""

    __slots__ = ("_below", "_group", "_stat")

    def __init__(self, group: Group) -> None:
        self._group = group
        self._stat = _opened(f"{group.entrance}/memory.stat")
        """Of the group that the command is in, which has none below it as long as nobody makes one."""
        self._below = False
        """Whether a group beside or below that one was seen, as a `run` in a `run` makes it."""

    def close(self) -> None:
        """Look no more."""
        if self._stat is not None:
            os.close(self._stat)
            self._stat = None

    def held(self) -> tuple[int, int] | None:
        """Bytes of memory that cannot be given back without swap (anonymous and shared), and bytes in swap.

        What each group counts of itself, added up: Linux 6.18 leaves the totals of a group that is read again and again
        up to two seconds behind what groups below it take (mm/memcontrol.c, memcg_rstat_updated). Version 2 has a
        group's own figures only where none is below it.
        """
        group = self._group
        found = [self._entrance(), *map(_slurp, self._others())]
        first = group.version == 1
        own = [_figure(stat, b"rss" if first else b"anon") for stat in found]
        if own[0] is None:
            return None
        held = sum(one or 0 for one in own) + sum(_figure(stat, b"shmem") or 0 for stat in found)
        if first:
            return held, sum(_figure(stat, b"swap") or 0 for stat in found)
        return held, number(f"{group.path}/memory.swap.current") or 0

    def _entrance(self) -> bytes:
        if self._stat is None:
            return b""
        try:
            return os.pread(self._stat, _MOST, 0)
        except OSError:
            return b""

    def _others(self) -> list[str]:
        """`memory.stat` of the groups besides the command's own, those without groups below where version 2 is."""
        group = self._group
        usual = 2 if group.version == 1 else 3  # itself and `.`; the entrance
        try:
            if os.stat(group.path).st_nlink <= usual:  # noqa: PTH116 - pathlib costs 3 ms
                return []
        except OSError:
            return []
        self._below = True
        every = with_below(group.path)
        inner = set() if group.version == 1 else {os.path.dirname(path) for path in every}  # noqa: PTH120
        return [f"{path}/memory.stat" for path in every if path not in inner and path != group.entrance]

    def usage(self) -> int | None:
        """Bytes that count against the limit now, page cache included."""
        return self._of("memory.usage_in_bytes", "memory.current")

    def highest(self) -> int | None:
        """Bytes, page cache included: the kernel's own mark."""
        return self._of("memory.max_usage_in_bytes", "memory.peak")

    def _of(self, first: str, second: str) -> int | None:
        return number(f"{self._group.path}/{first if self._group.version == 1 else second}")

    def kills(self) -> int | None:
        """Processes of this group that the kernel killed for want of memory, at whichever group's limit.

        Version 1 counts them in the group of the process alone: where there was one below, none here is unknown.
        """
        first = self._group.version == 1
        name = "memory.oom_control" if first else "memory.events"
        found = _figure(_slurp(f"{self._group.path}/{name}"), b"oom_kill")
        return None if first and self._below and not found else found


def _opened(path: str) -> int | None:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


def _slurp(path: str) -> bytes:
    handle = _opened(path)
    if handle is None:
        return b""
    try:
        return os.read(handle, _MOST)
    except OSError:
        return b""
    finally:
        os.close(handle)


def _figure(lines: bytes, name: bytes) -> int | None:
    """The figure behind `name` in lines of a name and a figure each."""
    start = 0 if lines.startswith(name + b" ") else lines.find(b"\n" + name + b" ") + 1
    if start == 0 and not lines.startswith(name + b" "):
        return None
    return int(lines[start + len(name) : lines.index(b"\n", start)])

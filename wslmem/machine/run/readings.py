"""What the kernel tells of memory while a command runs: the whole machine, and the command's processes one by one."""

from __future__ import annotations

import os

_ASKED = getattr(os, "sysconf", {"SC_PAGE_SIZE": 4096, "SC_CLK_TCK": 100}.__getitem__)
"""Windows has none, and imports this for what stands beside it."""
PAGE = _ASKED("SC_PAGE_SIZE")
TICKS = _ASKED("SC_CLK_TCK")
_NAME_END = ") "
SEEN = "/proc/meminfo"
"""What is watched; without it nothing can be."""
_START = 200
"""Bytes of /proc/meminfo that hold its first three lines: MemTotal, MemFree, MemAvailable (since Linux 3.14)."""


class Memory:
    """/proc/meminfo, kept open: it is read many times a second."""

    __slots__ = ("_handle",)

    def __init__(self) -> None:
        self._handle = os.open(SEEN, os.O_RDONLY | os.O_CLOEXEC)

    def read(self) -> tuple[int, int]:
        """MemTotal and MemAvailable, bytes."""
        lines = os.pread(self._handle, _START, 0).split(b"\n", 3)
        total, _, available = (int(line.split()[1]) * 1024 for line in lines[:3])
        return total, available

    def close(self) -> None:
        """Look no more."""
        os.close(self._handle)


def memory() -> tuple[int, int]:
    """MemTotal and MemAvailable now, bytes."""
    looking = Memory()
    try:
        return looking.read()
    finally:
        looking.close()


def oom_kills() -> int | None:
    """Kills for want of memory in the whole machine since it started; any user may read it."""
    try:
        with open("/proc/vmstat", encoding="utf-8") as file:  # noqa: PTH123
            return next((int(line.split()[1]) for line in file if line.startswith("oom_kill ")), None)
    except OSError:
        return None


class Process:
    """One process at one reading."""

    __slots__ = ("anonymous", "faults", "name", "parent", "pid", "session", "since", "user")

    def __init__(self, pid: int, fields: list[str], name: str, anonymous: int) -> None:
        self.pid = pid
        self.name = name
        """At most 15 bytes, as the kernel cuts it."""
        self.parent = int(fields[1])
        self.session = int(fields[3])
        self.faults = int(fields[9])
        """Pages read from the disk."""
        self.user = int(fields[11]) / TICKS
        """Seconds of processor time of its own code."""
        self.since = int(fields[19])
        """Start, in ticks: with the number, it tells a process from a later one of the same number."""
        self.anonymous = anonymous
        """Bytes that are its own."""


def process(pid: int) -> Process | None:
    """The process `pid`; None where it has ended."""
    told = stat(pid)
    try:
        sizes = _read(f"/proc/{pid}/statm").split()
    except OSError:
        return None
    if told is None or len(sizes) < 3:  # noqa: PLR2004 - as far as they are read
        return None
    return Process(pid, told[1], told[0], max(0, int(sizes[1]) - int(sizes[2])) * PAGE)


def stat(pid: int) -> tuple[str, list[str]] | None:
    """Name of the process `pid`, and the fields of its /proc/PID/stat behind it; None where it has ended."""
    try:
        line = _read(f"/proc/{pid}/stat").decode("utf-8", "replace")
    except OSError:
        return None
    # The name may hold blanks and parentheses: fields start behind the last one.
    start, end = line.find("("), line.rfind(_NAME_END)
    fields = line[end + 2 :].split()
    if start < 0 or end < 0 or len(fields) < 20:  # noqa: PLR2004 - as far as they are read
        return None
    return line[start + 1 : end], fields


def words(pid: int) -> bytes:
    """Its command line as the kernel has it, the first 4 KiB; empty where it has ended."""
    try:
        return _read(f"/proc/{pid}/cmdline")
    except OSError:
        return b""


def _read(path: str) -> bytes:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(handle, 4096)
    finally:
        os.close(handle)


def everyone() -> list[Process]:
    """Every process of this machine."""
    found = (process(int(name)) for name in os.listdir("/proc") if name.isdigit())  # noqa: PTH208
    return [one for one in found if one is not None]


class Tree:
    """A command's processes where no group holds them: its descendants, known since each was first seen."""

    __slots__ = ("_known", "_root")

    def __init__(self, root: int) -> None:
        self._root = root
        self._known: dict[int, int] = {}

    def processes(self) -> list[Process]:
        """Those that run now. One whose parent ended is still known by its number and start."""
        found: dict[int, Process] = {}
        waiting = everyone()
        while True:
            new = [one for one in waiting if self._belongs(one, found)]
            if not new:
                break
            found |= {one.pid: one for one in new}
            waiting = [one for one in waiting if one.pid not in found]
        self._known = {pid: one.since for pid, one in found.items()}
        return list(found.values())

    def _belongs(self, one: Process, found: dict[int, Process]) -> bool:
        known = self._known.get(one.pid)
        return one.pid == self._root or known == one.since or (known is None and one.parent in found)

"""Watching a command to its end: what it holds, by whom, what is left; and ending one that stands still."""

from __future__ import annotations

import os
import time

from wslmem.machine.run import group as groups
from wslmem.machine.run import readings
from wslmem.machine.run.above import Above
from wslmem.machine.run.counts import Counts

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from collections.abc import Callable

    from wslmem.machine.run.child import Child
    from wslmem.machine.run.group import Group
else:
    import _signal as signal  # as in child.py

SHARE = 0.002
"""Of one processor, the most that watching may take; a machine on which a look is dear is looked at less often."""
QUICKEST, SLOWEST = 0.025, 2.0
"""Seconds between two looks."""
SOON = 0.1
"""Of the time so far, after which the next look comes whatever it costs: a short command is seen on a slow machine."""
NAMES = 0.25
"""Seconds between two looks at the single processes, which cost more."""
WINDOW = 10.0
"""Seconds over which a standstill is judged."""
STILL = 0.1
"""Processors' worth of user time under which a command stands still."""
REREAD = 200
"""Pages a second read from the disk again and again, from which that is for want of memory (measured with Go builds: a
build that gets on stays below 60, one that stands still above 1,000)."""
OFTEN = 5000
"""Such pages for each second of own code from which it stands still however busy it looks: many processes together, a
fast disk, or a kernel that counts its own work as theirs (seen: Linux 7.2 in user mode, cc1 at its limit, half a
processor, 6,000 to 12,000 in most windows; a build that gets on stays below 60)."""
NEAR = 0.95
"""Share of the limit from which a group is full."""
GRACE = 2.0
"""Seconds between a polite end and the other."""


def pause(cost: float, wall: float) -> float:
    """Seconds until the next look, where one takes `cost` seconds and the command has run for `wall`."""
    return max(QUICKEST, min(SLOWEST, SOON * wall, cost / SHARE))


def stands_still(progress: float, reread: float, *, cramped: bool) -> bool:
    """Whether a command whose memory is full stands still for want of more.

    Args:
        progress: processors' worth of user time; below 0 where a process ended meanwhile, and nothing is known.
        reread: pages a second read from the disk.
        cramped: whether next to all that it may hold is its own, and cannot be given back.
    """
    if progress < 0 or reread <= REREAD:
        return False
    return progress < STILL or (cramped and reread > OFTEN * progress)


class Seen:
    """What was seen of a command. Sizes in bytes, times in seconds; None is unknown."""

    __slots__ = (
        "above",
        "available",
        "ended_by",
        "faults",
        "held",
        "highest",
        "kills",
        "largest",
        "lowest",
        "names",
        "peak",
        "swap",
        "swap_peak",
        "total",
        "user",
        "vm_kills",
    )  # fmt: skip

    def __init__(self) -> None:
        self.held = 0
        self.peak = 0
        """Highest sum of anonymous and shared memory."""
        self.swap = 0
        self.swap_peak = 0
        self.available = 0
        self.lowest: int | None = None
        """Lowest MemAvailable of the machine."""
        self.total = 0
        self.highest: int | None = None
        """The kernel's own mark, page cache included; None without a group."""
        self.kills: int | None = None
        """Kills by the kernel in the group; None without one."""
        self.vm_kills: int | None = None
        """The same in the whole machine, meanwhile."""
        self.largest: dict[str, int] = {}
        """By name, the most that one process of it held."""
        self.names: set[str] = set()
        self.user = 0.0
        self.faults = 0
        self.above: tuple[str, int] | None = None
        """A group above the command's that was full meanwhile, and its limit."""
        self.ended_by: str | None = None
        """`time-limit`, `memory-pressure`: we ended it."""


class Watch:
    """Looks at a command until it ends."""

    def __init__(self, child: Child, group: Group | None, *, limit: int | None, time_limit: float | None) -> None:
        self.seen = Seen()
        self._child = child
        self._group = group
        self._counts = Counts(group) if group else None
        self._memory = readings.Memory()
        self._tree = readings.Tree(child.pid)
        self._limit = limit
        self._time_limit = time_limit
        self._names_at = 0.0
        self._window = (child.started, 0.0, 0)
        self._killed_at: float | None = None
        self._ended_at: float | None = None
        self._vm_kills = readings.oom_kills()
        self._above = Above(_outside(group))

    @property
    def started(self) -> float:
        """By the monotonic clock, seconds."""
        return self._child.started

    @property
    def wall(self) -> float:
        """Seconds from the start to the end, or to now."""
        return (self._ended_at or time.monotonic()) - self._child.started

    def to_the_end(self, show: Callable[[Seen, float], object] | None = None) -> int | None:
        """The wait status of the command.

        `show` is called after each look, with the seconds since the start; None comes back when it says True: stop
        watching for now.
        """
        pace, before, used = 0.0, 0.0, time.thread_time()
        while True:
            status = self._child.wait(pace)
            if status is not None:
                self._ended_at = time.monotonic()
                self._last_look()
                return status
            self._look()
            if show is not None and show(self.seen, self.wall) is True:
                return None
            # To be woken takes as long as to look.
            cost, used = time.thread_time() - used, time.thread_time()
            # The first look pays for what later ones find ready: the cheaper of two tells what looking costs.
            pace = pause(min(cost, before), self.wall)
            before = cost

    def _look(self) -> None:
        now = time.monotonic()
        held = self._counts.held() if self._counts else None
        seen = self.seen
        seen.total, seen.available = self._memory.read()
        seen.lowest = min(seen.available, seen.lowest if seen.lowest is not None else seen.available)
        if held is None or now - self._names_at >= NAMES:
            self._names_at = now
            anonymous = self._look_at_processes()
            if held is None:
                held = (anonymous, 0)
        seen.held, seen.swap = held
        seen.peak, seen.swap_peak = max(seen.peak, seen.held), max(seen.swap_peak, seen.swap)
        self._judge(now)

    def _look_at_processes(self) -> int:
        if self._group is not None:
            found = [one for pid in self._group.processes() if (one := readings.process(pid)) is not None]
        else:
            found = self._tree.processes()
        seen = self.seen
        for one in found:
            seen.names.add(one.name)
            if one.anonymous > seen.largest.get(one.name, 0):
                seen.largest[one.name] = one.anonymous
        seen.user = sum(one.user for one in found)
        seen.faults = sum(one.faults for one in found)
        return sum(one.anonymous for one in found)

    def _judge(self, now: float) -> None:
        """End what is over its time, or stands still at its limit: the kernel's own kill may take minutes there."""
        if self._killed_at is not None:
            if now - self._killed_at > GRACE:
                self._end(signal.SIGKILL)
            return
        if self._time_limit is not None and now - self._child.started > self._time_limit:
            self._stop("time-limit", now)
        began, user, faults = self._window
        if self._limit is None or now - began < WINDOW:
            return
        progress = (self.seen.user - user) / (now - began)
        reread = (self.seen.faults - faults) / (now - began)
        self._window = (now, self.seen.user, self.seen.faults)
        # What could be swapped out leaves room again; without it no page is left but those read again and again.
        cramped = self.seen.held > NEAR * self._limit and not self.seen.swap
        if self.seen.held > 0 and self._full() and stands_still(progress, reread, cramped=cramped):
            self._stop("memory-pressure", now)

    def _full(self) -> bool:
        usage = self._counts.usage() if self._counts else None
        return usage is not None and self._limit is not None and usage > NEAR * self._limit

    def _stop(self, reason: str, now: float) -> None:
        self.seen.ended_by = reason
        self._killed_at = now
        self._end(signal.SIGTERM)

    def _end(self, with_signal: int) -> None:
        every = self._group.processes() if self._group else [one.pid for one in self._tree.processes()]
        for pid in every or [self._child.pid]:
            try:
                os.kill(pid, with_signal)
            except ProcessLookupError:
                continue  # it has just ended

    def _last_look(self) -> None:
        seen = self.seen
        if self._counts is not None:
            seen.kills = self._counts.kills()
            seen.highest = self._counts.highest()
            self._counts.close()
        seen.above = self._above.reached()
        self._memory.close()
        before, after = self._vm_kills, readings.oom_kills()
        seen.vm_kills = None if before is None or after is None else after - before


def _outside(group: Group | None) -> str:
    """The folder of the group that the command's own is in; where it has none, of the one that it shares with us."""
    if group is not None:
        return os.path.dirname(group.path)  # noqa: PTH120 - pathlib costs 3 ms
    place = groups.own()
    return place[0] if place else ""

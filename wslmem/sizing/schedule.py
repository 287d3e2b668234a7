"""What the go command runs at the same time: list scheduling over the import graph.

The go command keeps `-p` actions going. An action may start when those that it needs have ended; of the ones that may,
the first in depth-first order of the graph starts (`Builder.Do` of the go command). Running actions share the
processors equally, so all advance at one rate and the number of processors does not change which of them overlap.
The memory of an action grows from nothing to its peak while it does its work, at first faster: the sum is largest when
one ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from wslmem.records import record

RAMP = 0.65
"""Memory grows with the work done to this power: a heap reaches its first goal early (fitted to builds at -p 8)."""


@record
class Task:
    """One action of the build."""

    name: str
    """`link example.com/app`, or the import path of the package that is compiled."""
    size: float
    """Peak of its anonymous memory, bytes, 0 or more."""
    work: float
    """Processor seconds, above 0; only their proportion matters."""
    needs: tuple[int, ...]
    """Indices of the tasks that must have ended before it starts."""
    spread: float = 0.0
    """Standard deviation of the logarithm of the true size around `size`."""
    mapped: float = 0.0
    """Bytes of the files that it maps, which have to stay in memory beside that, 0 or more."""


@record
class Moment:
    """What ran when the sum of memory was largest."""

    size: float
    """Bytes."""
    shares: tuple[tuple[str, float], ...]
    """(task, bytes it held then), largest first; they add up to `size`."""


def peak(tasks: Sequence[Task], parallelism: int, *, mapped: bool = False) -> Moment:
    """The moment of the largest sum of memory while `tasks` are carried out, `parallelism` (`-p`) at a time.

    `tasks` stand in the order in which the go command prefers them, and none needs itself, however indirectly.
    With `mapped` files count as well, of tasks side by side those of the one with the most: links of one build map
    the same objects.
    """
    return _Run(tasks, mapped=mapped).peak(parallelism)


class _Run:
    """One run through the tasks on a clock of work: what each running task has done since the start of all."""

    def __init__(self, tasks: Sequence[Task], *, mapped: bool) -> None:
        self.tasks = tasks
        self.mapped = mapped
        self.clock = 0.0
        self.started: dict[int, float] = {}
        self.ending: list[tuple[float, int]] = []
        self.waiting = [len(task.needs) for task in tasks]
        self.followers: list[list[int]] = [[] for _ in tasks]
        for index, task in enumerate(tasks):
            for need in task.needs:
                self.followers[need].append(index)
        self.ready = [index for index, count in enumerate(self.waiting) if count == 0]
        heapify(self.ready)

    def peak(self, parallelism: int) -> Moment:
        """Run to the end and remember the largest sum."""
        largest = Moment(0.0, ())
        while self.ready or self.ending:
            while self.ready and len(self.ending) < parallelism:
                self._start(heappop(self.ready))
            self.clock, ended = heappop(self.ending)
            held = {index: self.tasks[index].size * self._grown(index) for index in self.started}
            if self.mapped:
                most = max(held, key=lambda index: self.tasks[index].mapped)
                held[most] += self.tasks[most].mapped * self._grown(most)
            total = sum(held.values())
            if total > largest.size:
                shares = sorted(
                    ((self.tasks[index].name, size) for index, size in held.items()), key=lambda share: -share[1]
                )
                largest = Moment(total, tuple(shares))
            self._end(ended)
        return largest

    def _start(self, index: int) -> None:
        self.started[index] = self.clock
        heappush(self.ending, (self.clock + self.tasks[index].work, index))

    def _grown(self, index: int) -> float:
        """What share of its peak a running task has."""
        done = min(1.0, (self.clock - self.started[index]) / self.tasks[index].work)
        return float(done**RAMP)

    def _end(self, index: int) -> None:
        del self.started[index]
        for follower in self.followers[index]:
            self.waiting[follower] -= 1
            if self.waiting[follower] == 0:
                heappush(self.ready, follower)

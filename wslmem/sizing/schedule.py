"""What the go command runs at the same time: list scheduling over the import graph.

The go command keeps `-p` actions going. An action may start when those that it needs have ended; of the ones that may,
the first in depth-first order of the graph starts (`Builder.Do` of the go command). Running actions share the
processors equally, so all advance at one rate and the number of processors does not change which of them overlap.
The memory of an action grows from nothing to its peak while it does its work, at first faster: the sum is largest when
one ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

from wslmem.records import record

RAMP = 0.65
"""Memory grows with the work done to this power: a heap reaches its first goal early (fitted to builds at -p 8)."""

ALMOST = 1 - 1e-9
"""What is left for rounding where two sums are compared."""


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
    rare: float = 1.0
    """How much more than that says the largest of a score of such tasks takes."""
    far: float = 0.0
    """Bytes beside `size` that one of its kind took: the build's part is to hold them."""
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
    sizes, works = [task.size for task in tasks], [task.work for task in tasks]
    return Graph(tasks).peak(sizes, works, parallelism, [task.mapped for task in tasks] if mapped else None)


class Graph:
    """What waits for what, the same in all simulations of a build."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        """The graph of `tasks`, which stand and need each other as `peak` has it."""
        self._names = [task.name for task in tasks]
        needs = _needs(tasks)
        self._waiting = [len(one) for one in needs]
        self._followers: list[list[int]] = [[] for _ in tasks]
        for index, one in enumerate(needs):
            for need in one:
                self._followers[need].append(index)

    def peak(
        self,
        sizes: Sequence[float],
        works: Sequence[float],
        parallelism: int,
        mapped: Sequence[float] | None = None,
        *,
        above: float = 0.0,
    ) -> Moment:
        """The moment of the largest sum of memory.

        Args:
            sizes: peaks of the tasks, bytes.
            works: processor seconds, above 0.
            parallelism: how many run at a time, 1 or more.
            mapped: bytes of the files that each maps; None leaves files out.
            above: bytes; a moment that holds no more is of no interest, so it need not be found.
        """
        if parallelism == 1 and mapped is None and sizes:  # one at a time, none meets another
            largest_one = max(range(len(sizes)), key=sizes.__getitem__)
            return Moment(sizes[largest_one], ((self._names[largest_one], sizes[largest_one]),))
        waiting, followers = [*self._waiting], self._followers
        ready = [index for index, count in enumerate(waiting) if count == 0]
        ending: list[tuple[float, int, float]] = []
        """When a running task ends, which, and when it started."""
        largest = max(above, max(sizes, default=0.0) * ALMOST)
        """When the largest task ends, at least as much is held."""
        clock, most, free = 0.0, 0.0, parallelism
        """`most` is what the running tasks may hold: their peaks. Only where that is more is looked at what they do."""
        at: tuple[float, list[tuple[float, int, float]]] = (0.0, [])
        """When the largest moment is, and what runs then."""
        while ready or ending:
            while ready and free:
                index = heappop(ready)
                heappush(ending, (clock + works[index], index, clock))
                most += sizes[index]
                free -= 1
            clock = ending[0][0]
            if most + (_files(mapped, ending) if mapped is not None else 0.0) >= largest and (
                mapped is not None or most - _missing(clock, ending, sizes, works) >= largest * ALMOST
            ):
                size = sum(_held(clock, ending, sizes, works, mapped))
                if size > largest:
                    largest, at = size, (clock, [*ending])
            ended = heappop(ending)[1]
            free += 1
            most = most - sizes[ended] if ending else 0.0
            for follower in followers[ended]:
                waiting[follower] -= 1
                if waiting[follower] == 0:
                    heappush(ready, follower)
        names = [self._names[index] for _, index, _ in at[1]]
        shares = zip(names, _held(*at, sizes, works, mapped), strict=True) if names else ()
        return Moment(largest if names else 0.0, tuple(sorted(shares, key=lambda share: -share[1])))


def _needs(tasks: Sequence[Task]) -> list[list[int]]:
    """What each task waits for, but for what another of its needs waits for as well: that has ended before.

    Of the imports of a program three in four are such, and each is met in each simulation.
    """
    below = [0] * len(tasks)
    """All that a task waits for, a bit each, as far as it stands before the task."""
    found = list[list[int]]()
    for index, task in enumerate(tasks):
        others = 0
        for need in task.needs:
            others |= below[need]
        needs = [need for need in dict.fromkeys(task.needs) if not others >> need & 1]
        below[index] = others | sum(1 << need for need in needs)
        found.append(needs)
    return found


def _missing(
    clock: float, running: Sequence[tuple[float, int, float]], sizes: Sequence[float], works: Sequence[float]
) -> float:
    """At least so much less than their peaks do the running tasks hold at `clock`: x ** r <= 1 - r * (1 - x)."""
    missing = 0.0
    for _, index, started in running:
        done = (clock - started) / works[index]
        if done < 1.0:
            missing += sizes[index] * (1.0 - done)
    return RAMP * missing


def _held(
    clock: float,
    running: Sequence[tuple[float, int, float]],
    sizes: Sequence[float],
    works: Sequence[float],
    mapped: Sequence[float] | None,
) -> list[float]:
    """What each of the running tasks holds at `clock`."""
    grown = [min(1.0, (clock - started) / works[index]) ** RAMP for _, index, started in running]
    held = [sizes[running[at][1]] * share for at, share in enumerate(grown)]
    if mapped is not None:
        most = max(range(len(held)), key=lambda at: mapped[running[at][1]])
        held[most] += mapped[running[most][1]] * grown[most]
    return held


def _files(mapped: Sequence[float], running: Iterable[tuple[float, int, float]]) -> float:
    """The most that files may add."""
    return max(mapped[index] for _, index, _ in running)

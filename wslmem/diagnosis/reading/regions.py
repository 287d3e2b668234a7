"""Which lines of a log are read with care: its start, its end, and what stands around each line that tells something.

A log of gigabytes is looked through block by block for a few short words. Only the lines that hold one are read as a
person reads; only around those that then tell something the neighbours are read as well. All in one pass, in memory
that does not grow with the log.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from enum import Enum, auto
from re import Pattern

from wslmem.diagnosis.reading.blobs import without_blobs
from wslmem.diagnosis.reading.blocks import blocks
from wslmem.diagnosis.reading.cleaning import lines
from wslmem.diagnosis.reading.line import LONGEST, Line
from wslmem.patterns import lazy
from wslmem.records import replace

HEAD = 1 << 16
"""Bytes of the start that are read whole: where a log says where it is from."""
TAIL = 1 << 17
"""Bytes of the end that are read whole: where builds say how they ended."""
BEFORE, AFTER = 12, 12
"""Lines around a telling one: `# package` above, the exit code below."""
DUMP = 4000
"""Lines at most between "invoked oom-killer" and the kill; 4,000 tasks are more than a VM has."""
GAP = 1000
"""By how much the numbers of lines rise where some were skipped."""

WIDEST = 4 * LONGEST
"""Bytes of a line that is looked at whole; of a longer one a window around each hint."""
KNOWN, SHORT = 1 << 14, 256
"""Lines that are remembered to tell nothing, and the longest such, in bytes: builds say the same again and again."""
_BACK = 8192
"""Bytes before a telling line that are read with it at most."""


_STAMP = lazy(rb"\A\d{4}-\d\d-\d\dT[\d:.]{8,24}Z ")
"""What GitHub, GitLab and Azure put before each line; of what is the same but for it, one is read."""


class Telling(Enum):
    """What a line asks of the reader."""

    NO = auto()
    YES = auto()
    DUMP_BEGINS = auto()
    """All that follows belongs to it, up to its end."""
    DUMP_ENDS = auto()


Needle = bytes | Pattern[bytes]
"""A lower-case word, or a form of lines."""
Needles = Callable[[int], tuple[Needle, ...]]
"""What to look for, given how many bytes were read before."""

Glance = Callable[[bytes, bytes], bool]
"""Whether a line may tell something for the sake of a word that it holds."""


def careful(
    chunks: Iterable[bytes], needles: Needles, glance: Glance, telling: Callable[[Line], Telling]
) -> Iterator[Line]:
    """The lines of a log that deserve care, in their order.

    Args:
        chunks: the log, in pieces of any size.
        needles: what a line must hold to be looked at, where it stands neither at the start nor at the end.
        glance: whether it may tell anything for the sake of the word that it holds.
        telling: whether a line that was looked at tells something.
    """
    reader = _Reader(telling)
    offset = size = 0
    previous: bytes | None = None
    for block in blocks(chunks):
        if previous is not None:
            yield from reader.block(previous, _spans(previous, needles(offset), glance), offset)
            offset += size
        previous, size = without_blobs(block), len(block)
    if previous is not None:
        found = _spans(previous, needles(offset), glance)
        yield from reader.block(previous, found, offset, last=True)


class _Reader:
    """Turns blocks into lines, with what reaches from one block into the next."""

    def __init__(self, telling: Callable[[Line], Telling]) -> None:
        self._telling = telling
        self._number = 0
        self._open = 0
        """Lines still to be read after the last telling one."""
        self._before, self._done = b"", 0
        """The block before, and how much of it was read."""
        self._idle: set[bytes | tuple[str, str]] = set()
        """Lines that told nothing: without the time that runners put first, and by program and text."""

    def block(self, data: bytes, spans: list[tuple[int, int]], offset: int, *, last: bool = False) -> Iterator[Line]:
        """The lines of one block that deserve care."""
        done = 0
        if offset < HEAD:
            done = _line_end(data, HEAD - offset - 1)
            yield from self._all(data[:done])
        elif self._open:
            done = yield from self._follow(data, 0)
        tail = len(data) - TAIL if last else len(data)
        if last and tail < 0 and not done:
            start = max(self._done, len(self._before) + tail)
            yield from self._all(self._before[start:].partition(b"\n")[2])
        for start, end in spans:
            if start >= done and start < tail:
                done = yield from self._candidate(data, start, end, done)
        if last:
            start = max(done, data.rfind(b"\n", 0, max(0, tail)) + 1 if tail > 0 else 0)
            yield from self._all(data[start:])
        self._before, self._done = data, done

    def _candidate(self, data: bytes, start: int, end: int, done: int) -> Generator[Line, None, int]:
        whole = data[start:end]
        said = _STAMP.sub(b" ", whole, 1)
        if said in self._idle:
            return done
        told = [line for raw in _cut(whole) for line in lines(raw, 0)]
        if all((line.program, line.text) in self._idle for line in told):
            return done
        answers = [self._telling(line) for line in told]
        if all(answer is Telling.NO for answer in answers):
            self._remember(said, told)
            return done
        first = _lines_before(data, start, done)
        if first > done or done == 0:
            self._number += GAP
        for raw in data[first:start].split(b"\n"):
            yield from self._numbered(lines(raw, 0))
        yield from self._numbered(iter(told))
        self._open = AFTER
        for answer in answers:
            self._reach(answer)
        return (yield from self._follow(data, end + 1))

    def _remember(self, idle: bytes, told: list[Line]) -> None:
        if len(idle) <= SHORT:
            if len(self._idle) >= KNOWN:
                self._idle.clear()
            self._idle.add(idle)
            self._idle.update((line.program, line.text) for line in told)

    def _follow(self, data: bytes, at: int) -> Generator[Line, None, int]:
        """Read on from `at` as far as the last telling line reaches; the value is where that ended."""
        while self._open and at < len(data):
            end = data.find(b"\n", at)
            end = len(data) if end < 0 else end
            self._open -= 1
            for raw in _cut(data[at:end]):
                for line in self._numbered(lines(raw, 0)):
                    self._reach(self._telling(line))
                    yield line
            at = end + 1
        return min(at, len(data))

    def _reach(self, answer: Telling) -> None:
        if answer is Telling.DUMP_BEGINS:
            self._open = DUMP
        elif answer is Telling.DUMP_ENDS:
            self._open = AFTER
        elif answer is Telling.YES:
            self._open = max(self._open, AFTER)

    def _all(self, data: bytes) -> Iterator[Line]:
        for raw in data.split(b"\n"):
            for piece in _cut(raw):
                yield from self._numbered(lines(piece, 0))

    def _numbered(self, found: Iterable[Line]) -> Iterator[Line]:
        for line in found:
            self._number += 1
            yield replace(line, number=self._number)


def _spans(data: bytes, needles: tuple[Needle, ...], glance: Glance) -> list[tuple[int, int]]:
    """The lines of the block that hold a needle and are worth to be read for it, in their order."""
    lower = data.lower()
    found: set[tuple[int, int]] = set()
    for needle in needles:
        place = _found(lower, needle, 0)
        while place >= 0:
            end = _line_end(lower, place)
            start = lower.rfind(b"\n", 0, place) + 1
            if end - start > WIDEST:
                start, end = max(start, place - LONGEST // 2), min(end, place + LONGEST // 2)
            if (start, end) not in found and (not isinstance(needle, bytes) or glance(data[start:end], needle)):
                found.add((start, end))
            place = _found(lower, needle, end)
    return sorted(found)


def _found(data: bytes, needle: Needle, start: int) -> int:
    """Where it is from `start` on, -1 where it is not."""
    if isinstance(needle, bytes):
        return data.find(needle, start)
    match = needle.search(data, start)
    return match.start() if match else -1


def _line_end(data: bytes, at: int) -> int:
    end = data.find(b"\n", at)
    return len(data) if end < 0 else end


def _lines_before(data: bytes, start: int, done: int) -> int:
    """Where the lines begin that are read with the one at `start`; not before `done`."""
    limit = max(done, start - _BACK)
    at = start
    for _ in range(BEFORE):
        if at <= limit:
            break
        at = max(limit, data.rfind(b"\n", limit, at - 1) + 1)
    return at


def _cut(raw: bytes) -> Iterator[bytes]:
    """A line in pieces that can be read; a long one once more as its start and its end."""
    if len(raw) <= LONGEST:
        yield raw
        return
    yield raw
    for at in range(0, len(raw), LONGEST - LONGEST // 8):
        yield raw[at : at + LONGEST]

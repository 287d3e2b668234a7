"""What killed this build? For people who only have a log: proven, or likely and how to prove it; and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wslmem.diagnosis.signs.collect import collect
from wslmem.diagnosis.signs.sign import Kind
from wslmem.diagnosis.verdict import Ending, Verdict
from wslmem.diagnosis.weighing.case import Case
from wslmem.diagnosis.weighing.order import weigh


def explain(
    chunks: Iterable[bytes], size: int | None = None, again: Callable[[], Iterable[bytes]] | None = None
) -> Verdict:
    """The verdict on a log, given in pieces of any size, whatever bytes it holds.

    A log alone never proves that a build succeeded: the ending is never `OK`. Of a large log the middle is looked
    through for the strongest words first, which takes a fraction of the time; only where the log says that something
    failed and nothing says why, it is read once more for all of them.

    Args:
        chunks: the log.
        size: how many bytes it has, where that is known.
        again: gives the log once more, where that can be done.
    """
    seen = collect(chunks, size)
    verdict = weigh(Case(seen))
    if again is not None and seen.skimmed and verdict.ending is Ending.UNKNOWN and seen.of(Kind.FAILED):
        return weigh(Case(collect(again(), thorough=True)))
    return verdict

"""The readings of one build, as they come: the extremes of all of them, and some hundreds to draw."""

from __future__ import annotations

from wslmem.bench.run import Sample
from wslmem.units import Bytes, Seconds

KEPT = 600
"""Samples that stay, at most twice as many."""


class Samples:
    """Samples of one build, in bounded memory."""

    def __init__(self) -> None:
        self.kept: list[Sample] = []
        """Of each run of neighbours the one with the largest build."""
        self.count = 0
        """All that came."""
        self.peak = Bytes(0)
        """Highest anonymous memory of the build."""
        self.peak_at: Seconds | None = None
        self.lowest_available: Bytes | None = None
        self.lowest_swap: Bytes | None = None
        self._every = 1

    def add(self, sample: Sample) -> None:
        """Take in the next one."""
        self.count += 1
        if _weight(sample) > self.peak:
            self.peak, self.peak_at = Bytes(_weight(sample)), sample.at
        self.lowest_available = _least(self.lowest_available, sample.available)
        self.lowest_swap = _least(self.lowest_swap, sample.swap_free)
        self._keep(sample)

    def _keep(self, sample: Sample) -> None:
        if self._every == 1 or self.count % self._every == 1:
            self.kept.append(sample)
        elif _weight(sample) > _weight(self.kept[-1]):
            self.kept[-1] = sample
        if len(self.kept) >= 2 * KEPT:
            pairs = zip(self.kept[::2], self.kept[1::2], strict=True)
            self.kept = [max(pair, key=_weight) for pair in pairs]
            self._every *= 2


def _weight(sample: Sample) -> int:
    return sample.tree_anonymous or 0


def _least(known: Bytes | None, new: Bytes) -> Bytes:
    return new if known is None else min(known, new)

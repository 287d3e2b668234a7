"""Sets of weighted things as integers with a bit for each, so that the union of two sets takes nearly no time."""

from __future__ import annotations

from collections.abc import Hashable, Iterator


class Marks:
    """Things of one kind."""

    __slots__ = ("_bits", "_free", "_planes")

    def __init__(self, free: Iterator[int]) -> None:
        """None yet; `free` numbers bits that nothing has, of other kinds neither."""
        self._bits: dict[Hashable, int] = {}
        self._free = free
        self._planes: list[int] = []
        """Of each binary digit of a weight, the things in whose weight it is 1."""

    def mark(self, key: Hashable, weight: int) -> int:
        """The bit of `key`, which has this weight, 0 or more."""
        bit = self._bits.get(key)
        if bit is None:
            bit = self._bits[key] = 1 << next(self._free)
            self._planes += [0] * (weight.bit_length() - len(self._planes))
            for digit in range(weight.bit_length()):
                if weight >> digit & 1:
                    self._planes[digit] |= bit
        return bit

    def weight(self, members: int) -> int:
        """The weights of those in a set, in all."""
        return sum((members & plane).bit_count() << digit for digit, plane in enumerate(self._planes))

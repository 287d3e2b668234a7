"""Which names of other packages stand in the files of a package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from wslmem.patterns import lazy

_MEMBER = lazy(rb"\.([A-Z]\w*+)")
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


class Named(Protocol):
    """What files name with a dot: `v1.Pod`; some are fields and methods."""

    @property
    def members(self) -> set[bytes]:
        """What stands behind the dots: `Pod`."""

    def holds(self, qualifier: bytes, member: bytes) -> bool:
        """Whether `v1.Pod` is named."""


class InTexts:
    """What these files name.

    To find what stands behind dots is seven times as fast as to find what stands before them as well, and that is
    asked of few.
    """

    __slots__ = ("_texts", "members")

    def __init__(self, texts: Sequence[bytes]) -> None:
        """What files that import anything name."""
        self._texts = [(text, set(_MEMBER.findall(text))) for text in texts]
        self.members = set[bytes]().union(*(members for _, members in self._texts))

    def holds(self, qualifier: bytes, member: bytes) -> bool:
        """Whether a file has both with a dot between."""
        selector = qualifier + b"." + member
        return any(_stands(text, selector) for text, members in self._texts if member in members)


def _stands(text: bytes, selector: bytes) -> bool:
    """Whether `selector` stands in the text as whole words."""
    start = text.find(selector)
    while start >= 0:
        end = start + len(selector)
        if (start == 0 or text[start - 1] not in _WORD) and (end == len(text) or text[end] not in _WORD):
            return True
        start = text.find(selector, end)
    return False


class Listed:
    """What somebody else found."""

    __slots__ = ("_selectors", "members")

    def __init__(self, selectors: Iterable[bytes]) -> None:
        """Selectors, as `v1.Pod`."""
        self._selectors = frozenset(selectors)
        self.members = {selector.rpartition(b".")[2] for selector in self._selectors}

    def holds(self, qualifier: bytes, member: bytes) -> bool:
        """Whether it is among them."""
        return qualifier + b"." + member in self._selectors

"""The methods that the compiler writes itself.

A method that takes a type is compiled once more for a pointer to it, and what a type has by embedding another is
compiled for the type and for a pointer to it (cmd/compile/internal/noder/reader.go, methodWrapper). Where hundreds of
types embed one with many methods, these are most of what is compiled.
"""

from __future__ import annotations

from typing import NamedTuple

from wslmem.machine.project.source.go_declared import Declared
from wslmem.machine.project.source.go_package import Key, Known


class _MethodSet(NamedTuple):
    """Names of the methods that a type has."""

    by_value: frozenset[bytes]
    """Those of the type itself."""
    every: frozenset[bytes]
    """Those of a pointer to it."""


_NONE = _MethodSet(frozenset(), frozenset())
MOST = 1 << 21
"""Names of methods that are handed on by embedding in one closure, all types together; for k8s.io/apiserver 0.36 some
ten thousand are kept. In a chain of types that each add a method they are the square of it, in memory as well.
"""


class Wrappers:
    """The method sets of the types of a closure."""

    def __init__(self, known: Known, most: int = MOST) -> None:
        """Those of the packages that are `known`; what is embedded counts until `most` names were handed on."""
        self.known = known
        self._left = most
        self.sets: dict[Key, _MethodSet] = {}

    def count(self, key: Key) -> int:
        """Methods that are written for something declared; of something generic, for each list of types."""
        one = self.known.declared(key)
        if one is None or one.alias:
            return 0
        promoted = self._promoted(key, one)
        return len(one.by_value) + len(promoted.by_value) + (0 if one.interface else len(promoted.every))

    def _promoted(self, key: Key, one: Declared) -> _MethodSet:
        """What a type has by embedding, but for what it declares itself."""
        embeds = self._embeds(key, one)
        if not embeds:
            return _NONE
        by_value: set[bytes] = set()
        every: set[bytes] = set()
        for name, other in embeds:
            embedded = self._of(other)
            self._left -= len(embedded.every)
            if self._left < 0:
                return _NONE
            every |= embedded.every
            by_value |= embedded.every if name.startswith(b"*") else embedded.by_value
        own = one.by_value | one.by_pointer
        return _MethodSet(frozenset(by_value - own), frozenset(every - own))

    def _embeds(self, key: Key, one: Declared) -> list[tuple[bytes, Key]]:
        """What a type embeds, as it is written and as it is known."""
        package = self.known.package(key[0]) if one.embedded else None
        if package is None:
            return []
        return [(name, package.resolved(name.lstrip(b"*").partition(b"[")[0])) for name in one.embedded]

    def _of(self, key: Key) -> _MethodSet:
        """The methods of a type, those of what it embeds first; by a stack, for such chains have no bound."""
        todo = [] if key in self.sets else [key]
        while todo:
            if todo[-1] not in self.sets:
                self.sets[todo[-1]] = _NONE  # until it is found: a type may embed itself, by a pointer
                one = self.known.declared(todo[-1])
                todo += [other for _, other in self._embeds(todo[-1], one) if other not in self.sets] if one else []
            else:
                found = todo.pop()
                self.sets[found] = self._found(found)
        return self.sets[key]

    def _found(self, key: Key) -> _MethodSet:
        one = self.known.declared(key)
        if one is None:
            return _NONE
        promoted = self._promoted(key, one)
        return _MethodSet(one.by_value | promoted.by_value, one.by_value | one.by_pointer | promoted.every)

"""What generic code becomes: functions for each list of types that it is given, which every package compiles anew."""

from __future__ import annotations

from collections import Counter, deque
from typing import NamedTuple

from wslmem.machine.project.source.go_declared import Declared
from wslmem.machine.project.source.go_instances import instances
from wslmem.machine.project.source.go_package import Key, Known, Package
from wslmem.machine.project.source.go_wrappers import Wrappers
from wslmem.patterns import lazy

NAMED = lazy(rb"[A-Za-z_]\w*+(?:\.[A-Z]\w*+)?+")
"""What names a type, of this package or another."""
_CALLED = lazy(rb"(?<![\w.])((?:[A-Za-z_]\w*+\.)?[A-Za-z_]\w*+)\(")
_ARGUMENT = lazy(rb"\s*+(\**+)\s*+([\w.]*+)")
MOST = 256
"""What something generic is followed to, the nearest first: of hugo 0.154 the most is 24, of k8s.io/apiserver 0.36 34.
Without an end, reading a file of generic code in which each gives the next its types would take the square of it."""


class Generic(NamedTuple):
    """What is compiled for one list of types: something generic, and all that it gives its own parameters to."""

    size: int
    """Bytes of source."""
    functions: int
    """Methods that the compiler writes are among them."""


_NOTHING = Generic(0, 0)


class Generics:
    """The generic functions and types of a closure."""

    def __init__(self, known: Known, wrappers: Wrappers) -> None:
        """Those of the packages that are `known`."""
        self.known = known
        self.wrappers = wrappers
        self.found: dict[Key, Generic] = {}
        self._given: dict[Key, Counter[Key]] = {}
        """Each text is read once, however many reach it."""

    def of(self, key: Key) -> Generic:
        """What is compiled for each list of types that is given to `key`; nothing for what is not generic."""
        if key not in self.found:
            one = self.known.declared(key)
            if one is None or not one.parameters:
                return self.found.setdefault(key, _NOTHING)
            times, todo = {key: 1}, deque([key])
            while todo:
                for other, lists in self._given_on(todo.popleft()).items():
                    if other not in times:
                        if len(times) == MOST:
                            continue
                        todo.append(other)
                    times[other] = max(times.get(other, 1), lists)
            parts = [
                (one, declared)
                for one in times
                if (declared := self.known.declared(one)) is not None and declared.parameters
            ]
            self.found[key] = Generic(
                sum(declared.generic for _, declared in parts),
                sum(self._functions(one, declared) * times[one] for one, declared in parts),
            )
        return self.found[key]

    def _functions(self, key: Key, one: Declared) -> int:
        if one.interface or one.alias:
            return 0
        return int(one.is_function) + len(one.by_value | one.by_pointer) + self.wrappers.count(key)

    def _given_on(self, key: Key) -> Counter[Key]:
        if key not in self._given:
            self._given[key] = self.given_on(key)
        return self._given[key]

    def given_on(self, key: Key) -> Counter[Key]:
        """What something generic gives its own parameters to, each with the number of lists that hold one of them.

        A generic function that it calls without saying which types is taken to get one list.
        """
        one, package = self.known.declared(key), self.known.package(key[0])
        if one is None or package is None or not one.parameters:
            return Counter()
        given = {(name, arguments) for name, arguments in instances(one.text) if depends(one, arguments)}
        lists = Counter(package.resolved(name) for name, _ in given)
        called = {package.resolved(name) for name in _CALLED.findall(one.text)}
        return lists + Counter(other for other in called - lists.keys() if self._is_function(other))

    def _is_function(self, key: Key) -> bool:
        one = self.known.declared(key)
        return one is not None and one.is_function

    def shape(self, package: Package, arguments: bytes) -> bytes:
        """Code is compiled once for all types of the same shape: all pointers, all structs with the same fields."""
        return b",".join(self._shape_of(package, one) for one in arguments.split(b","))

    def _shape_of(self, package: Package, argument: bytes) -> bytes:
        found = _ARGUMENT.match(argument)
        if found is None or found[1]:
            return b"*"
        known = self.known.declared(package.resolved(found[2]))
        return known.text if known else argument


def depends(one: Declared, arguments: bytes) -> bool:
    """Whether a list of types holds a parameter of the declaration that it stands in."""
    return not one.parameters.isdisjoint(NAMED.findall(arguments))


def types(package: Package, arguments: bytes) -> object:
    """A list of types as every package would spell it."""
    return NAMED.sub(b"", arguments), tuple(map(package.resolved, NAMED.findall(arguments)))

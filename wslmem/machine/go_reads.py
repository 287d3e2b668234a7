"""What the compile of each package reads of the packages below it, and which generic code it compiles again.

The compiler reads every type that can be reached from what a package names, over fields and the signatures of methods,
whichever package it is of (unified export data: cmd/compile/internal/noder/reader.go). Generic code is compiled in each
package that gives it types, and so are the methods of every instantiated type that is reached.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from wslmem.machine.go_outline import Declared, Outline, before_body, instances

_NAMED = re.compile(rb"[A-Za-z_]\w*(?:\.[A-Z]\w*)?")
_ARGUMENT = re.compile(rb"\s*(\**)\s*([\w.]*)")
_Key = tuple[str | None, bytes]
"""The import path of a package, None of an unknown one, and what it declares."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the closure."""

    path: str
    imports: Mapping[bytes, str]
    """Import paths by the name that its files call them by."""
    outline: Outline


@dataclass(frozen=True, slots=True)
class Reads:
    """What one compile reads of others, and compiles again."""

    interface_methods: int
    """Methods of the interfaces of other packages that are reached."""
    generic_named: int
    """Bytes of the generic code that the package names, for each list of types that it gives it."""
    generic_reached: int
    """Bytes of the methods of the instantiated types that are reached."""


@dataclass(slots=True)
class _Marks:
    """Sets of interfaces and of instantiated types, each set an integer with a bit for each of them."""

    bits: dict[object, int] = field(default_factory=dict)
    interfaces: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    """All with so many methods."""
    types: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    """All with methods of so many bytes."""

    def interface(self, key: object, methods: int) -> int:
        return self._bit(key, self.interfaces, methods)

    def type(self, key: object, size: int) -> int:
        return self._bit(key, self.types, size)

    def _bit(self, key: object, classes: dict[int, int], weight: int) -> int:
        if key not in self.bits:
            self.bits[key] = 1 << len(self.bits)
            classes[weight] |= self.bits[key]
        return self.bits[key]


def _weight(members: int, classes: Mapping[int, int]) -> int:
    return sum((members & those).bit_count() * weight for weight, those in classes.items())


@dataclass(slots=True)
class Closure:
    """The packages of a build, added in the order of `go list -deps`, needed ones first."""

    marks: _Marks = field(default_factory=_Marks)
    declared: dict[_Key, Declared] = field(default_factory=dict)
    reached: dict[_Key, int] = field(default_factory=dict)
    """What can be reached from a declaration."""
    packages: dict[str | None, Package] = field(default_factory=dict)
    generic: dict[_Key, int] = field(default_factory=dict)

    def add(self, package: Package) -> Reads:
        """What `package` reads of those added before."""
        outline, path = package.outline, package.path
        self.packages[path] = package
        self.declared.update(((path, name), one) for name, one in outline.declared.items())
        own = self._own(package)
        total = 0
        for name in outline.declared:
            total |= self.reached[path, name]
        for selector in outline.selectors:
            total |= self._reached(_resolved(package, selector))
        return Reads(
            _weight(total & ~own, self.marks.interfaces), self._named(package), _weight(total, self.marks.types)
        )

    def _reached(self, key: _Key) -> int:
        """What can be reached from what a selector names; a function is looked into when one names it."""
        if key not in self.reached and key[0] in self.packages:
            package = self.packages[key[0]]
            function = Declared(before_body(package.outline.functions.get(key[1], b"")))
            self.reached[key] = self._instantiated(package, function)
            for word in set(_NAMED.findall(function.text)):
                self.reached[key] |= self.reached.get(_resolved(package, word), 0)
        return self.reached.get(key, 0)

    def _own(self, package: Package) -> int:
        """Find what the package's declarations reach; its own interfaces."""
        own, local = 0, {}
        for name, one in package.outline.declared.items():
            mark = self.marks.interface((package.path, name), one.methods) if one.methods else 0
            own |= mark
            reached = mark | self._instantiated(package, one)
            words = set(_NAMED.findall(one.text)) - one.parameters
            local[name] = [word for word in words if word in package.outline.declared and word != name]
            for word in words:
                if b"." in word:
                    reached |= self.reached.get(_resolved(package, word), 0)
            self.reached[package.path, name] = reached
        self._settle(package.path, local)
        return own

    def _settle(self, path: str, local: dict[bytes, list[bytes]]) -> None:
        """Let what is reached go from one declaration of a package to the other until nothing is new."""
        changed = True
        while changed:
            changed = False
            for name, others in local.items():
                before = after = self.reached[path, name]
                for other in others:
                    after |= self.reached[path, other]
                if after != before:
                    self.reached[path, name] = after
                    changed = True

    def _instantiated(self, package: Package, one: Declared) -> int:
        """The instantiated types that a declaration names itself, but for those that depend on its own parameters."""
        found = 0
        for name, arguments in instances(one.text):
            resolved = _resolved(package, name)
            if one.parameters.isdisjoint(_NAMED.findall(arguments)) and (size := self._generic(resolved)):
                found |= self.marks.type((resolved, self._shape(package, arguments)), size)
        return found

    def _generic(self, key: _Key) -> int:
        """Bytes of generic code that are compiled with something: its own, and that its parameters are given to."""
        if key not in self.generic:
            found, todo = {key}, [key]
            while todo:
                new = self._given_on(todo.pop()) - found
                found |= new
                todo += new
            self.generic[key] = sum(self.declared[one].generic for one in found if one in self.declared)
        return self.generic[key]

    def _given_on(self, key: _Key) -> set[_Key]:
        """What a generic declaration gives its own parameters to."""
        one = self.declared.get(key)
        if one is None or not one.parameters:
            return set()
        package = self.packages[key[0]]
        named = instances(one.text)
        return {
            _resolved(package, name) for name, given in named if not one.parameters.isdisjoint(_NAMED.findall(given))
        }

    def _named(self, package: Package) -> int:
        given: dict[_Key, set[bytes]] = defaultdict(set)
        for name, arguments in package.outline.instances:
            given[_resolved(package, name)].add(self._shape(package, arguments))
        for selector in package.outline.selectors:
            given[_resolved(package, selector)] |= set()
        return sum(self._generic(key) * max(1, len(shapes)) for key, shapes in given.items())

    def _shape(self, package: Package, arguments: bytes) -> bytes:
        """Code is compiled once for all types of the same shape: all pointers, all structs with the same fields."""
        return b",".join(self._shape_of(package, one) for one in arguments.split(b","))

    def _shape_of(self, package: Package, argument: bytes) -> bytes:
        found = _ARGUMENT.match(argument)
        if found is None or found[1]:
            return b"*"
        known = self.declared.get(_resolved(package, found[2]))
        return known.text if known else argument


def _resolved(package: Package, name: bytes) -> _Key:
    """What `name` stands for in `package`."""
    qualifier, dot, member = name.partition(b".")
    return (package.imports.get(qualifier), member) if dot else (package.path, name)

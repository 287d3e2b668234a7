"""What the compile of each package reads of the packages below it, and what it compiles that nobody wrote in it.

The compiler reads every type that can be reached from what a package names, over fields and the signatures of methods,
whichever package it is of (unified export data: cmd/compile/internal/noder/reader.go). Generic code is compiled in each
package that gives it types, and so are the methods of every instantiated type that is reached.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from wslmem.machine.project.source.go_generics import NAMED, Generics, depends, types
from wslmem.machine.project.source.go_instances import before_body, instances
from wslmem.machine.project.source.go_outline import Declared
from wslmem.machine.project.source.go_package import Key, Known, Package
from wslmem.machine.project.source.go_wrappers import Wrappers
from wslmem.records import record


@record
class Reads:
    """What one compile reads of others, and compiles beside what the package declares."""

    interface_methods: int
    """Methods of the interfaces of other packages that are reached."""
    instances: int
    """Functions of generic code, for each list of types: those that the package names, and the methods of the
    instantiated types that are reached."""
    generic_reached: int
    """Bytes of those methods."""
    wrappers: int
    """Methods that the compiler writes itself for the package's own types."""


@dataclass(slots=True)
class _Marks:
    """Sets of interfaces and of instantiated types, each set an integer with a bit for each of them."""

    bits: dict[Hashable, int] = field(default_factory=dict)
    interfaces: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    """All with so many methods."""
    types: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    """All with so many methods."""
    shapes: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    """The same, all of one shape counted once."""
    sizes: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    """All shapes with methods of so many bytes."""

    def mark(self, key: Hashable, classes: dict[int, int], weight: int) -> int:
        """The bit of `key`, which is counted in one of the classes."""
        bit = self.bits.setdefault((id(classes), key), 1 << len(self.bits))
        classes[weight] |= bit
        return bit


@dataclass(slots=True)
class Closure:
    """The packages of a build, added in the order of `go list -deps`, needed ones first."""

    known: Known = field(default_factory=lambda: Known({}, {}))
    marks: _Marks = field(default_factory=_Marks)
    reached: dict[Key, int] = field(default_factory=dict)
    """What can be reached from a declaration."""
    wrappers: Wrappers = field(init=False)
    generics: Generics = field(init=False)

    def __post_init__(self) -> None:
        self.wrappers = Wrappers(self.known)
        self.generics = Generics(self.known, self.wrappers)

    def add(self, package: Package) -> Reads:
        """What the compile of `package` takes from those added before."""
        self.known.add(package)
        own = self._own(package)
        total = 0
        for name in package.outline.declared:
            total |= self.reached[package.path, name]
        named = package.named()
        for key in named:
            total |= self._reached(key)
        generic = total | self._generic(package, named)
        return Reads(
            interface_methods=_weight(total & ~own, self.marks.interfaces),
            instances=_weight(generic, self.marks.types) + _weight(generic, self.marks.shapes),
            generic_reached=_weight(total, self.marks.sizes),
            wrappers=sum(
                self.wrappers.count((package.path, name))
                for name, one in package.outline.declared.items()
                if not one.parameters
            ),
        )

    def _reached(self, key: Key) -> int:
        """What can be reached from what a selector names; a function is looked into when one names it."""
        if key in self.reached:
            return self.reached[key]
        package = self.known.packages.get(key[0])
        if package is None:
            return 0
        function = Declared(before_body(package.outline.functions.get(key[1], b"")))
        reached = self._instantiated(package, function)
        for word in set(NAMED.findall(function.text)):
            reached |= self.reached.get(package.resolved(word), 0)
        self.reached[key] = reached
        return reached

    def _own(self, package: Package) -> int:
        """Find what the package's declarations reach; its own interfaces."""
        own, local, declared = 0, dict[bytes, list[bytes]](), package.outline.declared
        for name, one in declared.items():
            listed = one.interface and one.by_value
            mark = self.marks.mark((package.path, name), self.marks.interfaces, len(one.by_value)) if listed else 0
            own |= mark
            reached = mark | self._instantiated(package, one)
            others = local[name] = []
            for word in set(NAMED.findall(one.text)) - one.parameters:
                if b"." in word:
                    reached |= self.reached.get(package.resolved(word), 0)
                elif word in declared and word != name:
                    others.append(word)
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
            key = package.resolved(name)
            if not depends(one, arguments):
                found |= self._given(key, types(package, arguments), self.generics.shape(package, arguments))
        return found

    def _generic(self, package: Package, named: set[Key]) -> int:
        """The generic code that a package names in its functions; of a function without types, for one list."""
        found, given, parameters = 0, set(), package.parameters()
        for name, arguments in package.outline.instances:
            key = package.resolved(name)
            given.add(key)
            if not parameters.isdisjoint(NAMED.findall(arguments)):
                continue  # they are given anew by whoever gives types to the generic code that this stands in
            found |= self._given(key, types(package, arguments), self.generics.shape(package, arguments))
        for key in named - given:
            if (one := self.known.declared.get(key)) and one.is_function:
                found |= self._given(key, None, b"")
        return found

    def _given(self, key: Key, types_: Hashable, shape: bytes) -> int:
        """Something generic with the types that it is given."""
        generic = self.generics.of(key)
        if not generic.functions:
            return 0
        return (
            self.marks.mark((key, types_), self.marks.types, generic.functions)
            | self.marks.mark((key, shape), self.marks.shapes, generic.functions)
            | self.marks.mark((key, shape), self.marks.sizes, generic.size)
        )


def _weight(members: int, classes: Mapping[int, int]) -> int:
    return sum((members & those).bit_count() * weight for weight, those in classes.items())

"""What the compile of each package reads of the packages below it, and what it compiles that nobody wrote in it.

The compiler reads every type that can be reached from what a package names, over fields and the signatures of methods,
whichever package it is of (unified export data: cmd/compile/internal/noder/reader.go). Generic code is compiled in each
package that gives it types, and so are the methods of every instantiated type that is reached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count

from wslmem.machine.project.source.go_declared import Declared, Spelled
from wslmem.machine.project.source.go_generics import NAMED, Generics, depends, types
from wslmem.machine.project.source.go_instances import before_body, instances, may_hold
from wslmem.machine.project.source.go_marks import Marks
from wslmem.machine.project.source.go_outline import Uses
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


class Closure:
    """The packages of a build, added in the order of `go list -deps`, needed ones first.

    What can be reached from a declaration is found when a package names it, for few of all declarations are named.
    """

    def __init__(self) -> None:
        """No packages yet."""
        self.known = Known()
        self.wrappers = Wrappers(self.known)
        self.generics = Generics(self.known, self.wrappers)
        free = count()
        self._interfaces, self._types, self._shapes, self._sizes = (Marks(free) for _ in range(4))
        self._reached: dict[Key, int] = {}
        self._same: dict[int, int] = {}
        """Sets that are equal are one object: thousands of declarations reach the same."""

    def add(self, path: str, load: Callable[[], Package]) -> None:
        """Make a package known to those that need it; `load` is called if one of them looks into it."""
        self.known.add(path, load)

    def reads(self, package: Package, uses: Uses) -> Reads:
        """What the compile of `package`, which was added, takes from those added before.

        Args:
            package: what is compiled.
            uses: what its files name.
        """
        total, functions = self._named(package, uses, self._own(package))
        generic = total | self._generic(package, uses, functions)
        by_value, others = package.outline.declared.value_methods()
        return Reads(
            interface_methods=self._interfaces.weight(total),
            instances=self._types.weight(generic) + self._shapes.weight(generic),
            generic_reached=self._sizes.weight(total),
            wrappers=by_value + sum(self._written(package, name) for name in others),
        )

    def _written(self, package: Package, name: bytes) -> int:
        one = package.outline.declared.get(name)
        return 0 if one is None or one.parameters else self.wrappers.count((package.path, name))

    def _own(self, package: Package) -> int:
        """The instantiated types that the package's declarations name."""
        found, declared = 0, package.outline.declared
        spelled = declared.spelled.values()
        if not may_hold(b"\n".join([one.text for one in spelled] + [one.methods or b"" for one in spelled])):
            return 0  # as in most packages: to ask once takes a tenth of the time
        for name, (text, methods, _) in declared.spelled.items():
            if may_hold(text) or (methods and may_hold(methods)):
                one = declared.get(name)
                found |= self._instantiated(package, one) if one is not None else 0
        return found

    def _named(self, package: Package, uses: Uses, total: int) -> tuple[int, set[Key]]:
        """What can be reached from what the package names, `total` besides, and the generic functions it names.

        Whether a name really stands there is asked last, the largest first: most reach nothing that others do not.
        """
        functions: set[Key] = set()
        candidates: list[tuple[int, bytes, Key]] = []
        for qualifier, path in package.imports.items():
            other = self.known.package(path)
            if other is None:
                continue
            declared = other.outline.declared
            generic = declared.generic()
            for member in other.declares(uses.named.members):
                key: Key = (path, member)
                reached = self._reached.get(key)
                if reached is None:
                    reached = self.reached(key)
                if member in generic and _is_function(declared.spelled.get(member)):
                    if uses.named.holds(qualifier, member):
                        total |= reached
                        functions.add(key)
                elif reached and reached | total != total:
                    candidates.append((reached.bit_count(), qualifier, key))
        for _, qualifier, one in sorted(candidates, reverse=True):
            reached = self._reached[one]
            if reached | total != total and uses.named.holds(qualifier, one[1]):
                total |= reached
        return total, functions

    def reached(self, key: Key) -> int:
        """What can be reached from a declaration: bits of interfaces and of instantiated types.

        Declarations that reach each other reach the same (strongly connected components: R. Tarjan, Depth-first search
        and linear graph algorithms, 1972), so each is looked at once.
        """
        reached = self._reached
        if key in reached:
            return reached[key]
        walk = _Walk()
        self._enter(walk, key)
        while walk.path:
            one, others = walk.path[-1]
            for other in others:
                if other in reached:
                    walk.sums[one] |= reached[other]
                elif other in walk.order:
                    walk.low[one] = min(walk.low[one], walk.order[other])
                elif self._enter(walk, other):
                    break
                else:
                    walk.sums[one] |= reached[other]
            else:
                members, total = walk.leave()
                total = self._same.setdefault(total, total)
                reached.update(dict.fromkeys(members, total))
        return reached[key]

    def _enter(self, walk: _Walk, key: Key) -> bool:
        """Look at a declaration; False where all that it names is known, so that what it reaches is known at once."""
        total, names = self._looked_at(key)
        reached, others = self._reached, list[Key]()
        for name in names:
            known = reached.get(name)
            if known is None:
                others.append(name)
            else:
                total |= known
        if others:
            walk.enter(key, total, iter(others))
            return True
        reached[key] = self._same.setdefault(total, total)
        return False

    def _looked_at(self, key: Key) -> tuple[int, Iterable[Key]]:
        """What a declaration is and gives types itself, and what it names."""
        package = self.known.package(key[0])
        if package is None:
            return 0, ()
        one = package.outline.declared.get(key[1])
        if one is None:
            one = Declared(before_body(package.outline.functions.get(key[1], b"")))
        found = self._instantiated(package, one) if b"[" in one.text else 0
        if one.interface and (methods := one.by_value):
            found |= self._interfaces.mark(key, len(methods))
        return found, self._words(package, key[1], one)

    def _words(self, package: Package, name: bytes, one: Declared) -> list[Key]:
        """What of this package and of others a declaration names."""
        words, path = {*NAMED.findall(one.text)}, package.path
        if one.parameters:
            words -= one.parameters
        found: list[Key] = [(path, word) for word in package.outline.declared.spelled.keys() & words if word != name]
        for word in words:
            if b"." in word:
                qualifier, _, member = word.partition(b".")
                other = self.known.package(package.imports.get(qualifier))
                if other is not None and member in other.outline.declared.spelled:
                    found.append((other.path, member))
        return found

    def _instantiated(self, package: Package, one: Declared) -> int:
        """The instantiated types that a declaration names itself, but for those that depend on its own parameters."""
        found = 0
        for name, arguments in instances(one.text):
            if not (one.parameters and depends(one, arguments)):
                found |= self._given(package, package.resolved(name), arguments)
        return found

    def _generic(self, package: Package, uses: Uses, functions: set[Key]) -> int:
        """The generic code that a package names in its functions; of a function without types, for one list."""
        if not functions and not self._may_give(package, uses):
            return 0
        found, given, instances_ = 0, set(), uses.instances()
        parameters = package.parameters() if instances_ else set()
        for name, arguments in instances_:
            key = package.resolved(name)
            given.add(key)
            if parameters and not parameters.isdisjoint(NAMED.findall(arguments)):
                continue  # they are given anew by whoever gives types to the generic code that this stands in
            found |= self._given(package, key, arguments)
        for key in functions - given:
            found |= self._given(package, key, None)
        return found

    def _may_give(self, package: Package, uses: Uses) -> bool:
        """Whether a package names anything generic, of its own or of others."""
        if package.outline.declared.generic():
            return True
        for qualifier, path in package.imports.items():
            other = self.known.package(path)
            generic = frozenset[bytes]() if other is None else other.outline.declared.generic()
            if any(uses.named.holds(qualifier, member) for member in generic & uses.named.members):
                return True
        return False

    def _given(self, package: Package, key: Key, arguments: bytes | None) -> int:
        """Something generic with the types that the package gives it, None where it does not say which."""
        generic = self.generics.of(key)
        if not generic.functions:
            return 0
        types_, shape = None, b""
        if arguments is not None:
            types_, shape = types(package, arguments), self.generics.shape(package, arguments)
        return (
            self._types.mark((key, types_), generic.functions)
            | self._shapes.mark((key, shape), generic.functions)
            | self._sizes.mark((key, shape), generic.size)
        )


def _is_function(spelled: Spelled | None) -> bool:
    return spelled is not None and spelled.methods is None


class _Walk:
    """A depth-first walk over declarations that are not known yet."""

    __slots__ = ("_at", "_open", "low", "order", "path", "sums")

    def __init__(self) -> None:
        self.order: dict[Key, int] = {}
        self.low: dict[Key, int] = {}
        self.sums: dict[Key, int] = {}
        self.path: list[tuple[Key, Iterator[Key]]] = []
        self._open: list[Key] = []
        """Those whose component is not complete."""
        self._at: dict[Key, int] = {}
        """Where they stand there."""

    def enter(self, key: Key, found: int, others: Iterator[Key]) -> None:
        self.order[key] = self.low[key] = len(self.order)
        self.sums[key] = found
        self._at[key] = len(self._open)
        self._open.append(key)
        self.path.append((key, others))

    def leave(self) -> tuple[Iterable[Key], int]:
        """The declarations that are now known, and what they reach."""
        key, _ = self.path.pop()
        above = self.path[-1][0] if self.path else key
        if self.low[key] != self.order[key]:
            self.low[above] = min(self.low[above], self.low[key])
            return (), 0
        members = self._open[self._at[key] :]
        del self._open[self._at[key] :]
        total = 0
        for member in members:
            total |= self.sums.pop(member)
        if self.path:
            self.sums[above] |= total
        return members, total

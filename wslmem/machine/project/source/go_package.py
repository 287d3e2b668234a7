"""A package of the build's closure, and what names stand for in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wslmem.machine.project.source.go_declared import Declared
from wslmem.machine.project.source.go_outline import Outline
from wslmem.records import record

PREDECLARED = frozenset(
    b"any bool byte chan comparable complex64 complex128 error float32 float64 func int int8 int16 int32 int64 "
    b"interface map rune string struct uint uint8 uint16 uint32 uint64 uintptr".split()
)
"""Words of Go that types and constraints are made of (go.dev/ref/spec)."""

Key = tuple[str | None, bytes]
"""The import path of a package, None of an unknown one, and what it declares."""


@record
class Package:
    """A package of the closure."""

    path: str
    imports: Mapping[bytes, str]
    """Import paths by the name that its files call them by."""
    outline: Outline

    def declares(self, names: set[bytes]) -> set[bytes]:
        """Those of `names` that are types, generic or functions here."""
        return (self.outline.declared.spelled.keys() & names) | (self.outline.functions.keys() & names)

    def resolved(self, name: bytes) -> Key:
        """What `name` stands for here."""
        qualifier, dot, member = name.partition(b".")
        return (self.imports.get(qualifier), member) if dot else (self.path, name)

    def parameters(self) -> set[bytes]:
        """The type parameters of its generic code; a type of the same name is taken to be meant."""
        return self.outline.declared.parameters() - self.outline.declared.spelled.keys() - PREDECLARED


class Known:
    """The packages of a closure that have been added so far."""

    def __init__(self) -> None:
        """None yet."""
        self._packages: dict[str | None, Package | None] = {}
        self._waiting: dict[str | None, Callable[[], Package]] = {}

    def add(self, path: str, load: Callable[[], Package]) -> None:
        """Add a package whose imports are known; `load` is called when it is looked into, if ever."""
        self._waiting[path] = load

    def package(self, path: str | None) -> Package | None:
        """The package, None of an unknown path."""
        found = self._packages.get(path)
        if found is None and path in self._waiting:
            found = self._packages[path] = self._waiting.pop(path)()
        return found

    def declared(self, key: Key) -> Declared | None:
        """What `key` stands for, None where nothing is known of it."""
        package = self.package(key[0])
        return None if package is None else package.outline.declared.get(key[1])

"""A package of the build's closure, and what names stand for in it."""

from __future__ import annotations

from collections.abc import Mapping

from wslmem.machine.project.source.go_outline import Declared, Outline
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

    def resolved(self, name: bytes) -> Key:
        """What `name` stands for here."""
        qualifier, dot, member = name.partition(b".")
        return (self.imports.get(qualifier), member) if dot else (self.path, name)

    def parameters(self) -> set[bytes]:
        """The type parameters of its generic code; a type of the same name is taken to be meant."""
        words = set[bytes]().union(*(one.parameters for one in self.outline.declared.values()))
        return words - self.outline.declared.keys() - PREDECLARED

    def named(self) -> set[Key]:
        """What its selectors stand for, but for those of unknown packages, which are fields and methods."""
        imports = self.imports
        parts = [selector.partition(b".") for selector in self.outline.selectors]
        return {(imports[qualifier], member) for qualifier, _, member in parts if qualifier in imports}


@record
class Known:
    """The packages of a closure that have been added so far."""

    packages: dict[str | None, Package]
    declared: dict[Key, Declared]

    def add(self, package: Package) -> None:
        """Add a package whose imports are known."""
        self.packages[package.path] = package
        self.declared.update(((package.path, name), one) for name, one in package.outline.declared.items())

"""A package of the build's closure, and what names stand for in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wslmem.machine.go_outline import Declared, Outline

Key = tuple[str | None, bytes]
"""The import path of a package, None of an unknown one, and what it declares."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Known:
    """The packages of a closure that have been added so far."""

    packages: dict[str | None, Package]
    declared: dict[Key, Declared]

    def add(self, package: Package) -> None:
        """Add a package whose imports are known."""
        self.packages[package.path] = package
        self.declared.update(((package.path, name), one) for name, one in package.outline.declared.items())

"""The shape of a Go project, as its build sees it."""

from __future__ import annotations

from dataclasses import dataclass

from wslmem.cautions import Caution


@dataclass(frozen=True, slots=True)
class GoPackage:
    """One package of the build's dependency closure."""

    import_path: str
    source_bytes: int
    """Bytes of the Go and cgo files that the build compiles; tests are not among them."""
    files: int
    imports: tuple[str, ...] = ()
    """Import paths of the packages it needs directly, those of the closure only."""
    standard: bool = False
    cgo: bool = False
    main: bool = False
    generated: bool = False
    """Whether a program wrote a file of it; only files that are looked into tell."""
    code_bytes: int | None = None
    """Bytes of source within functions, the rest being types, constants, tables and comments; None is not known."""
    largest_function: int = 0
    """Bytes of source of the longest function in the files that are looked into: those of at least 32 KiB, and all
    of a package of at least 384 KiB."""
    functions: int | None = None
    """Functions and methods; counted in the files that are looked into, assumed in the others; None is not known."""
    types: int | None = None
    """Types and generic functions that it declares; None unknown."""
    interface_methods: int | None = None
    """Methods of the interfaces in other packages that its compile reads; None is not known."""
    generic_named: int = 0
    """Bytes of generic code that it names, for each list of types that it gives it."""
    generic_reached: int = 0
    """Bytes of the methods of instantiated generic types that can be reached from what it names."""
    largest_c: int = 0
    """Bytes of the largest C or C++ file that its build compiles."""


@dataclass(frozen=True, slots=True)
class GoProject:
    """A Go project and the dependency closure of its build."""

    root: str
    """The folder, as the side that scanned it spells it."""
    in_guest: bool
    """Whether it was scanned inside the VM."""
    modules: tuple[str, ...]
    """Module paths, the main modules of a workspace first."""
    packages: tuple[GoPackage, ...]
    exact: bool
    """From `go list`; otherwise from a walk over the files, an estimate that counts too much."""
    go_version: str | None
    """The toolchain's, as `go1.26.8`; None without a toolchain."""
    wanted_go: str | None = None
    """The `go` line of go.mod."""
    vendored: bool = False
    cautions: tuple[Caution, ...] = ()

    @property
    def source_bytes(self) -> int:
        """Bytes of source in the closure, standard library included."""
        return sum(package.source_bytes for package in self.packages)

    @property
    def mains(self) -> tuple[GoPackage, ...]:
        return tuple(package for package in self.packages if package.main)

    def largest(self, count: int) -> tuple[GoPackage, ...]:
        """The `count` packages with the most source, largest first."""
        return tuple(sorted(self.packages, key=lambda package: -package.source_bytes)[:count])

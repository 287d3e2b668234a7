"""The shape of a Go project, as its build sees it."""

from __future__ import annotations

from wslmem.cautions import Caution
from wslmem.records import record

TEST = ".test"
"""How the go command ends the name of the program that runs the tests of a package."""


@record
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
    """Whether a program wrote a file of it."""
    code_bytes: int | None = None
    """Bytes of source within functions, the rest being types, constants, tables and comments; None is not known."""
    dots: int | None = None
    """Dots within functions, one for each field, method and package that is named there, nearly; None is not known."""
    lines: int | None = None
    """Lines within functions; None is not known."""
    branches: int | None = None
    """`if`, `for`, `switch` and `case` within functions, nearly; None is not known."""
    largest_function: int = 0
    """Bytes of source of the longest function."""
    interface_methods: int | None = None
    """Methods of the interfaces in other packages that its compile reads; None is not known."""
    instances: int = 0
    """Functions that generic code becomes in its compile: what it names, and the methods of the instantiated types that
    can be reached from there, for each list of types."""
    generic_reached: int = 0
    """Bytes of those methods."""
    wrappers: int | None = None
    """Methods that the compiler writes itself: for pointers, and for what types embed; None is not known."""
    largest_c: int = 0
    """Bytes of code of the largest C file that its build compiles, with those that it includes, without headers,
    comments, blanks, and what conditions leave out."""
    c_tables: int = 0
    """Bytes of data, line by line, in the C file with the most."""
    c_headers: int = 0
    """Bytes of headers, the project's and those of the processor's instructions, that the C file with the most of them
    includes."""
    largest_cxx: int = 0
    """The same of C++, data among it."""
    cxx_headers: int = 0
    """Bytes of the project's headers that the C++ file with the most of them includes."""
    cxx_standard: int = 0
    """Headers of the C++ standard library that the C++ file with the most of them includes."""
    cxx_library: int = 0
    """Bytes of those, with all that they include, and of those of the processor's instructions, nearly."""
    c_files: tuple[int, ...] = ()
    """Bytes of code of each of its C files in the order of their compiles, those of Go that begin with C among them;
    data and headers count as so much code as takes the same memory."""
    cxx_files: tuple[int, ...] = ()
    """Bytes of each of its C++ files."""

    @property
    def unprofiled(self) -> str:
        """The import path without the program whose profile it is compiled with: `runtime [example.com/app]` has one.

        Where several programs are built, those with a profile get copies of the packages that they need
        (cmd/go/internal/load, setPGOProfilePath).
        """
        return self.import_path.partition(" ")[0]


@record
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
    goflags: str = ""
    """GOFLAGS where it is built, of the environment or by `go env -w`: flags that every build there has."""
    jobs: int | None = None
    """What the go command does at once there by itself; None for as much as the VM has processors."""

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

"""What C and C++ files tell of the memory that their compile takes: a preprocessor that only counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from wslmem.machine.project.source import c_conditions, c_library
from wslmem.machine.project.source.c_conditions import Macros
from wslmem.machine.project.source.c_text import CFile
from wslmem.patterns import lazy
from wslmem.records import record

CXX = (".cc", ".cpp", ".cxx")
HEADERS = (".h", ".hh", ".hpp", ".hxx")
FILES = (".c", *CXX, *HEADERS, ".inc", ".inl", ".def")
"""How files end that a C or C++ compile is given."""
MOST_FILES = 5000
"""Files that one compile is given, and files that are read for one package."""
MOST_PARTS = 1_000_000
"""Directives that one compile is followed through, those of a header as often as it is included. Sqlite has 12,433."""
DEEPEST = 100
"""Files within files that are followed."""
VALUE = 100
"""Bytes of a macro that are remembered: conditions ask for numbers."""
IMPLEMENTATION = b"_IMPLEMENTATION"
"""How macros end that make a library of one header leave its code where it is included."""
_NAME = lazy(rb"\w++")
_INCLUDE = lazy(rb'"([^"\n]++)"|<([^>\n]++)>')


@record
class CUnit:
    """What one compile is given: a file, and the files of the project that it includes, however indirectly, without
    comments, blanks and what conditions leave out.
    """

    name: str
    size: int
    """Bytes, those of headers not among them unless these hold the code."""
    tables: int
    """Those of them that are lines of data."""
    headers: int
    """Bytes of the headers among what it includes."""
    standard: int
    """Headers of the C++ standard library among them, which are counted only."""
    library: int
    """Bytes of the library's headers and of those for the processor's instructions, nearly."""


class CShape(NamedTuple):
    """What the C and C++ files of a package are made of, as in `GoPackage`."""

    largest_c: int = 0
    c_tables: int = 0
    c_headers: int = 0
    largest_cxx: int = 0
    cxx_headers: int = 0
    cxx_standard: int = 0
    cxx_library: int = 0
    c_files: tuple[int, ...] = ()
    cxx_files: tuple[int, ...] = ()


class Units:
    """The compiles of one package."""

    def __init__(self, read: Callable[[str], CFile | None], folder: str, flags: Sequence[str] = ()) -> None:
        """The package in `folder`, and the `flags` of its compilers; `read` is given absolute paths with `/`, and
        tells None of what is no file.
        """
        self._read = read
        self._folder = folder
        self._searched = (folder, *(place if _absolute(place) else f"{folder}/{place}" for place in searched(flags)))
        self._macros = dict(c_conditions.PREDEFINED) | c_conditions.defined_by(flags)
        self._files: dict[str, CFile | None] = {}

    def unit(self, name: str) -> CUnit:
        """The compile of the file `name` of the package."""
        macros = self._macros | (c_conditions.CPLUSPLUS if name.endswith(CXX) else {})
        walk = _Walk(self._file, self._searched, dict(macros))
        walk.file(normal(f"{self._folder}/{name}"))
        library = [one for one in walk.library if one in c_library.STANDARD]
        return CUnit(name, walk.size, walk.tables, walk.headers, len(library), c_library.read_of(walk.library))

    def _file(self, path: str) -> CFile | None:
        if path not in self._files:
            self._files[path] = self._read(path) if len(self._files) < MOST_FILES else None
        return self._files[path]


class _Walk:
    """One compile, file by file as the preprocessor goes."""

    def __init__(self, read: Callable[[str], CFile | None], searched: Sequence[str], macros: Macros) -> None:
        self._read = read
        self._searched = searched
        self._macros = macros
        self._implemented = {name for name in macros if name.endswith(IMPLEMENTATION)}
        self._once: set[str] = set()
        self._within: list[str] = []
        """The files that are being read: one that includes itself is counted once."""
        self._files = self._parts = 0
        self.size = self.tables = self.headers = 0
        self.library: set[str] = set()

    def file(self, path: str) -> None:
        """What is included, or compiled."""
        left_out = path in self._once or path in self._within or len(self._within) == DEEPEST
        parts = None if left_out else self._read(path)
        if parts is None or self._files == MOST_FILES:
            return
        self._files += 1
        self._within.append(path)
        code = not path.endswith(HEADERS) or bool(self._implemented)
        conditions = _Conditions(self._macros)
        for part in parts:
            self._parts += 1
            if self._parts > MOST_PARTS:
                break
            if conditions.directive(part.directive, part.argument):
                self._act(part.directive, part.argument, path)
                self._count(part.size, part.tables, code=code)
        self._within.pop()

    def _count(self, size: int, tables: int, *, code: bool) -> None:
        if code:
            self.size, self.tables = self.size + size, self.tables + tables
        else:
            self.headers += size

    def _act(self, directive: bytes, argument: bytes, path: str) -> None:
        if directive == b"define":
            name = _name(argument)
            value = argument[len(name) :]
            self._macros[name] = b"" if value.startswith(b"(") else value.strip()[:VALUE]
            if name.endswith(IMPLEMENTATION):
                self._implemented.add(name)
        elif directive == b"undef":
            self._macros.pop(_name(argument), None)
            self._implemented.discard(_name(argument))
        elif directive == b"include":
            self._include(argument, path)
        elif directive == b"pragma" and argument.startswith(b"once"):
            self._once.add(path)

    def _include(self, argument: bytes, path: str) -> None:
        found = _INCLUDE.match(self._macros.get(argument, argument))
        if found is None:
            return
        name = (found[1] or found[2]).decode("utf-8", "replace")
        beside = [path.rpartition("/")[0]] if found[1] else []
        candidates = (normal(f"{place}/{name}") for place in (*beside, *self._searched))
        own = next((one for one in candidates if self._read(one) is not None), None)
        if own is not None:
            self.file(own)
        else:
            self.library.add(name)


class _Conditions:
    """The `#if` that are open in one file."""

    def __init__(self, macros: Macros) -> None:
        self._macros = macros
        self._open: list[tuple[bool, bool]] = []
        """Of each: whether what it stands in is taken, whether one of its branches was."""
        self._taken = True

    def directive(self, directive: bytes, argument: bytes) -> bool:
        """Whether what follows a directive is taken."""
        if directive in (b"if", b"ifdef", b"ifndef"):
            holds = self._taken and self._holds(directive, argument)
            self._open.append((self._taken, holds))
            self._taken = holds
        elif directive in (b"elif", b"else") and self._open:
            outside, before = self._open[-1]
            self._taken = outside and not before and (directive == b"else" or self._holds(b"if", argument))
            self._open[-1] = (outside, before or self._taken)
        elif directive == b"endif" and self._open:
            self._taken = self._open.pop()[0]
        return self._taken

    def _holds(self, directive: bytes, argument: bytes) -> bool:
        if directive == b"if":
            return c_conditions.holds(argument, self._macros)
        return (_name(argument) in self._macros) == (directive == b"ifdef")


def _absolute(path: str) -> bool:
    return path.startswith("/") or path[1:2] == ":"


def _name(argument: bytes) -> bytes:
    """The macro that a directive is about."""
    found = _NAME.match(argument)
    return found[0] if found else b""


def normal(path: str) -> str:
    """A path without `.` and `..` in it.

    >>> normal("/a/b/../c/./d.h")
    '/a/c/d.h'
    """
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] not in ("", ".."):
            parts.pop()
        elif part != "." and (part or not parts):
            parts.append(part)
    return "/".join(parts)


def searched(flags: Iterable[str]) -> list[str]:
    """The folders that a compiler's flags name for includes: `-I/a/b`.

    >>> searched(["-I/a/b", "-O2", "-I", "/c"])
    ['/a/b', '/c']
    """
    words = [*flags, ""]
    found = [word[2:] or following for word, following in pairwise(words) if word.startswith("-I")]
    return [folder for folder in found if folder]


_NOTHING = CUnit("", 0, 0, 0, 0, 0)
TABLES, ABOVE = 60, 16
"""How much more memory a byte of code takes than one of data, and than one of headers (measured, docs/sizing)."""


def _weight(unit: CUnit) -> float:
    """Which of several C compiles takes most."""
    return unit.size - unit.tables + unit.tables / TABLES + (unit.headers + unit.library) / ABOVE


def together(units: Iterable[CUnit]) -> CShape:
    """What the compiles of a package are given: the one of C that takes most, of C++ what is largest of each kind, and
    of each file how large it is.
    """
    known = tuple(units)
    cxx = [one for one in known if one.name.endswith(CXX)]
    c = [one for one in known if not one.name.endswith(CXX)]
    heaviest = max(c, key=_weight, default=_NOTHING)
    return CShape(
        largest_c=heaviest.size - heaviest.tables,
        c_tables=heaviest.tables,
        c_headers=heaviest.headers + heaviest.library,
        largest_cxx=max((one.size for one in cxx), default=0),
        cxx_headers=max((one.headers for one in cxx), default=0),
        cxx_standard=max((one.standard for one in cxx), default=0),
        cxx_library=max((one.library for one in cxx), default=0),
        c_files=tuple(round(_weight(one)) for one in c),
        cxx_files=tuple(one.size for one in cxx),
    )


NONE = together(())
"""Of a package without C."""

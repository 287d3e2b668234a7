"""What a C or C++ file tells of the memory that its compile takes, without a parser."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wslmem.records import record

CXX = (".cc", ".cpp", ".cxx")
_TABLE = re.compile(rb"^[ \t]*+[\[{0-9'\"+-][^\n]*+", re.MULTILINE)
"""A line of data: what begins with a number, a string, or the index or the brace of an element."""
_STANDARD = re.compile(rb"^[ \t]*+#[ \t]*+include[ \t]*+<[a-z_]++>", re.MULTILINE)
"""A header of the C++ standard library; it has no extension."""


@record
class CFile:
    """What one file is made of."""

    name: str
    size: int
    """Bytes."""
    tables: int
    """Those of them that are lines of data."""
    standard: bool
    """Whether it includes the C++ standard library itself."""


@record
class CShape:
    """What the C and C++ files of a package are made of, as in `GoPackage`."""

    largest_c: int = 0
    c_tables: int = 0
    largest_cxx: int = 0


class CReader:
    """Gathers a file from blocks that end with a line."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._size = self._tables = 0
        self._standard = False

    def add(self, block: bytes) -> None:
        """The next lines."""
        self._size += len(block)
        found = _TABLE.findall(block)
        self._tables += sum(map(len, found)) + len(found)
        self._standard = self._standard or _STANDARD.search(block) is not None

    def file(self, name: str) -> CFile:
        """The file."""
        return CFile(name, self._size, min(self._tables, self._size), self._standard)


def together(files: Iterable[CFile]) -> CShape:
    """What several files of a package are made of, of which one is compiled at a time.

    Headers include one another, so what one C++ file includes of the standard library the others are taken to have.
    """
    known = tuple(files)
    standard = any(one.standard for one in known if one.name.endswith(CXX))
    cxx = [one for one in known if standard and one.name.endswith(CXX)]
    c = [one for one in known if one not in cxx]
    return CShape(
        largest_c=max((one.size - one.tables for one in c), default=0),
        c_tables=max((one.tables for one in c), default=0),
        largest_cxx=max((one.size for one in cxx), default=0),
    )

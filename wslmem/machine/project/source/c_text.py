"""The text of C and C++ files: what a preprocessor would act on, and how much stands between."""

from __future__ import annotations

import re

from wslmem.patterns import lazy
from wslmem.records import record

ARGUMENT = 300
"""Bytes of a directive that are kept: names and conditions, not whole macros."""
_COMMENT = lazy(rb"(?<![\"'*:])(?:/\*(?:[^*]++|\*(?!/))*+(\*/|\Z)|//[^\n]*+)")
"""A comment, and how it ends; not `"*/*"`, nor what follows `http:`."""
_DIRECTIVE = lazy(
    rb"^[ \t]*+#[ \t]*+(ifdef|ifndef|if|elif|else|endif|define|undef|include|pragma)\b((?:[^\n\\]|\\[^\n]|\\\n)*+)\n?",
    re.MULTILINE,
)
"""A line that the preprocessor acts on, with those that it goes on in."""
_TABLE = lazy(rb"^[ \t]*+[\[{0-9'\",+-][^\n]*+|^[^\n]*,[ \t\r]*+$", re.MULTILINE)
"""A line of data: what begins with a number, a string, the index or the brace of an element, or a comma, or ends in
one."""
_BLANK = b" \t\r\n"


_IMPORT = lazy(rb'^import[ \t]++"C"', re.MULTILINE)
_CGO = lazy(rb"^[ \t]*+#cgo[ \t][^\n]*+\n", re.MULTILINE)


def preamble(text: bytes) -> bytes:
    r"""The C that a Go file begins with: the comment that stands directly before `import "C"`.

    >>> preamble(b'package p\n\n// #cgo CFLAGS: -O3\n// #include "p.c"\nimport "C"\n')
    b' #include "p.c"\n'
    """
    found = _IMPORT.search(text)
    before = text[: found.start()].rstrip(b" \t\r") if found else b""
    if before.endswith(b"*/\n"):
        comment = before[before.rfind(b"/*") + 2 : -3] + b"\n"
    else:
        lines = before.split(b"\n")[:-1]
        count = next((at for at, line in enumerate(reversed(lines)) if not line.startswith(b"//")), len(lines))
        comment = b"".join(line[2:] + b"\n" for line in lines[len(lines) - count :])
    return _CGO.sub(b"", comment)


@record
class CPart:
    """A directive, and what follows it up to the next."""

    directive: bytes
    """`if`, `define` and so on; empty at the beginning of a file."""
    argument: bytes
    """The rest of its line, shortened."""
    size: int
    """Bytes that follow, comments and blanks not counted."""
    tables: int
    """Those of them in lines of data."""


CFile = tuple[CPart, ...]


class CReader:
    """Gathers a file from blocks that end with a line."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._parts: list[CPart] = []
        self._directive = self._argument = b""
        self._size = self._tables = 0
        self._rest = b""
        self._inside = False
        """Whether the last block ended within a comment."""

    def add(self, block: bytes) -> None:
        """The next lines."""
        if self._inside:
            _, closed, block = block.partition(b"*/")
            if not closed:
                return
        pieces = _COMMENT.split(self._rest + block)
        self._inside = len(pieces) > 1 and pieces[-2] == b""
        text = b"".join(pieces[::2])
        end = _complete(text)
        self._rest = text[end:]
        self._take(text[:end])

    def file(self) -> CFile:
        """The file."""
        self._take(self._rest)
        self._rest = b""
        self._close()
        return tuple(self._parts)

    def _take(self, text: bytes) -> None:
        at = 0
        for found in _DIRECTIVE.finditer(text):
            self._between(text[at : found.start()])
            self._close()
            self._directive, self._argument = found[1], b" ".join(found[2].replace(b"\\\n", b" ").split())[:ARGUMENT]
            at = found.end()
        self._between(text[at:])

    def _between(self, text: bytes) -> None:
        self._size += _solid(text)
        self._tables += sum(map(_solid, _TABLE.findall(text)))

    def _close(self) -> None:
        self._parts.append(CPart(self._directive, self._argument, self._size, self._tables))
        self._size = self._tables = 0


def _complete(text: bytes) -> int:
    """Where the last line ends that no backslash carries on."""
    end = text.rfind(b"\n") + 1
    while text.endswith(b"\\\n", 0, end):
        end = text.rfind(b"\n", 0, end - 1) + 1
    return end


def _solid(text: bytes) -> int:
    """Bytes that are no blanks."""
    return len(text.translate(None, _BLANK))

"""Where the functions of a formatted Go file begin and end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_BRACE = ord("{")
_FUNC = b"\nfunc "
_BETWEEN = b"\n}\n"
"""Between files: what has no end in its own ends with it."""


class Parts(NamedTuple):
    """A file, taken apart."""

    outside: bytes
    """What stands before, between and behind functions, in its order."""
    functions: list[bytes]
    """Each without its `func ` and its closing brace."""
    heads: bytes
    """Of each function, behind a new line and `func `, its first line; all of it where that does not end in `{`."""


def together(texts: Iterable[bytes]) -> bytes:
    """The files of a package as one text, for `split` or `bodies`: to look at many small ones takes longer."""
    return _BETWEEN.join(texts)


def split(text: bytes) -> Parts:
    """The parts of a file.

    A function begins at the start of a line. It ends at the next `}` at the start of one, unless it stands on one line
    or has no body.
    """
    first, *pieces = text.split(_FUNC)
    outside, functions, heads = [first], [], [b""]
    for piece in pieces:
        end = piece.find(b"\n")
        if end > 0 and piece[end - 1] == _BRACE:  # nearly every one
            function, _, rest = piece.partition(b"\n}")
            heads.append(piece[:end])
        else:
            function = _unusual(piece)
            rest = piece[len(function) :]
            heads.append(function)
        functions.append(function)
        outside.append(rest)
    return Parts(b"".join(outside), functions, _FUNC.join(heads))


def bodies(text: bytes) -> list[bytes]:
    """The functions of `split` alone, in half its time."""
    return [
        piece.partition(b"\n}")[0]
        if (end := piece.find(b"\n")) > 0 and piece[end - 1] == _BRACE  # nearly every one
        else _unusual(piece)
        for piece in text.split(_FUNC)[1:]
    ]


def _unusual(part: bytes) -> bytes:
    """A function on one line, without a body, with a signature of several lines, or a remark behind its brace."""
    end = 0
    for line in part.split(b"\n"):
        end += len(line) + 1
        last = mark(line)
        if last == b"{":
            return part.partition(b"\n}")[0]
        if last != b",":
            break
    return part[: end - 1]


def mark(line: bytes) -> bytes:
    """How a line of a signature ends: `{` begins the body, `,` goes on in the next line, anything else is the end."""
    words = line.rstrip()
    before = words.partition(b" //")[0].rstrip()
    last = before[-1:] if before[-1:] in (b"{", b"}", b"(", b",") else words[-1:]
    return b"," if last == b"(" or words.lstrip().startswith(b"//") else last

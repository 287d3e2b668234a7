"""Where the functions of a formatted Go file begin and end."""

from __future__ import annotations

_BRACE = ord("{")


def split(text: bytes) -> tuple[bytes, list[bytes]]:
    """What stands before the first function, and each function without its `func ` and its closing brace.

    A function begins at the start of a line. It ends at the next `}` at the start of one, unless it stands on one line
    or has no body.
    """
    head, *parts = text.split(b"\nfunc ")
    return head, [_function(part) for part in parts]


def _function(part: bytes) -> bytes:
    end = part.find(b"\n")
    if end > 0 and part[end - 1] == _BRACE:  # nearly every one
        return part.partition(b"\n}")[0]
    return _unusual(part)


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

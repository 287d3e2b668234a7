"""The value of one line: quotes, escapes, continuations and where it ends (configfile.cpp, "Parse the value")."""

from __future__ import annotations

import re
from typing import NamedTuple

STOP = 0x1A
"""Stands in the scanned text for a U+FFFF, which the parser takes for the end of the file (WEOF) and goes on."""

_PIECE = re.compile(rb'[^\n\r\x1a#"\\]++|["#]|\\(?:\r\n|\x1a\x1a\x1a|[\x00-\xff])?+')
_ESCAPES = {
    b"\\\\": b"\\",
    b'\\"': b'"',
    b"\\b": b"\b",
    b"\\n": b"\n",
    b"\\t": b"\t",
    b"\\\n": b"",
    b"\\\r\n": b"",
    b"\\\r": b"",
}


class Value(NamedTuple):
    """A value with quotes or escapes in it, read."""

    content: bytes
    """Quotes and escapes resolved, unprotected blanks at the end removed."""
    end: int
    """Where its last character that counts ends in the text."""
    stop: int
    """Where the parser stands afterwards: at a line end, a comment, or the end of the text."""
    problem: str
    """`InvalidEscape`, `Expected` (no closing quote), or empty."""


def read_value(text: bytes, start: int) -> Value:
    """The value that begins at `start`, which is no blank."""
    content = bytearray()
    quoted = False
    trimmed, end, position = 0, start, start
    while match := _PIECE.match(text, position):
        piece = match[0]
        if piece == b"#" and not quoted:
            break
        position = match.end()
        if piece == b'"':
            quoted = not quoted
        elif piece[0] == 0x5C:  # noqa: PLR2004 - a backslash
            if piece not in _ESCAPES:
                return Value(b"", position, position, "InvalidEscape")
            content += _ESCAPES[piece]
        else:
            content += piece
            if not (kept := piece.rstrip(b" \t")):
                continue
            trimmed, end = len(content) - len(piece) + len(kept), position - len(piece) + len(kept)
            continue
        trimmed, end = len(content), position
    return Value(bytes(content[:trimmed]), end, position, "Expected" if quoted else "")


def narrow(content: bytes, decoding: str) -> str:
    """What reaches the setting: WSL keeps the low 8 bits of every UTF-16 unit and stops at a NUL.

    Args:
        content: a value as UTF-8.
        decoding: error handler that fits the file, `replace` or `surrogatepass`.
    """
    if not content.isascii():
        content = content.decode("utf-8", decoding).encode("utf-16-le", "surrogatepass")[::2]
    return content.partition(b"\0")[0].decode("utf-8", "replace")

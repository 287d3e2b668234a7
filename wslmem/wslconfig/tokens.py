"""The value of one line: quotes, escapes, continuations and where it ends (configfile.cpp, "Parse the value")."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from wslmem.patterns import lazy

STOP = 0x1A
"""Stands, three times, in the scanned text for a U+FFFF: the parser takes it for the end of the file, and goes on."""

_ESCAPE = rb'\\(?:\r\n|[\\"bnt\n\r])'
_OPENED = rb'"(?:[^"\\\n\r\x1a]++|' + _ESCAPE + rb")*+"
_QUOTED = lazy(_OPENED)
_VALUE = lazy(rb'(?:[^\n\r\x1a#"\\]++|' + _OPENED + rb'"|' + _ESCAPE + rb")*+")
_RESOLVE = (
    (b"\\\\", b"\x1a"),
    (b"\\\r\n", b""),
    (b"\\\n", b""),
    (b"\\\r", b""),
    (b'\\"', b"\r"),
    (b'"', b""),
    (b"\r", b'"'),
    (b"\\n", b"\n"),
    (b"\\t", b"\t"),
    (b"\\b", b"\b"),
    (b"\x1a", b"\\"),
)
"""What to replace, in this order, in a value whose escapes are all valid. 0x1A and, once the continuations are gone,
CR cannot occur in one, so they can stand for a backslash and a quote that were escaped."""


class Value(NamedTuple):
    """A value with quotes or escapes in it, read."""

    content: bytes
    """Quotes and escapes resolved, unprotected blanks at the end removed."""
    end: int
    """Where its last character that counts ends in the text."""
    stop: int
    """Where the parser stands afterwards: at a line end, a comment, or the end of the text."""
    problem: Literal["InvalidEscape", "Expected", ""]
    """`Expected` means no closing quote; empty where there is none."""


def read_value(text: bytes, start: int) -> Value:
    """The value that begins at `start`, which is no blank."""
    stop = _end(_VALUE, text, start)
    if text[stop : stop + 1] in (b'"', b"\\"):
        return _unreadable(text, _end(_QUOTED, text, stop))
    written = text[start:stop].rstrip(b" \t")
    return Value(_resolve(written), start + len(written), stop, "")


def _end(pattern: re.Pattern[bytes], text: bytes, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _unreadable(text: bytes, position: int) -> Value:
    """A quote that its line does not close, or an escape that is none; the parser stands behind the latter."""
    if text[position : position + 1] != b"\\":
        return Value(b"", position, position, "Expected")
    behind = position + (4 if text[position + 1 : position + 2] == bytes([STOP]) else 2)
    return Value(b"", position, min(behind, len(text)), "InvalidEscape")


def _resolve(written: bytes) -> bytes:
    if b"\\" not in written:
        return written.replace(b'"', b"")
    for old, new in _RESOLVE:
        written = written.replace(old, new)
    return written


def narrow(content: bytes, decoding: str) -> str:
    """What reaches the setting: WSL keeps the low 8 bits of every UTF-16 unit and stops at a NUL.

    Args:
        content: a value as UTF-8.
        decoding: error handler that fits the file, `replace` or `surrogatepass`.
    """
    if not content.isascii():
        content = content.decode("utf-8", decoding).encode("utf-16-le", "surrogatepass")[::2]
    return content.partition(b"\0")[0].decode("utf-8", "replace")

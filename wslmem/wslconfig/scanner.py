"""The lines of a `.wslconfig` as WSL's parser walks them (configfile.cpp, `ParseConfigFile`).

One pattern eats everything between two statements; nothing is looked at character by character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from wslmem.patterns import lazy
from wslmem.wslconfig.tokens import STOP, read_value

_WEOF = b"\xef\xbf\xbf"
_BETWEEN = rb"((?:[ \t\r\n\x1a]++|#[^\n\x1a]*+)*+)"
_SKIP = lazy(_BETWEEN)
_SIMPLE = lazy(_BETWEEN + rb'([A-Za-z][A-Za-z0-9]*+)[ \t]*+=[ \t]*+([^\n\r\x1a#"\\]*+)(?=\n|\r\n|#)')
_REST = lazy(rb"[^\n\x1a]*+")
_HEADER = lazy(rb"\[([A-Za-z][A-Za-z0-9]*+)?+(\][ \t]*+(?=[\n\r\x1a#]|\Z))?+")
_KEY = lazy(rb"([A-Za-z][A-Za-z0-9]*+)[ \t]*+(=[ \t]*+)?+")
_BRACKET = ord("[")
_new = tuple.__new__


class Statement(NamedTuple):
    """One line that is neither blank nor a comment."""

    kind: Literal["header", "key", "InvalidKey", "InvalidSection", "Expected", "InvalidEscape"]
    """A header, a key, or the warning that the line gets."""
    line: int
    """As WSL counts, from 1; the last line of a continued value."""
    start: int
    """Offset of its first character that is no blank."""
    stop: int
    """Offset where the parser stands afterwards: at a line end, a comment, or the end."""
    section: bytes
    """The name in a header; for a key, the section it counts in, which a bad header may have maimed."""
    name: bytes = b""
    """The key as written; empty for a header."""
    content: bytes = b""
    """The value, quotes and escapes resolved; empty for a header."""
    value: int = 0
    """Offset where the value begins; 0 where there is none."""
    end: int = 0
    """Offset where the value ends."""


def scan(text: bytes) -> Iterator[Statement]:
    """Every statement of `text`, which holds no Ctrl-Z (it would have ended there)."""
    text = text.replace(_WEOF, bytes([STOP]) * 3) if _WEOF in text else text
    section, line, mark, position = b"", 1, 0, 0
    while True:
        if simple := _SIMPLE.match(text, position):
            start, value = simple.start(2), simple.start(3)
            line += text.count(b"\n", mark, start)
            mark = position = simple.end()
            content = simple[3].rstrip(b" \t")
            # Half the time of a call of Statement, on the path that nearly every line takes.
            yield _new(
                Statement, ("key", line, start, position, section, simple[2], content, value, value + len(content))
            )
            continue
        position = _end(_SKIP, text, position)
        if position >= len(text):
            return
        line += text.count(b"\n", mark, position)
        statement = _statement(text, position, line, section)
        yield statement
        section, line, mark = statement.section, statement.line, statement.stop
        position, lone = _behind(text, statement.stop)
        line += lone


def _end(pattern: re.Pattern[bytes], text: bytes, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _statement(text: bytes, start: int, line: int, section: bytes) -> Statement:
    """The statement that begins at `start` and is no plain `key = value`."""
    first = text[start]
    if first == _BRACKET:
        return _header(text, start, line, section)
    if chr(first).isalpha() and first < 0x80:  # noqa: PLR2004 - ASCII alone, as isalpha in the "C" locale
        return _key(text, start, line, section)
    return Statement("InvalidKey", line, start, _rest(text, start), section)


def _behind(text: bytes, stop: int) -> tuple[int, int]:
    """Where the next line begins, and whether WSL counts a line that no LF ends."""
    after = text[stop : stop + 2]
    if after[:1] == b"\r" and after != b"\r\n":
        return stop + 1, 1
    return stop, int(after[:1] == b"\x1a")


def _rest(text: bytes, position: int) -> int:
    """Where the parser goes on behind an invalid line: at the next LF, whatever stands before it."""
    return _end(_REST, text, position)


def _header(text: bytes, start: int, line: int, section: bytes) -> Statement:
    match = _HEADER.match(text, start)
    assert match is not None  # noqa: S101 - the caller saw the bracket
    name, closed = match[1], match[2]
    if name is None:
        return Statement("InvalidSection", line, start, _rest(text, start), section)
    if closed is None:
        # The parser has overwritten the name of the section, but not its length.
        maimed = name[: len(section)].ljust(len(section), b"\0")
        return Statement("Expected", line, start, _rest(text, match.end()), maimed)
    return Statement("header", line, start, match.end(), name)


def _key(text: bytes, start: int, line: int, section: bytes) -> Statement:
    match = _KEY.match(text, start)
    assert match is not None  # noqa: S101 - the caller saw a letter
    value = match.end()
    if match[2] is None:
        return Statement("Expected", line, start, _rest(text, value), section)
    content, end, stop, problem = read_value(text, value)
    line += text.count(b"\n", value, stop)
    if problem:
        return Statement(problem, line, start, _rest(text, stop), section)
    return Statement("key", line, start, stop, section, match[1], content, value, end)

"""Where a new key goes, and what goes away with an old one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wslmem.patterns import lazy
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.scanner import Statement
from wslmem.wslconfig.splice import Splice

_LINE_END = lazy(rb"\r\n|\n|\r")
_ANY_END = lazy(rb"\r\n|\n|\r(?!\n)")
_WORD = lazy(rb"[A-Za-z0-9]+")
_FIGURE = lazy(rb"[0-9]+")
_ENDS_IN_BREAK = (b"\n", b"\r")


def native_line_end(text: bytes) -> bytes:
    """The line end that `text` uses first; LF where it has none."""
    found = _ANY_END.search(text)
    return found[0] if found else b"\n"


def line_end(text: bytes, stop: int, end: int) -> tuple[int, bytes]:
    """Where the line ends on which the parser stands at `stop`, and with what; nothing at the end of the file."""
    if text[stop : stop + 1] == b"#":
        position = text.find(b"\n", stop, end)
        if position < 0:
            return end, b""
        return (position - 1, b"\r\n") if text[position - 1 : position] == b"\r" else (position, b"\n")
    found = _LINE_END.match(text, stop, end)
    return stop, found[0] if found else b""


def line_start(text: bytes, start: int) -> int:
    """Where the line begins whose first character that is no blank stands at `start`."""
    while start > 0 and text[start - 1] in b" \t":
        start -= 1
    return start


def insertion(document: WslConfigDocument, section: str, lines: Sequence[tuple[str, bytes]], end: bytes) -> Splice:
    """Add `key = value` lines to `section`: at the end of its first block, else with a new header at the end.

    Args:
        document: the file.
        section: `wsl2`, `general` or `experimental`.
        lines: names and values as written.
        end: line end to use where the neighbour has none.
    """
    anchor = _anchor(document, section)
    if anchor is None:
        return _new_section(document, section, lines, end)
    text, limit = document.text, document.source.end
    position, ending = line_end(text, anchor.stop, limit)
    indent, between = _spacing(text, anchor)
    added = [indent + name.encode("ascii") + between + value for name, value in lines]
    if ending:
        return Splice(position + len(ending), position + len(ending), b"".join(line + ending for line in added))
    return Splice(position, position, b"".join(end + line for line in added))


def has_block(document: WslConfigDocument, section: str) -> bool:
    """Whether the file has a valid header of `section`."""
    return _anchor(document, section) is not None


def _anchor(document: WslConfigDocument, section: str) -> Statement | None:
    """The last key of the first block of `section`, or its header where it has no key."""
    found = None
    for statement in document.statements:
        if statement.kind == "header" and found is None:
            found = statement if statement.section.lower() == section.encode("ascii") else None
        elif found is not None and document.text[statement.start] == ord("["):
            break
        elif found is not None and statement.kind == "key":
            found = statement
    return found


def _spacing(text: bytes, anchor: Statement) -> tuple[bytes, bytes]:
    """The indent and what stands between key and value on the neighbour's line."""
    indent = text[line_start(text, anchor.start) : anchor.start]
    if anchor.kind == "header":
        return indent, b"="
    return indent, text[anchor.start + len(anchor.name) : anchor.value]


def _new_section(document: WslConfigDocument, section: str, lines: Sequence[tuple[str, bytes]], end: bytes) -> Splice:
    limit = document.source.end
    before = document.text[:limit]
    closed = not before or before.endswith(_ENDS_IN_BREAK)
    gap = b"" if closed else end
    if before.strip(b" \t\r\n") and not before.endswith((b"\n\n", b"\r\n\r\n", b"\r\r")):
        gap += end
    added = [f"[{section}]".encode("ascii"), *(name.encode("ascii") + b"=" + value for name, value in lines)]
    return Splice(limit, limit, gap + end.join(added) + (end if closed else b""))


def removal(document: WslConfigDocument, statement: Statement) -> Splice:
    """Take the line of a setting away.

    A comment behind it goes too where it speaks of this setting or its value (`memory=2GB # Limits VM memory to 2GB`):
    left alone it would say what is no longer so. Another one stays, and so does a missing line end at the end of the
    file.
    """
    text, limit = document.text, document.source.end
    stop = statement.stop
    position, ending = line_end(text, stop, limit)
    if text[stop : stop + 1] == b"#" and stop < limit and not _speaks_of(text[stop:position], statement):
        return Splice(statement.start, stop, b"")
    start = line_start(text, statement.start)
    if not ending:
        start -= len(_break_before(text, start))
    return Splice(start, position + len(ending), b"")


def _speaks_of(comment: bytes, statement: Statement) -> bool:
    """Whether a comment has the name of the setting, or its value or the figure in it, as a word."""
    words = {word.lower() for word in _WORD.findall(comment)}
    value = statement.content.lower()
    figure = _FIGURE.match(value)
    return bool(words & {statement.name.lower(), value, figure[0] if figure else value})


def _break_before(text: bytes, position: int) -> bytes:
    found = re.search(rb"(?:\r\n|\n|\r)\Z", text[max(0, position - 2) : position])
    return found[0] if found else b""

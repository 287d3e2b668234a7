"""Lines that are no setting to WSL, and values that take more or less of the file than meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.wslconfig.keys import KEYS
from wslmem.wslconfig.rules.scene import Hit, Scene, Severity, quoted
from wslmem.wslconfig.scanner import Statement
from wslmem.wslconfig.splice import Splice

RULES: dict[str, Severity] = {
    "semicolon-comment": "warning",
    "remark-after-value": "error",
    "escape-drops-line": "error",
    "unclosed-quote": "error",
    "missing-equals": "error",
    "not-a-setting": "warning",
    "continuation-swallows": "error",
}

_REMARK = re.compile(rb"([^ \t]++[ \t]*?)([ \t])(;|//)[\x00-\xff]*")
_COMMENT = re.compile(rb";|//")
_ASSIGNMENT = re.compile(rb'[A-Za-z][A-Za-z0-9]*+[ \t]*+=[ \t]*+(?=[^\n]*")')
_COLON = re.compile(rb"[A-Za-z][A-Za-z0-9]*([ \t]*:[ \t]*|[ \t]+)[^ \t=:][^=]*")
_BACKSLASHES = re.compile(rb"\\\\?")
_SWALLOWED = re.compile(rb"\\\r?\n[ \t]*(?:[A-Za-z][A-Za-z0-9]*[ \t]*=|\[)")


def is_remark(written: bytes) -> bool:
    """Whether a value goes on with something that was meant as a comment."""
    return _REMARK.fullmatch(written) is not None


def is_told_here(written: bytes) -> bool:
    """Whether a refused value has a cause that needs no rule of its kind: a remark behind it, or odd characters."""
    return not written.isascii() or is_remark(written)


def look(scene: Scene) -> Iterator[Hit]:
    text = scene.document.text
    for statement in scene.document.statements:
        if statement.kind == "key":
            yield from _continued(text, statement)
        elif statement.kind != "header" and text[statement.start] != ord("[") and text[statement.start] < 0x80:  # noqa: PLR2004 - ASCII
            yield _invalid(scene, statement)
    for reading in scene.document.readings.values():
        if not reading.valid and (match := _REMARK.fullmatch(scene.written(reading))):
            at = reading.spans.value + match.start(3)
            text_ = f"`{scene.line(reading)}`: only # begins a comment; WSL warns and ignores the value."
            splice = Splice(at, at + len(match[3]), b"#")
            yield Hit("remark-after-value", reading.line, text_, f"write # for {match[3].decode()}", (splice,))


def _continued(text: bytes, statement: Statement) -> Iterator[Hit]:
    found = _SWALLOWED.search(text, statement.value, statement.end)
    if found:
        said = f"`{statement.name.decode()}=` ends in a backslash, so WSL takes the next line for a part of its value."
        splice = Splice(found.start(), found.start(), b"\\")
        yield Hit("continuation-swallows", statement.line, said, "write \\\\ at the end of that line", (splice,))


def _invalid(scene: Scene, statement: Statement) -> Hit:
    start, end = scene.rest(statement)
    line = scene.document.text[start:end]
    said = f"`{quoted(line)}`: "
    if comment := _COMMENT.match(line):
        said += "only # begins a comment; WSL warns of an invalid key."
        return Hit(
            "semicolon-comment", statement.line, said, "write # for it", (Splice(start, start + comment.end(), b"#"),)
        )
    if statement.kind == "InvalidEscape":
        return _escape(scene, statement, said)
    if assignment := _ASSIGNMENT.match(line):
        said += "the quote is not closed on its line; WSL warns and drops the line."
        at = start + len(line.partition(b"#")[0].rstrip()) if line.count(b'"') == 1 else end
        at = max(at, start + assignment.end())
        return Hit("unclosed-quote", statement.line, said, 'write " behind the value', (Splice(at, at, b'"'),))
    return _no_equals(statement, start, line, said)


def _escape(scene: Scene, statement: Statement, said: str) -> Hit:
    start, end = scene.rest(statement)
    value = scene.document.text.index(b"=", start) + 1
    line = scene.document.text[value:end]
    body = line.partition(b"#")[0]
    said += "a backslash begins an escape, and this one is none; WSL warns and drops the line."
    doubled = _BACKSLASHES.sub(rb"\\\\", body)
    return Hit(
        "escape-drops-line",
        statement.line,
        said,
        "double every backslash",
        (Splice(value, value + len(body), doubled),),
    )


def _no_equals(statement: Statement, start: int, line: bytes, said: str) -> Hit:
    said += "WSL reads `key = value` with letters and digits in the key; it warns and ignores the line."
    match = _COLON.fullmatch(line)
    known = {name.rpartition(".")[2].lower().encode() for name in KEYS}
    if match and line[: match.start(1)].lower() in known:
        splice = Splice(start + match.start(1), start + match.end(1), b"=")
        return Hit("missing-equals", statement.line, said, "write = behind the key", (splice,))
    return Hit("not-a-setting", statement.line, said)

"""What is wrong with the file as a whole: encoding, line ends, and characters that end it early."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.patterns import lazy
from wslmem.text import Text
from wslmem.wslconfig.characters import CTRL_Z, UTF8_MARK, is_unmarked_utf16
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, quoted
from wslmem.wslconfig.splice import Splice

RULES: dict[str, Severity] = {
    "utf-16-big-endian": "error",
    "utf-16-without-mark": "error",
    "utf-16": "note",
    "read-error": "error",
    "double-mark": "error",
    "ctrl-z": "warning",
    "nul-in-value": "warning",
    "cr-line-ends": "error",
    "all-in-comment": "note",
}

_MARKS = lazy(rb"(?:\xef\xbb\xbf)+")
_CTRL_Z = lazy(rb"\x1a")
_LONE_CR = lazy(rb"\r+(?!\n)")
_SETTINGS = lazy(
    rb"^[ \t]*+#[^\n]*?\[(?:wsl2|experimental|general)\][ \t]*+[A-Za-z][A-Za-z0-9]*+[ \t]*+=",
    re.IGNORECASE | re.MULTILINE,
)
"""A whole file on one line behind a #, as it is copied from a page that lost its line ends."""
_AS_UTF8 = Text("save it as UTF-8")


def look(scene: Scene) -> Iterator[Hit]:
    document = scene.document
    yield from _encoding(scene)
    if document.text.startswith(UTF8_MARK) and document.opened:
        text = Text("The file starts with two BOMs. WSL reads the second as text and loses the first line.")
        marks = _MARKS.match(document.text)
        splice = Splice(0, marks.end() if marks else 0, b"")
        yield Hit("double-mark", 1, text, repairs=(Repair(Text("leave one of them"), (splice,)),))
    end = document.source.end
    if document.text[end : end + 1] == CTRL_Z:
        line = document.text.count(b"\n", 0, end) + 1
        text = Text("A Ctrl-Z character ends the file for WSL; it reads nothing after it.")
        splices = tuple(Splice(one.start(), one.end(), b"") for one in _CTRL_Z.finditer(document.text))
        yield Hit("ctrl-z", line, text, repairs=(Repair(Text("remove it"), splices),))
    for statement in document.statements:
        if statement.kind == "key" and b"\0" in statement.content:
            text = Text("Contains a NUL character; WSL ends the value there.")
            yield Hit("nul-in-value", statement.line, text, f"{statement.name.decode()}=")
    if not document.statements and document.line_ending != "cr" and (found := _SETTINGS.search(document.text)):
        text = Text("A # makes the whole line a comment, so WSL reads none of the settings on it.")
        line = document.text.count(b"\n", 0, found.end()) + 1
        yield Hit("all-in-comment", line, text, quoted(document.text[found.start() :].partition(b"\n")[0].strip()))
    yield from _line_ends(scene)


def _encoding(scene: Scene) -> Iterator[Hit]:
    document, data = scene.document, scene.document.data
    if not document.opened:
        text = Text("The file is UTF-16 big-endian. WSL cannot read it and uses its defaults.")
        yield _recoded("utf-16-big-endian", text, data, "utf-16")
    elif document.encoding == "utf-16le-bom":
        text = Text("The file is UTF-16, as > of Windows PowerShell 5 writes it. WSL reads it.")
        yield _recoded("utf-16", text, data, "utf-16")
    elif is_unmarked_utf16(data):
        text = Text("The file is UTF-16 without a BOM. WSL misreads it and uses its defaults.")
        kind = "utf-16-le" if data.count(0, 1, 2) or not data.startswith(b"\0") else "utf-16-be"
        yield _recoded("utf-16-without-mark", text, data, kind)
    elif document.read_error:
        text = Text("The file is not valid UTF-8. WSL silently stops at the first bad byte.")
        yield _recoded("read-error", text, data, "cp1252")


def _recoded(rule: str, text: Text, data: bytes, encoding: str) -> Hit:
    try:
        repairs: tuple[Repair, ...] = (Repair(_AS_UTF8, data=data.decode(encoding).encode()),)
    except UnicodeDecodeError:
        repairs = ()
    return Hit(rule, 0, text, repairs=repairs)


def _line_ends(scene: Scene) -> Iterator[Hit]:
    document = scene.document
    if not document.opened or document.line_ending != "cr" or not (b"#" in document.text or _swallows(scene)):
        return
    text = Text("Lines end in CR only. For WSL the first comment or invalid line then runs to the end of the file.")
    splices = tuple(
        Splice(match.start(), match.end(), b"\n" * len(match[0])) for match in _LONE_CR.finditer(document.text)
    )
    yield Hit("cr-line-ends", 0, text, repairs=(Repair(Text("end lines in LF or CRLF"), splices),))


def _swallows(scene: Scene) -> bool:
    return any(one.kind not in ("header", "key") for one in scene.document.statements)

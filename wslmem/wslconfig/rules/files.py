"""What is wrong with the file as a whole: encoding, line ends, and characters that end it early."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.wslconfig.characters import CTRL_Z, UTF8_MARK, is_unmarked_utf16
from wslmem.wslconfig.rules.scene import Hit, Scene, Severity
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
}

_LONE_CR = re.compile(rb"\r+(?!\n)")


def look(scene: Scene) -> Iterator[Hit]:
    document = scene.document
    yield from _encoding(scene)
    if document.text.startswith(UTF8_MARK) and document.opened:
        said = "The file begins with two byte order marks; WSL reads the second as text, and the first line is lost."
        yield Hit("double-mark", 1, said, "remove one of them", (Splice(0, 3, b""),))
    end = document.source.end
    if document.text[end : end + 1] == CTRL_Z:
        line = document.text.count(b"\n", 0, end) + 1
        said = "A Ctrl-Z character ends the file for WSL; what comes behind it is not read."
        yield Hit("ctrl-z", line, said, "remove it", (Splice(end, end + 1, b""),))
    for statement in document.statements:
        if statement.kind == "key" and b"\0" in statement.content:
            said = f"`{statement.name.decode()}=` holds a NUL character; the value ends there for WSL."
            yield Hit("nul-in-value", statement.line, said)
    yield from _line_ends(scene)


def _encoding(scene: Scene) -> Iterator[Hit]:
    document, data = scene.document, scene.document.data
    if not document.opened:
        said = "The file is UTF-16 big-endian; WSL cannot open it, and every default holds."
        yield Hit("utf-16-big-endian", 0, said, "save it as UTF-8", data=_recoded(data, "utf-16"))
    elif document.encoding == "utf-16le-bom":
        said = "The file is UTF-16 (as `>` of Windows PowerShell 5 writes it); current WSL reads it, old WSL did not."
        yield Hit("utf-16", 0, said, "save it as UTF-8", data=_recoded(data, "utf-16"))
    elif is_unmarked_utf16(data):
        said = "The file is UTF-16 without a byte order mark; WSL reads garbage, and every default holds."
        kind = "utf-16-le" if data.count(0, 1, 2) or not data.startswith(b"\0") else "utf-16-be"
        yield Hit("utf-16-without-mark", 0, said, "save it as UTF-8", data=_recoded(data, kind))
    elif document.read_error:
        said = "The file is not UTF-8; WSL stops reading at a byte that is no character, without a warning."
        yield Hit("read-error", 0, said, "save it as UTF-8", data=_recoded(data, "cp1252"))


def _recoded(data: bytes, encoding: str) -> bytes | None:
    try:
        return data.decode(encoding).encode()
    except UnicodeDecodeError:
        return None


def _line_ends(scene: Scene) -> Iterator[Hit]:
    document = scene.document
    if not document.opened or document.line_ending != "cr" or not (b"#" in document.text or _swallows(scene)):
        return
    said = "The lines end in CR alone; to WSL the first comment or invalid line goes on to the end of the file."
    splices = tuple(
        Splice(match.start(), match.end(), b"\n" * len(match[0])) for match in _LONE_CR.finditer(document.text)
    )
    yield Hit("cr-line-ends", 0, said, "end the lines in LF or CR LF", splices)


def _swallows(scene: Scene) -> bool:
    return any(one.kind not in ("header", "key") for one in scene.document.statements)

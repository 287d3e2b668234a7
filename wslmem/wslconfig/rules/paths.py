"""Paths and other characters that do not arrive as written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.rules.lines import is_remark
from wslmem.wslconfig.rules.scene import Hit, Scene, Severity, quoted, short
from wslmem.wslconfig.splice import Splice

RULES: dict[str, Severity] = {
    "escape-changes-path": "error",
    "path-variable": "error",
    "odd-characters": "error",
    "not-ascii-value": "error",
}

_CONTROL = re.compile(r"[\b\t\n]")
_VARIABLE = re.compile(r"%[A-Za-z][A-Za-z0-9_()]*%")
_BACKSLASHES = re.compile(rb"\\\\?")
_LOOKALIKES = {
    "\u00a0": " ", "\u3000": " ", "\u202f": " ", "\u2007": " ", "\u200b": "", "\u200e": "", "\ufeff": "", "\u2060": "",
    "\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\uff1d": "=", "\uff03": "#",
    "\uff3b": "[", "\uff3d": "]", "\u2013": "-", "\u2212": "-",
} | {chr(0xFF10 + digit): str(digit) for digit in range(10)}  # fmt: skip
"""Characters from web pages and other keyboards, and what they were meant for."""

_TRANSLATION = str.maketrans(_LOOKALIKES)


def look(scene: Scene) -> Iterator[Hit]:
    for _, reading in scene.settings("path"):
        yield from _path(scene, reading)
    for reading in scene.document.readings.values():
        yield from _characters(scene, reading)
    yield from _lines(scene)


def _path(scene: Scene, reading: Reading) -> Iterator[Hit]:
    line, spans = f"`{scene.line(reading)}`", reading.spans
    if _CONTROL.search(reading.raw):
        doubled = _BACKSLASHES.sub(rb"\\\\", scene.written(reading))
        said = f"{line}: \\b, \\n and \\t are escapes, so WSL reads {reading.raw!r} and does not warn."
        splice = Splice(spans.value, spans.end, doubled)
        yield Hit(
            "escape-changes-path", reading.line, said, f"write {short(reading.key)}={doubled.decode()}", (splice,)
        )
    if _VARIABLE.search(reading.raw):
        said = f"{line}: WSL does not expand variables; it looks for a folder of that very name."
        yield Hit("path-variable", reading.line, said)


def _characters(scene: Scene, reading: Reading) -> Iterator[Hit]:
    written = scene.written(reading)
    if written.isascii() or (not reading.valid and is_remark(written)):
        return
    spans = reading.spans
    said = f"`{short(reading.key)}`: WSL keeps the low 8 bits of every character and reads {reading.raw!a}"
    plain = _plain(written)
    if plain is None:
        yield Hit("not-ascii-value", reading.line, said + "; a value must be ASCII.")
        return
    trimmed = plain.strip(b" ")
    splice = Splice(spans.value, spans.end, trimmed)
    repair = f"write {short(reading.key)}={trimmed.decode()}"
    yield Hit("odd-characters", reading.line, said + ": there are characters from a web page in it.", repair, (splice,))


def _lines(scene: Scene) -> Iterator[Hit]:
    """Invalid lines that begin with, or break at, a character that only looks right."""
    for statement in scene.document.statements:
        if statement.kind not in ("InvalidKey", "Expected"):
            continue
        start, end = scene.rest(statement)
        line = scene.document.text[start:end]
        at_fault = line.partition(b"#")[0]
        if at_fault.isascii():
            continue
        plain = _plain(at_fault)
        said = f"`{quoted(line)}`: characters in it only look like blanks or signs; WSL ignores the line."
        splices = (Splice(start, start + len(at_fault), plain.lstrip(b" ")),) if plain is not None else ()
        yield Hit("odd-characters", statement.line, said, "write it in ASCII" if splices else "", splices)


def _plain(text: bytes) -> bytes | None:
    """`text` in ASCII, None where it holds more than lookalikes."""
    plain = text.decode("utf-8", "replace").translate(_TRANSLATION)
    return plain.encode() if plain.isascii() else None

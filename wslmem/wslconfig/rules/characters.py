"""Characters in a value or a line that do not arrive as written."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.text import Text, verbatim
from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.keys import KEYS
from wslmem.wslconfig.rules.lines import is_remark
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, default_of, quoted
from wslmem.wslconfig.splice import Splice

RULES: dict[str, Severity] = {
    "odd-characters": "error",
    "not-ascii-value": "error",
}

_LOOKALIKES = {
    "\u00a0": " ", "\u3000": " ", "\u202f": " ", "\u2007": " ", "\u200b": "", "\u200e": "", "\ufeff": "", "\u2060": "",
    "\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\uff1d": "=", "\uff03": "#",
    "\uff3b": "[", "\uff3d": "]", "\u2013": "-", "\u2212": "-",
} | {chr(0xFF10 + digit): str(digit) for digit in range(10)}  # fmt: skip
"""Characters from web pages and other keyboards, and what they were meant for."""

_TRANSLATION = str.maketrans(_LOOKALIKES)


def look(scene: Scene) -> Iterator[Hit]:
    for reading in scene.document.readings.values():
        yield from _value(scene, reading)
    yield from _lines(scene)


def _value(scene: Scene, reading: Reading) -> Iterator[Hit]:
    written = scene.written(reading)
    if written.isascii() or (not reading.valid and is_remark(written)):
        return
    plain = _plain(written)
    if plain is None:
        text = Text(
            "Non-ASCII characters get garbled: WSL reads {read}. {effect}",
            read=ascii(reading.raw),
            effect=_effect(scene, reading),
        )
        yield Hit("not-ascii-value", reading.line, text, scene.line(reading))
        return
    trimmed = plain.strip(b" ")
    splice = Splice(reading.spans.value, reading.spans.end, trimmed)
    text = Text(
        "Contains look-alike spaces or symbols, so WSL reads {read}. {effect}",
        read=ascii(reading.raw),
        effect=_effect(scene, reading),
    )
    repair = Repair(verbatim(f"{scene.name(reading)}={trimmed.decode()}"), (splice,), keys=frozenset({reading.key}))
    yield Hit("odd-characters", reading.line, text, scene.line(reading), (repair,))


def _effect(scene: Scene, reading: Reading) -> Text:
    if not reading.valid:
        return Text("It warns and uses {default}.", default=default_of(scene, KEYS[reading.key]))
    return Text("It does not warn. Use ASCII.")


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
        text = Text("Contains look-alike spaces or symbols. WSL warns and ignores the line.")
        repairs: tuple[Repair, ...] = ()
        if plain is not None:
            splice = Splice(start, start + len(at_fault), plain.lstrip(b" "))
            repairs = (Repair(verbatim(plain.strip().decode()), (splice,)),)
        yield Hit("odd-characters", statement.line, text, quoted(line), repairs)


def _plain(text: bytes) -> bytes | None:
    """`text` in ASCII, None where it holds more than lookalikes."""
    plain = text.decode("utf-8", "replace").translate(_TRANSLATION)
    return plain.encode() if plain.isascii() else None

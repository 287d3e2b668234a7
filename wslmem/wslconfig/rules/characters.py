"""Characters in a value or a line that do not arrive as written."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.text import Text, verbatim
from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.effective import given
from wslmem.wslconfig.keys import KEYS
from wslmem.wslconfig.rules.lines import is_remark
from wslmem.wslconfig.rules.lookalikes import is_spoilt, plain
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, comment_out, default_of, quoted
from wslmem.wslconfig.splice import Splice
from wslmem.wslconfig.starting import SwapDisk, swap_disk

RULES: dict[str, Severity] = {
    "odd-characters": "error",
    "not-ascii-value": "error",
}
SWAP_FILE = "wsl2.swapFile"


def look(scene: Scene) -> Iterator[Hit]:
    for reading in scene.document.readings.values():
        yield from _value(scene, reading)
    yield from _lines(scene)


def _value(scene: Scene, reading: Reading) -> Iterator[Hit]:
    written = scene.written(reading)
    if written.isascii() or (not reading.valid and is_remark(written)):
        return
    meant = plain(written)
    if meant is None:
        text = Text(
            "Non-ASCII characters get garbled: WSL reads {read}. {effect}",
            read=ascii(reading.raw),
            effect=_effect(scene, reading),
        )
        repairs = (comment_out(reading),) if reading.key == SWAP_FILE and _no_swap(scene) else ()
        yield Hit("not-ascii-value", reading.line, text, scene.line(reading), repairs)
        return
    trimmed = meant.strip(b" ")
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
    if reading.key == SWAP_FILE and _no_swap(scene):
        return Text("It cannot make the swap file there: it warns, and the VM has no swap. Use ASCII.")
    return Text("It does not warn. Use ASCII.")


def _no_swap(scene: Scene) -> bool:
    return given(scene.document, "wsl2.swap") != 0 and swap_disk(scene.document, scene.sight)[0] is SwapDisk.NONE


def _lines(scene: Scene) -> Iterator[Hit]:
    """Invalid lines that begin with, or break at, a character that only looks right."""
    for statement in scene.document.statements:
        if statement.kind not in ("InvalidKey", "Expected"):
            continue
        start, end = scene.rest(statement)
        line = scene.document.text[start:end]
        if not is_spoilt(line):
            continue
        at_fault = line.partition(b"#")[0]
        meant = plain(at_fault) or b""
        text = Text("Contains look-alike spaces or symbols. WSL warns and ignores the line.")
        splice = Splice(start, start + len(at_fault), meant.lstrip(b" "))
        repairs = (Repair(verbatim(meant.strip().decode()), (splice,)),)
        yield Hit("odd-characters", statement.line, text, quoted(line), repairs)

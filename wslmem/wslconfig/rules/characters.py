"""Characters in a value or a line that do not arrive as written."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.text import Text, verbatim
from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.effective import given
from wslmem.wslconfig.keys import KEYS
from wslmem.wslconfig.meant_size import advised_size
from wslmem.wslconfig.rules.behind import is_crowded, is_remark
from wslmem.wslconfig.rules.headers import is_bad_header
from wslmem.wslconfig.rules.lookalikes import in_latin, is_spoilt, plain, with_key_in_latin
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, comment_out, default_of, quoted
from wslmem.wslconfig.splice import Splice
from wslmem.wslconfig.starting import SwapDisk, blocked, swap_disk

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
    if written.isascii() or (not reading.valid and (is_remark(written) or is_crowded(written))):
        return
    meant = plain(in_latin(written) if KEYS[reading.key].kind == "size" else written)
    if meant is None:
        text = Text(
            "Non-ASCII characters get garbled: WSL reads {read}. {effect}",
            read=ascii(reading.raw),
            effect=_effect(scene, reading),
        )
        repairs = (comment_out(scene, reading),) if reading.key == SWAP_FILE and _no_swap(scene) else ()
        yield Hit("not-ascii-value", reading.line, text, scene.line(reading), repairs)
        return
    trimmed = _meant(reading, meant.strip(b" "))
    splice = Splice(reading.spans.value, reading.spans.end, trimmed)
    text = Text(
        "Contains look-alike spaces or symbols, so WSL reads {read}. {effect}",
        read=ascii(reading.raw),
        effect=_effect(scene, reading),
    )
    repair = Repair(
        verbatim(f"{scene.name(reading)}={trimmed.decode()}"), (splice,), keys=frozenset({reading.key}), sets=True
    )
    yield Hit("odd-characters", reading.line, text, scene.line(reading), (repair,))


def _meant(reading: Reading, value: bytes) -> bytes:
    """The value without signs that end a sentence, not a value."""
    if KEYS[reading.key].kind == "size" and (size := advised_size(value.decode())) is not None:
        return size.encode()
    return value if KEYS[reading.key].kind in ("text", "path") else value.rstrip(b" ,;.")


def _effect(scene: Scene, reading: Reading) -> Text:
    if not reading.valid:
        return Text("It warns and uses {default}.", default=default_of(scene, KEYS[reading.key]))
    if reading.key == SWAP_FILE and _no_swap(scene):
        return Text("It cannot make the swap file there: it warns, and the VM has no swap. Use ASCII.")
    if any(one.key == reading.key for one in blocked(scene.document, scene.sight)):
        return Text("WSL does not start. Use ASCII.")
    return Text("It does not warn. Use ASCII.")


def _no_swap(scene: Scene) -> bool:
    return given(scene.document, "wsl2.swap") != 0 and swap_disk(scene.document, scene.sight)[0] is SwapDisk.NONE


def _lines(scene: Scene) -> Iterator[Hit]:
    """Invalid lines that begin with, or break at, a character that only looks right."""
    for statement in scene.document.statements:
        if statement.kind not in ("InvalidKey", "Expected") or is_bad_header(scene, statement):
            continue
        start, end = scene.rest(statement)
        line = scene.document.text[start:end]
        if not is_spoilt(line):
            continue
        at_fault = line.partition(b"#")[0]
        meant = with_key_in_latin(at_fault) or plain(at_fault) or b""
        text = Text("Contains look-alike spaces or symbols. WSL warns and ignores the line.")
        splice = Splice(start, start + len(at_fault), meant.lstrip(b" "))
        repairs = (Repair(verbatim(meant.strip().decode()), (splice,), sets=True),)
        yield Hit("odd-characters", statement.line, text, quoted(line), repairs)

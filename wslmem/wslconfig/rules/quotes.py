"""Texts and paths in single quotes, which WSL takes for letters of the value; of a size the rules of sizes tell."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.text import Text, verbatim
from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, comment_out, quoted
from wslmem.wslconfig.splice import Splice

RULES: dict[str, Severity] = {"single-quotes": "error"}

_QUOTE = "'"


def look(scene: Scene) -> Iterator[Hit]:
    for _, reading in scene.settings("text"):
        if in_quotes(reading):
            yield told(scene, reading, Text("They are part of the value. WSL does not warn."))


def in_quotes(reading: Reading) -> bool:
    """Whether a value begins and ends in a single quote, and holds no other."""
    raw = reading.raw
    return len(raw) > 1 and raw[0] == raw[-1] == _QUOTE and raw.count(_QUOTE) == len(_QUOTE) * 2


def told(scene: Scene, reading: Reading, effect: Text) -> Hit:
    """The finding; `effect` is what comes of the quotes."""
    why = Text("Single quotes do not quote; use double quotes or none.")
    bare = scene.written(reading).replace(_QUOTE.encode(), b"")
    without = Repair(
        verbatim(f"{scene.name(reading)}={quoted(bare)}"),
        (Splice(reading.spans.value, reading.spans.end, bare),),
        keys=frozenset({reading.key}),
    )
    text = Text("{why} {effect}", why=why, effect=effect)
    return Hit("single-quotes", reading.line, text, scene.line(reading), (without, comment_out(scene, reading)))

"""Parts of other files that people write into this one: the section of `.wslgconfig`, and the settings of wslc."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from wslmem.patterns import lazy
from wslmem.text import Text
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, commented_out, quoted
from wslmem.wslconfig.scanner import Statement

RULES: dict[str, Severity] = {"wslg-section": "error", "wslc-settings": "error"}

Part = Literal["wslg-section", "wslc-settings"]

_BEGINS = lazy(
    rb"(?P<wslg>\[[ \t]*system[-_ ]?distro[-_ ]?env\b)|(?P<wslc>session[ \t]*+:[ \t]*+(?=[\r\n#]|\Z))", re.IGNORECASE
)
"""The one section that WSLg reads, whose hyphens make it no section of this file, and the mapping that wslc reads."""
_BRACKET = ord("[")


def look(scene: Scene) -> Iterator[Hit]:
    for part, block in _blocks(scene):
        start, end = scene.rest(block[0])
        if part == "wslg-section":
            text = Text(
                "This section belongs in .wslgconfig, beside this file. WSL warns and ignores every line of it."
            )
            said = Text("put # in front of these lines, and them into .wslgconfig")
        else:
            text = Text("wslc does not read this file, but its own settings.yaml. WSL warns and ignores these lines.")
            said = Text("put # in front of these lines, and them into settings.yaml of wslc")
        away = Repair(said, commented_out(one.start for one in block))
        subject = quoted(scene.document.text[start:end])
        yield Hit(part, block[0].line, text, subject, (away,), tuple(one.line for one in block))


def told_here(scene: Scene) -> frozenset[int]:
    """Where the lines begin that these rules tell of, so that no other rule need."""
    return frozenset(one.start for _, block in _blocks(scene) for one in block)


def _blocks(scene: Scene) -> Iterator[tuple[Part, list[Statement]]]:
    """Each such part, line by line; a header ends it, and wslc's also ends at a setting."""
    text = scene.document.text
    if not _BEGINS.search(text):
        return
    part: Part | None = None
    block: list[Statement] = []
    for statement in scene.document.statements:
        begins = _BEGINS.match(text, statement.start)
        ends = text[statement.start] == _BRACKET or (part == "wslc-settings" and statement.kind == "key")
        if part and (begins or ends):
            yield part, block
            part = None
        if begins:
            part, block = "wslg-section" if begins["wslg"] else "wslc-settings", []
        if part:
            block.append(statement)
    if part:
        yield part, block

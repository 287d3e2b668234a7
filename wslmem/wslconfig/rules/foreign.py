"""Parts of other files that people write into this one: the section of `.wslgconfig`, and the settings of wslc."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.patterns import lazy
from wslmem.text import Text
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, commented_out, quoted
from wslmem.wslconfig.scanner import Statement

RULES: dict[str, Severity] = {"wslg-section": "error", "wslc-settings": "error"}

_BEGINS = lazy(
    rb"(?P<section>\[[ \t]*system[-_ ]?distro[-_ ]?env\b)"
    rb"|(?P<variables>(?<![a-z0-9_])(?:weston|wslg)_[a-z0-9_]++[ \t]*+=)"  # a word is read once, from its begin
    rb"|(?P<wslc>session[ \t]*+:[ \t]*+(?=[\r\n#]|\Z))",
    re.IGNORECASE,
)
"""The one section that WSLg reads, whose hyphens make it no section of this file; variables that stand in it, without
it; and the mapping that wslc reads."""
_BRACKET = ord("[")
_INTO_WSLG = Text("put # in front of these lines, and them into .wslgconfig")
_SAID = {
    "section": (
        "wslg-section",
        Text("This section belongs in .wslgconfig, beside this file. WSL warns and ignores every line of it."),
        _INTO_WSLG,
    ),
    "variables": (
        "wslg-section",
        Text("This belongs in [system-distro-env] of .wslgconfig, beside this file. WSL warns and ignores it."),
        _INTO_WSLG,
    ),
    "wslc": (
        "wslc-settings",
        Text("wslc does not read this file, but its own settings.yaml. WSL warns and ignores these lines."),
        Text("put # in front of these lines, and them into settings.yaml of wslc"),
    ),
}
"""Of each part the rule, what is said, and what to do."""


def look(scene: Scene) -> Iterator[Hit]:
    for part, block in _blocks(scene):
        rule, text, said = _SAID[part]
        start, end = scene.rest(block[0])
        away = Repair(said, commented_out(one.start for one in block))
        subject = quoted(scene.document.text[start:end])
        yield Hit(rule, block[0].line, text, subject, (away,), tuple(one.line for one in block))


def told_here(scene: Scene) -> frozenset[int]:
    """Where the lines begin that these rules tell of, so that no other rule need."""
    return frozenset(one.start for _, block in _blocks(scene) for one in block)


def _blocks(scene: Scene) -> Iterator[tuple[str, list[Statement]]]:
    """Each such part, line by line."""
    text = scene.document.text
    if not _BEGINS.search(text):
        return
    part: str | None = None
    block: list[Statement] = []
    for statement in scene.document.statements:
        match = _BEGINS.match(text, statement.start)
        begins = match.lastgroup if match else None
        if part and not _goes_on(part, begins, statement, text):
            yield part, block
            part = None
        if part is None and begins:
            part, block = begins, []
        if part:
            block.append(statement)
    if part:
        yield part, block


def _goes_on(part: str, begins: str | None, statement: Statement, text: bytes) -> bool:
    """Whether a line belongs to the part above it: a header ends any, a setting that of wslc."""
    if part == "variables":
        return begins == part
    if text[statement.start] == _BRACKET or begins not in (None, "variables"):
        return False
    return part == "section" or (begins is None and statement.kind != "key")

"""What stands behind a value on its line and spoils it: a remark that is no comment to WSL, or another setting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.patterns import lazy
from wslmem.text import Text, verbatim
from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.keys import SHORT_NAMES, Key, find
from wslmem.wslconfig.placing import native_line_end
from wslmem.wslconfig.rules.lookalikes import in_latin, plain
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, default_of, quoted
from wslmem.wslconfig.splice import Splice

RULES: dict[str, Severity] = {
    "remark-after-value": "error",
    "settings-on-one-line": "error",
}

NEXT_KEY = lazy(
    rb"(?<![ \t,;|&>\x81\x8c\x9b])(?:[ \t,;|&]|<br[ \t]*+/?>|\xef\xbc[\x8c\x9b]|\xe3\x80\x81)++"
    rb"([A-Za-z][A-Za-z0-9]*+)[ \t]*+="
)
"""Another setting on the same line, and what separates it."""
_REMARK = lazy(
    rb"([^ \t]++[ \t]*?)([ \t])(;|/\*|//|\\\\|<[-=]++|--++|\||>{1,2}|::"
    rb"|rem\b|\xef\xbc\x9b|\xef\xbc\x8f\xef\xbc\x8f|\xe2\x86\x90"
    rb"|\xe2\x80[\x93\x94])([\x00-\xff]*)",
    re.IGNORECASE,
)
"""The signs of a comment elsewhere, full-width ones and dashes among them, and arrows that point at the value."""
_ASIDE = lazy(rb"([!-~]++)([ \t]*+)([\x80-\xff][\x00-\xff]*)")
"""A value and words of another alphabet, perhaps in its brackets."""
_MEANT_THERE = {"wsl2.kernelCommandLine": b"swiotlb"}
"""A word of the kernel that is also the name of a setting."""
CONTINUED = lazy(rb"\\\r?\n[ \t]*(?:[A-Za-z][A-Za-z0-9]*[ \t]*=|\[)")
"""A backslash that makes the next setting, or header, part of a value."""


def is_told_here(written: bytes) -> bool:
    """Whether a refused value has a cause that needs no rule of its kind: something behind it, or odd characters."""
    if not written.isascii() or is_remark(written) or is_crowded(written):
        return True
    return CONTINUED.search(written) is not None


def is_remark(written: bytes) -> bool:
    """Whether a value goes on with something that was meant as a comment."""
    return _remark_in(written) is not None


def _remark_in(written: bytes) -> tuple[bytes, bytes] | None:
    """The value, and what is said of it."""
    if found := _REMARK.fullmatch(written):
        return found[1] + found[2], found[4].removesuffix(b"*/").rstrip()
    aside = _ASIDE.fullmatch(written) if not written.isascii() and plain(in_latin(written)) is None else None
    if aside is None or (not aside[2] and aside[3].decode("utf-8", "replace")[:1].isalpha()):
        return None  # no word of its own: `s\u00ed`
    return aside[1] + b" ", b" " + aside[3]


def is_crowded(written: bytes, but: bytes = b"") -> bool:
    """Whether other settings stand behind a value; `but` is one that may."""
    return any(one[1].lower() != but for one in _others(written))


def look(scene: Scene) -> Iterator[Hit]:
    for key, reading in scene.settings("size", "int", "bool", "enum", "mac", "ports", "ip"):
        if reading.valid:
            continue
        written = scene.written(reading)
        if is_crowded(written):
            yield _crowded(scene, key, reading)
        elif remark := _remark_in(written):
            yield _remark(scene, key, reading, b"#".join(remark))
    for key, reading in scene.settings("text", "path"):
        if is_crowded(scene.written(reading), _MEANT_THERE.get(key.name, b"")):
            yield _crowded(scene, key, reading)


def _remark(scene: Scene, key: Key, reading: Reading, new: bytes) -> Hit:
    text = Text(
        "Only # starts a comment, so the remark is part of the value. WSL warns and uses {default}.",
        default=default_of(scene, key),
    )
    splice = Splice(reading.spans.value, reading.spans.end, new)
    repair = Repair(verbatim(f"{scene.name(reading)}={quoted(new)}"), (splice,), keys=frozenset({key.name}), sets=True)
    return Hit("remark-after-value", reading.line, text, scene.line(reading), (repair,))


def _others(written: bytes) -> Iterator[re.Match[bytes]]:
    return (found for found in NEXT_KEY.finditer(written) if found[1].lower() in SHORT_NAMES)


def _crowded(scene: Scene, key: Key, reading: Reading) -> Hit:
    """`memory=8GB swap=4GB`: to WSL all of it is one value."""
    end, at = native_line_end(scene.document.text), reading.spans.value
    others = list(_others(scene.written(reading)))
    section, _, own = key.name.partition(".")
    is_text = key.kind in ("text", "path")
    again = is_text and {one[1].decode().lower() for one in others} == {own.lower()}
    splices = tuple(
        Splice(at + one.start(1), at + one.end(), b"") if again else Splice(at + one.start(), at + one.start(1), end)
        for one in others
    )
    free = {known.name for one in others if (known := find(f"{section}.{one[1].decode()}"))} - {
        *scene.document.readings
    }
    text = Text("Each setting needs a line of its own. WSL takes all of it for one value, and does not warn.")
    if not is_text:
        text = Text(
            "Each setting needs a line of its own. WSL takes all of it for one value, warns and uses {default}.",
            default=default_of(scene, key),
        )
    said = Text("leave out the second {name}=", name=own) if again else Text("write each setting on a line of its own")
    repair = Repair(said, splices, keys=frozenset({key.name, *free}))
    return Hit("settings-on-one-line", reading.line, text, scene.line(reading), (repair,))

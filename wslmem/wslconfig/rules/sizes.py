"""Sizes: spellings that WSL refuses, and sizes that it silently replaces (`ParseMemorySize`, `Config::Initialize`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.units import GIB, MIB, Bytes, show_size, spell_size
from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.effective import LEAST_MEMORY, given
from wslmem.wslconfig.keys import Key
from wslmem.wslconfig.rules.lines import is_told_here
from wslmem.wslconfig.rules.scene import Hit, Scene, Severity, default_of, value_repair
from wslmem.wslconfig.spelling import advised_size, plain_size

RULES: dict[str, Severity] = {
    "size-empty": "error",
    "size-quotes": "error",
    "size-lower-case": "error",
    "size-blank": "error",
    "size-decimal": "error",
    "size-percent": "error",
    "size-iec-unit": "error",
    "size-invalid": "error",
    "size-without-unit": "error",
    "size-wraps": "warning",
    "memory-zero": "note",
    "memory-below-minimum": "warning",
    "memory-above-host": "warning",
    "memory-rounded": "note",
}

_SPELLINGS = (
    ("size-quotes", re.compile(r"'.*'"), "single quotes are ordinary characters to WSL"),
    ("size-decimal", re.compile(r"\s*+[0-9]++[.,][0-9]++.*"), "WSL knows no decimals"),
    ("size-percent", re.compile(r"\s*+[0-9]++\s*+%"), "WSL knows no percentages"),
    (
        "size-iec-unit",
        re.compile(r"\s*+[0-9]++\s*+[KMGT]iB", re.IGNORECASE),
        "WSL counts in powers of 1024 but calls them KB, MB, GB",
    ),
    ("size-blank", re.compile(r"\s*+[0-9]++\s++[KMGT]?B?\s*", re.IGNORECASE), "no blank may stand before the unit"),
    ("size-lower-case", re.compile(r"[0-9]+(?:[kmgt]b?|b)", re.IGNORECASE), "units are in upper case only"),
)
_LONGEST_SHARE = 8
_MOST_GB = 1024
_MOST_MB = 1024 * 1024


def look(scene: Scene) -> Iterator[Hit]:
    for key, reading in scene.settings("size"):
        if not reading.valid:
            if not is_told_here(scene.written(reading)):
                yield _refused(scene, key, reading)
        elif plain_size(reading.raw.strip()) != reading.value:
            yield Hit(
                "size-wraps",
                reading.line,
                f"`{scene.line(reading)}`: WSL counts in 64 bits and reads {reading.value} bytes.",
            )
        elif key.name in ("wsl2.memory", "wsl2.swap"):
            yield from _replaced(scene, key, reading)


def _refused(scene: Scene, key: Key, reading: Reading) -> Hit:
    rule, why = _spelling(reading.raw)
    text = f"`{scene.line(reading)}`: {why}; WSL warns and uses {default_of(key)}."
    meant = _percentage(scene, reading.raw) if rule == "size-percent" else advised_size(reading.raw)
    return Hit(rule, reading.line, text, *value_repair(scene, key, reading, meant))


def _spelling(raw: str) -> tuple[str, str]:
    if not raw:
        return "size-empty", "there is no value"
    for rule, pattern, why in _SPELLINGS:
        if pattern.fullmatch(raw):
            return rule, why
    return "size-invalid", "a size is digits, then B, KB, MB, GB or TB"


def _percentage(scene: Scene, raw: str) -> str | None:
    if scene.host_total is None or len(raw) > _LONGEST_SHARE:
        return None
    share = scene.host_total * int(raw.strip().rstrip("% ")) // 100
    return spell_size(Bytes(share // (2 * MIB) * 2 * MIB))


def _replaced(scene: Scene, key: Key, reading: Reading) -> Iterator[Hit]:
    """Sizes that WSL reads, but not as meant."""
    size, line = Bytes(given(scene.document, key.name) or 0), f"`{scene.line(reading)}`"
    if reading.raw.strip().isdigit() and 0 < size < LEAST_MEMORY:
        meant = f"{size}GB" if size <= _MOST_GB else f"{size}MB" if size <= _MOST_MB else None
        result = "clamps that to 256 MB" if key.name == "wsl2.memory" else "makes so small a swap disk"
        text = f"{line}: without a unit this is {size} bytes; WSL does not warn and {result}."
        yield Hit("size-without-unit", reading.line, text, *value_repair(scene, key, reading, meant))
    elif key.name == "wsl2.memory":
        yield from _memory(scene, key, reading, size, line)


def _memory(scene: Scene, key: Key, reading: Reading, size: Bytes, line: str) -> Iterator[Hit]:
    even = Bytes(size // (2 * MIB) * 2 * MIB)
    if size == 0:
        yield Hit("memory-zero", reading.line, f"{line}: to WSL this is not zero but {default_of(key)}.")
    elif size < LEAST_MEMORY:
        text = f"{line}: WSL does not warn and gives the VM 256 MB, its least."
        yield Hit("memory-below-minimum", reading.line, text, *value_repair(scene, key, reading, "256MB"))
    elif scene.host_total is not None and size > scene.host_total:
        host = Bytes(scene.host_total // GIB * GIB or scene.host_total // (2 * MIB) * 2 * MIB)
        text = f"{line}: the host has {show_size(scene.host_total)}; WSL does not warn and gives the VM all of it."
        yield Hit("memory-above-host", reading.line, text, *value_repair(scene, key, reading, spell_size(host)))
    elif even != size:
        text = f"{line}: the VM gets whole MiB, an even number of them: {even // MIB} MiB."
        yield Hit("memory-rounded", reading.line, text, *value_repair(scene, key, reading, spell_size(even)))

"""Sizes: spellings that WSL refuses, and sizes that it silently replaces (`ParseMemorySize`, `Config::Initialize`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.patterns import lazy
from wslmem.text import Text
from wslmem.units import GIB, MIB, Bytes, show_size, spell_size
from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.effective import LEAST_MEMORY, effective, given
from wslmem.wslconfig.keys import Key
from wslmem.wslconfig.meant_size import advised_size, plain_size, share_of
from wslmem.wslconfig.room import fitted, reserve
from wslmem.wslconfig.rules.behind import is_told_here
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, comment_out, default_of, value_repair
from wslmem.wslconfig.starting import LARGEST_DISK, is_too_large

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
    "size-wraps": "error",
    "memory-zero": "note",
    "memory-below-minimum": "warning",
    "memory-above-host": "warning",
    "memory-starves-windows": "warning",
    "memory-rounded": "note",
    "swap-above-disk": "error",
    "swap-far-above-memory": "note",
}

_SPELLINGS = (
    ("size-quotes", lazy(r"'.*'"), Text("Single quotes do not quote; use double quotes or none.")),
    ("size-percent", lazy(r"\s*+[0-9]++(?:[.,][0-9]++)?+\s*+%"), Text("Percentages are not allowed.")),
    ("size-decimal", lazy(r"\s*+[0-9]++[.,][0-9]++.*"), Text("Decimals are not allowed.")),
    (
        "size-iec-unit",
        lazy(r"\s*+[0-9]++\s*+[KMGT]iB?", re.IGNORECASE),
        Text("WSL writes GB, not GiB; both are 1024-based."),
    ),
    (
        "size-blank",
        lazy(r"\s*+[0-9]++\s++[KMGT]?B?\s*", re.IGNORECASE),
        Text("No space is allowed before the unit."),
    ),
    ("size-lower-case", lazy(r"[0-9]+(?:[kmgt]b?|b)", re.IGNORECASE), Text("The unit must be upper case.")),
)
_NO_SWAP = frozenset({"false", "none", "no", "off", "disabled", "disable", "null", "00", "zero"})
_ONE = lazy(r"-1(?![0-9])")
_DEFAULT = frozenset({"true", "yes", "on", "auto", "default"})
_MOST_GB = 256
"""A larger bare number was meant in MB."""
_MOST_MB = 1024 * 1024
_USUAL = Bytes(2 * GIB)
"""A limit that people write; of what is less with the next smaller unit, the unit was no slip."""
_FAR = 4
"""A swap of more than so many times the memory is told."""
_MUCH_SWAP = Bytes(32 * GIB)
"""Below this nothing is said of the proportion."""


def look(scene: Scene) -> Iterator[Hit]:
    for key, reading in scene.settings("size"):
        if not reading.valid:
            if not is_told_here(scene.written(reading)):
                yield _refused(scene, key, reading)
        elif plain_size(reading.raw.strip().removeprefix("+")) != reading.value:
            yield _wraps(scene, key, reading)
        elif key.name == "wsl2.swap" and is_too_large(scene.document):
            most = show_size(LARGEST_DISK)
            text = Text("No disk can be larger than {size}. WSL warns, and the VM has no swap.", size=most)
            yield Hit("swap-above-disk", reading.line, text, scene.line(reading), (comment_out(scene, reading),))
        else:
            yield from _replaced(scene, key, reading)
    yield from _proportion(scene)


def _wraps(scene: Scene, key: Key, reading: Reading) -> Hit:
    """A number below zero, or beyond 2^64."""
    limits = effective(scene.document, host_total=scene.host_total, processors=None)
    got = {"wsl2.memory": limits.memory, "wsl2.swap": limits.swap}.get(key.name)
    read = Bytes(reading.value if isinstance(reading.value, int) else 0)
    if key.name == "wsl2.swap" and is_too_large(scene.document):
        text = Text(
            "WSL counts in 64 bits and reads {size}, which no disk can hold. It warns, and the VM has no swap.",
            size=show_size(read),
        )
        return Hit("size-wraps", reading.line, text, scene.line(reading), _unwrapped(scene, key, reading))
    if got is None:
        text = Text("WSL counts in 64 bits. It does not warn and reads {size}.", size=show_size(read))
    elif got.source == "default" or got.value is None:
        text = Text("WSL counts in 64 bits. It does not warn and uses {default}.", default=default_of(scene, key))
    else:
        text = Text("WSL counts in 64 bits. It does not warn and uses {size}.", size=show_size(got.value))
    repairs = _unwrapped(scene, key, reading)
    return Hit("size-wraps", reading.line, text, scene.line(reading), repairs, severity="warning")


def _unwrapped(scene: Scene, key: Key, reading: Reading) -> tuple[Repair, ...]:
    """`-8GB` has a sign too many; `-1` means elsewhere that there is no limit, or that nobody cares."""
    raw, host = reading.raw.strip(), scene.host_total
    if not raw.startswith("-"):
        return (comment_out(scene, reading),) if key.name == "wsl2.swap" and is_too_large(scene.document) else ()
    positive = raw[1:] if advised_size(raw[1:]) and not _ONE.match(raw) else None
    unlimited = spell_size(_most(host)) if host is not None and key.name == "wsl2.memory" else None
    meant = _fitting(scene, key, advised_size(positive)) if positive else unlimited
    none = value_repair(scene, key, reading, "0") if key.name == "wsl2.swap" and not positive else ()
    return (*value_repair(scene, key, reading, meant), comment_out(scene, reading), *none)


def _refused(scene: Scene, key: Key, reading: Reading) -> Hit:
    rule, why = _spelling(reading.raw)
    text = Text("{why} WSL warns and uses {default}.", why=why, default=default_of(scene, key))
    return Hit(rule, reading.line, text, scene.line(reading), _repairs(scene, key, reading, rule))


def _repairs(scene: Scene, key: Key, reading: Reading, rule: str) -> tuple[Repair, ...]:
    word = reading.raw.strip("'\" \t").lower()
    if key.name == "wsl2.swap" and word in _NO_SWAP:
        return value_repair(scene, key, reading, "0")
    if rule == "size-empty" or word in _DEFAULT:
        return (comment_out(scene, reading),)
    is_share = share_of(reading.raw) is not None
    meant = _percentage(scene, key, reading.raw) if is_share else advised_size(reading.raw)
    return value_repair(scene, key, reading, _fitting(scene, key, meant))


def _spelling(raw: str) -> tuple[str, Text]:
    if not raw:
        return "size-empty", Text("The value is missing.")
    for rule, pattern, why in _SPELLINGS:
        if pattern.fullmatch(raw):
            return rule, why
    return "size-invalid", Text("A size is digits plus B, KB, MB, GB or TB.")


def _percentage(scene: Scene, key: Key, raw: str) -> str | None:
    """That share of the host's memory; of memory= no more than leaves Windows enough. Of another size nobody knows."""
    part = share_of(raw)
    if scene.host_total is None or part is None:
        return None
    share = int(scene.host_total * part)
    if key.name == "wsl2.memory":
        share = min(share, _most(scene.host_total))
    return spell_size(Bytes(share // (2 * MIB) * 2 * MIB)) if share >= 2 * MIB else None


def _most(host: Bytes) -> Bytes:
    return fitted(host - reserve(host))


def _fitting(scene: Scene, key: Key, meant: str | None) -> str | None:
    """What to write for what was meant: of memory= no more than leaves Windows enough."""
    size, host = plain_size(meant) if meant else None, scene.host_total
    if size is None or key.name != "wsl2.memory":
        return meant
    if host is None or size <= host - reserve(host) // 2:
        return spell_size(Bytes(size // (2 * MIB) * 2 * MIB)) if size >= LEAST_MEMORY else meant
    return spell_size(_above(host, Bytes(size)) if size > host else _most(host))


def _above(host: Bytes, size: Bytes) -> Bytes:
    """What is meant by more than the host has: `8192GB` is MB with the wrong unit, all else is as much as there is."""
    in_the_next_unit = Bytes(size // 1024)
    return in_the_next_unit if _USUAL <= in_the_next_unit <= _most(host) else _most(host)


def _replaced(scene: Scene, key: Key, reading: Reading) -> Iterator[Hit]:
    """Sizes that WSL reads, but not as meant."""
    size, line = Bytes(given(scene.document, key.name) or 0), scene.line(reading)
    if reading.raw.strip().removeprefix("+").isdigit() and 0 < size < LEAST_MEMORY:
        text = Text(
            "Without a unit this means {count} bytes. WSL does not warn and {result}.",
            count=f"{size:,}",
            result=_RESULTS.get(key.name, _USED),
        )
        meant = _with_unit(scene, key, size)
        yield Hit("size-without-unit", reading.line, text, line, value_repair(scene, key, reading, meant))
    elif key.name == "wsl2.memory":
        yield from _memory(scene, key, reading, size, line)


_USED = Text("uses that")
_RESULTS = {
    "wsl2.memory": Text("raises it to 256MB"),
    "wsl2.swap": Text("makes a swap file that small"),
}


def _with_unit(scene: Scene, key: Key, size: int) -> str | None:
    """GB for a number that is one of GB, else MB; of memory= no more than leaves Windows enough."""
    host = scene.host_total
    gigabytes = size <= _MOST_GB and (key.name != "wsl2.memory" or host is None or size * GIB <= 2 * host)
    if not gigabytes:
        return f"{size}MB" if size <= _MOST_MB else None
    meant = Bytes(size * GIB)
    if key.name == "wsl2.memory" and host is not None:
        meant = min(meant, _most(host))
    return spell_size(meant)


def _memory(scene: Scene, key: Key, reading: Reading, size: Bytes, line: str) -> Iterator[Hit]:
    host, even = scene.host_total, Bytes(size // (2 * MIB) * 2 * MIB)
    if size == 0:
        text = Text("WSL does not read this as zero, but as {default}.", default=default_of(scene, key))
        yield Hit("memory-zero", reading.line, text, line)
    elif size < LEAST_MEMORY:
        text = Text("Below the minimum. WSL does not warn and gives the VM 256MB.")
        repairs = value_repair(scene, key, reading, "256MB")
        yield Hit("memory-below-minimum", reading.line, text, line, repairs)
    elif host is not None and size > host:
        text = Text(
            "More than this computer has ({host}). WSL does not warn and lets the VM take all of it; Windows needs "
            "about {kept}.",
            host=show_size(host),
            kept=show_size(reserve(host)),
        )
        repairs = value_repair(scene, key, reading, spell_size(_above(host, size)))
        yield Hit("memory-above-host", reading.line, text, line, repairs)
    elif host is not None and size > host - reserve(host) // 2:
        text = Text(
            "This leaves {left} of {host} for Windows when the VM is full; it needs about {kept}.",
            left=show_size(host - size),
            host=show_size(host),
            kept=show_size(reserve(host)),
        )
        repairs = value_repair(scene, key, reading, spell_size(_most(host)))
        yield Hit("memory-starves-windows", reading.line, text, line, repairs)
    elif even != size:
        text = Text("WSL rounds down to an even number of MiB: {count} MiB.", count=f"{even // MIB:,}")
        repairs = value_repair(scene, key, reading, spell_size(even))
        yield Hit("memory-rounded", reading.line, text, line, repairs)


def _proportion(scene: Scene) -> Iterator[Hit]:
    """A swap file that is many times the memory: it is slow, and it fills the disk."""
    swap, reading = given(scene.document, "wsl2.swap"), scene.document.readings.get("wsl2.swap")
    if not swap or reading is None or swap < _MUCH_SWAP or scene.value("wsl2.safeMode"):
        return
    if plain_size(reading.raw.strip().removeprefix("+")) != swap or is_too_large(scene.document):
        return  # what wraps, and what no disk can hold, has a rule of its own
    memory = effective(scene.document, host_total=scene.host_total, processors=None).memory.value
    if memory is None or swap <= _FAR * memory:
        return
    text = Text(
        "{times} times the VM's memory ({memory}). Swap is far slower than memory, and the swap file may grow to "
        "{swap} on its drive. If a build needs this much, raise memory=.",
        times=swap // memory,
        memory=show_size(memory),
        swap=show_size(swap),
    )
    yield Hit("swap-far-above-memory", reading.line, text, scene.line(reading))

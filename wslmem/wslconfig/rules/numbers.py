"""Counts, switches, choices and addresses (`ConfigKey::ParseImpl`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.effective import given
from wslmem.wslconfig.keys import Key
from wslmem.wslconfig.rules.lines import is_told_here
from wslmem.wslconfig.rules.scene import Hit, Scene, Severity, default_of, value_repair
from wslmem.wslconfig.spelling import YES
from wslmem.wslconfig.values import ports_each

RULES: dict[str, Severity] = {
    "int-invalid": "error",
    "int-octal": "warning",
    "processors-above-host": "warning",
    "processors-all": "note",
    "bool-invalid": "error",
    "choice-unknown": "error",
    "mac-invalid": "error",
    "port-invalid": "warning",
    "ip-invalid": "error",
}

_OCTAL = re.compile(r"0[0-9]+")
_LEADING = re.compile(r"\s*([0-9]+)(?:[.,]0+)?(?:\s.*)?")


def look(scene: Scene) -> Iterator[Hit]:
    for key, reading in scene.settings("int", "bool", "enum", "mac", "ports", "ip"):
        if not reading.valid:
            if not is_told_here(scene.written(reading)):
                yield _refused(scene, key, reading)
        elif key.kind == "int" and _OCTAL.fullmatch(reading.raw):
            text = (
                f"`{scene.line(reading)}`: a leading 0 makes this octal; WSL reads {reading.value} and does not warn."
            )
            yield Hit("int-octal", reading.line, text, *value_repair(scene, key, reading, reading.raw.lstrip("0")))
        elif key.name == "wsl2.processors":
            yield from _processors(scene, key, reading)


def _processors(scene: Scene, key: Key, reading: Reading) -> Iterator[Hit]:
    wanted, most = given(scene.document, key.name) or 0, scene.processors
    if wanted <= 0:
        text = f"`{scene.line(reading)}`: to WSL this means all processors."
        yield Hit("processors-all", reading.line, text)
    elif most is not None and wanted > most:
        text = f"`{scene.line(reading)}`: the host has {most}; WSL warns and gives the VM {most}."
        yield Hit("processors-above-host", reading.line, text, *value_repair(scene, key, reading, str(most)))


def _refused(scene: Scene, key: Key, reading: Reading) -> Hit:
    rule, why, meant = _REFUSALS[key.kind](key, reading.raw)
    return Hit(rule, reading.line, f"`{scene.line(reading)}`: {why}", *value_repair(scene, key, reading, meant))


Refusal = tuple[str, str, str | None]


def _int(key: Key, raw: str) -> Refusal:
    number = _LEADING.fullmatch(raw.strip("'"))
    why = f"this is no whole number to WSL, which warns and uses {default_of(key)}."
    return "int-invalid", why, (number[1].lstrip("0") or "0") if number else None


def _bool(key: Key, raw: str) -> Refusal:
    why = f"WSL knows true, false, 1 and 0 only; it warns and uses {default_of(key)}."
    return "bool-invalid", why, YES.get(raw.strip("' \t").lower())


def _choice(key: Key, raw: str) -> Refusal:
    from difflib import get_close_matches

    close = get_close_matches(raw.lower(), [one.lower() for one in key.choices], n=1)
    why = f"WSL knows {', '.join(key.choices)}; it warns and uses {default_of(key)}."
    return "choice-unknown", why, next((one for one in key.choices if [one.lower()] == close), None)


def _mac(_key: Key, _raw: str) -> Refusal:
    return "mac-invalid", "WSL refuses to start the VM; an address is six pairs as in 00-15-5d-00-00-01.", None


def _ports(_key: Key, raw: str) -> Refusal:
    good, bad = ports_each(raw)
    why = f"{', '.join(map(repr, bad))} is no port of 1 to 65535; WSL warns of it and ignores {list(good)} alone."
    return "port-invalid", why, ",".join(map(str, good)) if good else None


def _ip(_key: Key, _raw: str) -> Refusal:
    return "ip-invalid", "this is no IPv4 address; WSL warns and turns dnsTunneling off.", None


_REFUSALS = {"int": _int, "bool": _bool, "enum": _choice, "mac": _mac, "ports": _ports, "ip": _ip}

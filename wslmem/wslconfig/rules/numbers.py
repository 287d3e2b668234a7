"""Counts, switches, choices and addresses (`ConfigKey::ParseImpl`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.text import Text, joined
from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.effective import given
from wslmem.wslconfig.keys import LEAST_TIME, Key
from wslmem.wslconfig.rules.lines import is_told_here
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, comment_out, default_of, listed, value_repair
from wslmem.wslconfig.spelling import YES
from wslmem.wslconfig.values import ports_each

RULES: dict[str, Severity] = {
    "int-invalid": "error",
    "int-octal": "warning",
    "processors-above-host": "warning",
    "processors-all": "note",
    "time-too-short": "warning",
    "bool-invalid": "error",
    "choice-unknown": "error",
    "mac-invalid": "error",
    "port-invalid": "warning",
    "ip-invalid": "error",
}

_OCTAL = re.compile(r"0[0-9]+")
_LEADING = re.compile(r"\s*([0-9]+)(?:[.,]0+)?[;,]?(?:\s.*|-?[A-Za-z]+[;,]?)?")
_MISTYPED_BOOL = re.compile(r"[=\s'\"]*(true|false|1|0)[\s'\",;.]*", re.IGNORECASE)
_ALL = frozenset({"all", "auto", "max", "default"})


def look(scene: Scene) -> Iterator[Hit]:
    for key, reading in scene.settings("int", "bool", "enum", "mac", "ports", "ip"):
        if not reading.valid:
            if not is_told_here(scene.written(reading)):
                yield _refused(scene, key, reading)
        elif key.kind == "int":
            yield from _int_read(scene, key, reading)


def _int_read(scene: Scene, key: Key, reading: Reading) -> Iterator[Hit]:
    if _OCTAL.fullmatch(reading.raw):
        text = Text("A leading 0 makes this octal. WSL does not warn and reads {count}.", count=reading.value)
        repairs = value_repair(scene, key, reading, reading.raw.lstrip("0") or None)
        yield Hit("int-octal", reading.line, text, scene.line(reading), repairs)
    elif key.name == "wsl2.processors":
        yield from _processors(scene, key, reading)
    elif key.name in LEAST_TIME:
        yield from _time(scene, key, reading)


def _processors(scene: Scene, key: Key, reading: Reading) -> Iterator[Hit]:
    wanted, most = given(scene.document, key.name) or 0, scene.processors
    line = scene.line(reading)
    if wanted <= 0:
        yield Hit("processors-all", reading.line, Text("For WSL this means all processors."), line)
    elif most is not None and wanted > most:
        text = Text("This computer has {count}. WSL warns and uses {count}.", count=most)
        yield Hit("processors-above-host", reading.line, text, line, value_repair(scene, key, reading, str(most)))


def _time(scene: Scene, key: Key, reading: Reading) -> Iterator[Hit]:
    """A time in seconds where WSL takes milliseconds; of a limit on the start, WSL then does not start."""
    least, stops_the_start = LEAST_TIME[key.name]
    count = given(scene.document, key.name) or 0
    if not 0 < count < least:
        return
    if stops_the_start:
        text = Text(
            "This is in milliseconds, too little to start in: WSL does not start, or gives up on the distribution."
        )
    else:
        text = Text("This is in milliseconds: {seconds} s.", seconds=f"{count / 1000:g}")
    in_seconds = str(count * 1000) if count * 1000 >= least else None
    repairs = (*value_repair(scene, key, reading, in_seconds), comment_out(reading))
    severity: Severity = "error" if stops_the_start else "warning"
    yield Hit("time-too-short", reading.line, text, scene.line(reading), repairs, severity=severity)


def _refused(scene: Scene, key: Key, reading: Reading) -> Hit:
    rule, text, meant = _REFUSALS[key.kind](scene, key, reading.raw)
    repairs: tuple[Repair, ...] = value_repair(scene, key, reading, meant)
    if not reading.raw or (not repairs and reading.raw.strip("'\" \t").lower() in _ALL):
        repairs = (comment_out(reading),)
    return Hit(rule, reading.line, text, scene.line(reading), repairs)


Refusal = tuple[str, Text, str | None]


def _int(scene: Scene, key: Key, raw: str) -> Refusal:
    number = _LEADING.fullmatch(raw.strip("='\" \t"))
    text = Text("Not a whole number. WSL warns and uses {default}.", default=default_of(scene, key))
    return "int-invalid", text, (number[1].lstrip("0") or "0") if number else None


def _bool(scene: Scene, key: Key, raw: str) -> Refusal:
    text = Text("Must be true, false, 1 or 0. WSL warns and uses {default}.", default=default_of(scene, key))
    plain = _MISTYPED_BOOL.fullmatch(raw)
    return "bool-invalid", text, plain[1].lower() if plain else YES.get(raw.strip("'\" \t").lower())


def _choice(scene: Scene, key: Key, raw: str) -> Refusal:
    from difflib import get_close_matches

    close = get_close_matches(raw.strip("='\" \t,;").lower(), [one.lower() for one in key.choices], n=1)
    text = Text(
        "Must be one of {choices}. WSL warns and uses {default}.",
        choices=joined(Text(", "), key.choices),
        default=default_of(scene, key),
    )
    return "choice-unknown", text, next((one for one in key.choices if [one.lower()] == close), None)


def _mac(_scene: Scene, _key: Key, _raw: str) -> Refusal:
    return "mac-invalid", Text("WSL does not start. Write six pairs: 00-15-5d-00-00-01."), None


def _ports(_scene: Scene, _key: Key, raw: str) -> Refusal:
    good, bad = ports_each(raw)
    text = Text("A port is 1 to 65535. WSL warns of {bad} and uses the others.", bad=listed(map(repr, bad)))
    if not good:
        text = Text("A port is 1 to 65535. WSL warns of {bad} and uses none.", bad=listed(map(repr, bad)))
    return "port-invalid", text, ",".join(map(str, good)) if good else None


def _ip(_scene: Scene, _key: Key, _raw: str) -> Refusal:
    return "ip-invalid", Text("Not an IPv4 address. WSL warns and turns dnsTunneling off."), None


_REFUSALS = {"int": _int, "bool": _bool, "enum": _choice, "mac": _mac, "ports": _ports, "ip": _ip}

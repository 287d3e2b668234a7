"""Counts, switches, choices and addresses (`ConfigKey::ParseImpl`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.patterns import lazy
from wslmem.text import Text, joined
from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.effective import given
from wslmem.wslconfig.keys import LEAST_TIME, Key
from wslmem.wslconfig.meant_size import BEFORE, BEHIND, share_of, without_tags
from wslmem.wslconfig.rules.behind import is_told_here
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
    "port-cut": "warning",
    "ip-invalid": "error",
}

_OCTAL = lazy(r"0[0-9]+")
_PORT_CUT = lazy(r"\s*+[0-9]++([^0-9,]++)[0-9]")
"""A piece of which WSL reads the first number alone, and does not say so (`stoi`)."""
_PORT_LIST = lazy(r"(?:[0-9]++|and\b|und\b|et\b|y\b|[\s,;|/&+'\"\[\](){}])*+", re.IGNORECASE)
_PORT_RANGES = lazy(r"\s*+[0-9]{1,5}(?:\s*+-\s*+[0-9]{1,5})?+(?:\s*+,\s*+[0-9]{1,5}(?:\s*+-\s*+[0-9]{1,5})?+)*+\s*+")
_MOST_PORTS = 32
"""A longer list of ports that a range stands for nobody would write."""
_ADDRESS = lazy(r"['\"\s]*+([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?:[/:][0-9]{1,5})?['\"\s,;]*+")
"""An address with the length of its network, or a port, behind it."""
_MOST_OF_A_BYTE = 255
_TWELVE = 12
"""Digits of a MAC address; more than any number has that is written with a 0 in front by a person."""
_LEADING = lazy(r"\s*([0-9]+)(?:[.,]0+)?[;,]?(?:\s.*|-?[A-Za-z]+[;,]?)?")
_TIME = lazy(
    r"([0-9]{1,6})\s*(?:(ms|msecs?|milliseconds?)|(s|secs?|seconds?)|(m|mins?|minutes?)|(h|hours?))[;,.]?",
    re.IGNORECASE,
)
_MILLISECONDS = {2: 1, 3: 1000, 4: 60_000, 5: 3_600_000}
"""By the group of `_TIME` that names the unit."""
_NEARLY = 0.75
"""Of `ture` and `true`."""
_SWITCHED = {
    "experimental.autoMemoryReclaim": {"true": "DropCache", "1": "DropCache", "false": "Disabled", "0": "Disabled"}
}
"""What a choice is that someone took for a switch; on is WSL's default."""
_MILLI = lazy(r"([1-9][0-9]?)000m")
"""Thousandths of a processor, as Kubernetes counts."""
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
_ALL = lazy(
    r"['\" \t]*+(?:all|auto|max|default|[$%{(]++(?:env:)?number_of_processors[%})]*+|[$`(]++nproc[`)]*+)['\" \t]*+",
    re.IGNORECASE,
)
"""What is WSL's default anyway."""
_TEN_MINUTES, _LONGEST_IDLE = 600, 86_400
"""Seconds; a day."""
_NEVER = frozenset({"never", "none", "off", "no", "false", "disabled", "infinite", "infinity", "unlimited", "forever"})
"""An idle time after which nothing stops: to WSL any number below 0."""


def look(scene: Scene) -> Iterator[Hit]:
    for key, reading in scene.settings("int", "bool", "enum", "mac", "ports", "ip"):
        if not reading.valid:
            if not is_told_here(scene.written(reading)):
                yield _refused(scene, key, reading)
        elif key.kind == "int":
            yield from _int_read(scene, key, reading)
        if key.kind == "ports":
            yield from _cut(scene, key, reading)


def _int_read(scene: Scene, key: Key, reading: Reading) -> Iterator[Hit]:
    if _OCTAL.fullmatch(reading.raw):
        text = Text("A leading 0 makes this octal. WSL does not warn and reads {count}.", count=reading.value)
        repairs = value_repair(scene, key, reading, reading.raw.lstrip("0") or None)
        same = reading.value == int(reading.raw[:_TWELVE])
        yield Hit("int-octal", reading.line, text, scene.line(reading), repairs, severity="note" if same else None)
    elif key.name == "wsl2.processors":
        yield from _processors(scene, key, reading)
    elif key.name in LEAST_TIME:
        yield from _time(scene, key, reading)


def _cut(scene: Scene, key: Key, reading: Reading) -> Iterator[Hit]:
    """`443-445`, `3000;8080`: what follows the first number of a piece is lost without a word."""
    pieces = reading.raw.split(",")
    cut = [piece for piece in pieces if _PORT_CUT.match(piece)]
    if not cut:
        return
    text = Text("WSL reads only the first number of {pieces}, and does not warn.", pieces=listed(map(repr, cut)))
    meant = None
    if reading.valid:
        meant = _port_list(reading.raw) or _port_ranges(reading.raw)
    yield Hit("port-cut", reading.line, text, scene.line(reading), value_repair(scene, key, reading, meant))


def _processors(scene: Scene, key: Key, reading: Reading) -> Iterator[Hit]:
    wanted, most = given(scene.document, key.name) or 0, scene.processors
    line = scene.line(reading)
    if wanted <= 0:
        off = (comment_out(scene, reading),) if wanted < 0 else ()
        yield Hit("processors-all", reading.line, Text("For WSL this means all processors."), line, off)
    elif most is not None and wanted > most:
        text = Text("This computer has {count}. WSL warns and uses {count}.", count=most)
        yield Hit("processors-above-host", reading.line, text, line, value_repair(scene, key, reading, str(most)))


def _time(scene: Scene, key: Key, reading: Reading) -> Iterator[Hit]:
    """A time in seconds where WSL takes milliseconds; of a limit on the start, WSL then does not start."""
    least, stops_the_start = LEAST_TIME[key.name]
    count = given(scene.document, key.name) or 0
    looks_short = 0 < count < least if stops_the_start else 1 < count < least or _is_in_seconds(count)
    if not looks_short:
        return  # people write 1 for "at once", which it is
    if stops_the_start:
        text = Text(
            "This is in milliseconds, too little to start in: WSL does not start, or gives up on the distribution."
        )
    else:
        text = Text("This is in milliseconds: {seconds} s.", seconds=f"{count / 1000:g}")
    in_seconds = str(count * 1000) if count * 1000 >= least else None
    repairs = (*value_repair(scene, key, reading, in_seconds), comment_out(scene, reading))
    severity: Severity = "error" if stops_the_start else "warning"
    yield Hit("time-too-short", reading.line, text, scene.line(reading), repairs, severity=severity)


def _is_in_seconds(count: int) -> bool:
    """Whether a time that is no whole number of seconds as milliseconds is ten minutes, or more of them, as seconds."""
    return count <= _LONGEST_IDLE and count % _TEN_MINUTES == 0 and count % 1000 != 0


def _refused(scene: Scene, key: Key, reading: Reading) -> Hit:
    rule, text, meant = _REFUSALS[key.kind](scene, key, without_tags(reading.raw))
    repairs: tuple[Repair, ...] = value_repair(scene, key, reading, meant)
    if not reading.raw or (not repairs and (key.kind == "mac" or _ALL.fullmatch(reading.raw))):
        repairs = (comment_out(scene, reading),)
    return Hit(rule, reading.line, text, scene.line(reading), repairs)


Refusal = tuple[str, Text, str | None]


def _int(scene: Scene, key: Key, raw: str) -> Refusal:
    plain = raw.lstrip(BEFORE).rstrip(BEHIND)
    number = _LEADING.fullmatch(plain)
    text = Text("Not a whole number. WSL warns and uses {default}.", default=default_of(scene, key))
    if key.name == "wsl2.processors" and (share := share_of(raw)) is not None:
        count = None if scene.processors is None else max(1, int(scene.processors * min(share, 1)))
        return "int-invalid", text, None if count is None else str(count)
    if key.name == "wsl2.processors" and (thousandths := _MILLI.fullmatch(plain)):
        return "int-invalid", text, thousandths[1]
    if key.name in LEAST_TIME and not LEAST_TIME[key.name][1] and plain.strip(",;").lower() in _NEVER:
        return "int-invalid", text, "-1"
    if key.name in LEAST_TIME and (time := _TIME.fullmatch(plain)):
        return "int-invalid", text, str(int(time[1]) * _MILLISECONDS[time.lastindex or 2])
    if plain.lower() in _WORDS:
        return "int-invalid", text, str(_WORDS.index(plain.lower()) + 1)
    return "int-invalid", text, (number[1].lstrip("0") or "0") if number else None


def _bool(scene: Scene, key: Key, raw: str) -> Refusal:
    from difflib import get_close_matches

    text = Text("Must be true, false, 1 or 0. WSL warns and uses {default}.", default=default_of(scene, key))
    word = raw.lstrip(BEFORE).rstrip(BEHIND).lower()
    nearly = next(iter(get_close_matches(word, ("true", "false"), n=1, cutoff=_NEARLY)), None)
    nearly = nearly if word.strip("$").isalpha() else None
    return "bool-invalid", text, word if word in ("true", "false", "1", "0") else YES.get(word, nearly)


def _choice(scene: Scene, key: Key, raw: str) -> Refusal:
    from difflib import get_close_matches

    word = raw.lstrip(BEFORE).rstrip(BEHIND).lower()
    several = not word.replace("_", "").replace("-", "").replace(" ", "").isalpha()  # `gradual|dropcache` is a sample
    close = [] if several else get_close_matches(word, [one.lower() for one in key.choices], n=1)
    switched = _SWITCHED.get(key.name, {}).get(YES.get(word, word))
    text = Text(
        "Must be one of {choices}. WSL warns and uses {default}.",
        choices=joined(Text(", "), key.choices),
        default=default_of(scene, key),
    )
    return "choice-unknown", text, switched or next((one for one in key.choices if [one.lower()] == close), None)


def _mac(_scene: Scene, _key: Key, raw: str) -> Refusal:
    """The digits are right, and what stands between them is not: `00155D010203`, `00.15.5d.01.02.03`."""
    digits = re.sub(r"[-:. ]", "", raw.strip("'\" \t,;"))
    whole = re.fullmatch(r"[0-9A-Fa-f]{12}", digits)
    meant = "-".join(digits[at : at + 2] for at in range(0, _TWELVE, 2)) if whole else None
    return "mac-invalid", Text("WSL does not start. Write six pairs: 00-15-5d-00-00-01."), meant


def _ports(_scene: Scene, _key: Key, raw: str) -> Refusal:
    good, bad = ports_each(raw)
    text = Text("A port is 1 to 65535. WSL warns of {bad} and uses the others.", bad=listed(map(repr, bad)))
    if not good:
        text = Text("A port is 1 to 65535. WSL warns of {bad} and uses none.", bad=listed(map(repr, bad)))
    meant = _port_list(raw) or (",".join(map(str, good)) if good else None)
    return "port-invalid", text, meant


def _port_list(raw: str) -> str | None:
    """`[3000, 9000]`, `3000 and 9000`: nothing but ports, and what may stand between."""
    found = _PORT_LIST.fullmatch(raw)
    ports = ",".join(re.findall(r"[0-9]+", raw)) if found else ""
    return ports if ports and not ports_each(ports)[1] else None


def _port_ranges(raw: str) -> str | None:
    """`3000-3002,80`: every port of each range, as long as they are few.

    >>> _port_ranges("3000-3002, 80")
    '3000,3001,3002,80'
    """
    if not _PORT_RANGES.fullmatch(raw):
        return None
    ports: list[int] = []
    for piece in raw.split(","):
        first, _, last = piece.partition("-")
        span = range(int(first), int(last or first) + 1)
        if not 0 < len(span) <= _MOST_PORTS - len(ports):
            return None
        ports += span
    meant = ",".join(map(str, ports))
    return None if ports_each(meant)[1] else meant


def _ip(_scene: Scene, _key: Key, raw: str) -> Refusal:
    address = _ADDRESS.fullmatch(raw)
    meant = address[1] if address and all(int(part) <= _MOST_OF_A_BYTE for part in address[1].split(".")) else None
    return "ip-invalid", Text("Not an IPv4 address. WSL warns and turns dnsTunneling off."), meant


_REFUSALS = {"int": _int, "bool": _bool, "enum": _choice, "mac": _mac, "ports": _ports, "ip": _ip}

"""What both faces say of a key of `.wslconfig`: its values, its default, since when, and what it means."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.telling.fact import Fact, Tone
from wslmem.telling.findings import FIX, TONES
from wslmem.text import Text, joined, verbatim
from wslmem.units import show_size
from wslmem.wslconfig import catalogue
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.catalogue import Setting
from wslmem.wslconfig.findings import findings

_KINDS = {
    "size": Text("a size: digits plus B, KB, MB, GB or TB"),
    "int": Text("a whole number"),
    "bool": Text("true or false"),
    "text": Text("a text"),
    "path": Text("a path of Windows, with two backslashes for each one"),
    "mac": Text("a MAC address: six pairs"),
    "ports": Text("ports from 1 to 65535, with commas between"),
    "ip": Text("an IPv4 address"),
}


def explained(setting: Setting) -> Iterator[Fact]:
    """Everything that the catalogue knows of one key."""
    yield Fact(Text("section"), verbatim(f"[{setting.section}]"))
    yield Fact(Text("meaning"), setting.meaning)
    yield Fact(Text("value"), kind(setting))
    if setting.least:
        yield Fact(Text("least"), verbatim(setting.least))
    yield Fact(Text("default"), setting.default)
    since = verbatim(setting.since) if setting.since else Text("not known; WSL 2.5.8 or older")
    yield Fact(Text("since"), since)


def kind(setting: Setting) -> Text:
    """What may be written."""
    if setting.choices:
        return Text("one of {choices}", choices=joined(Text(", "), setting.choices))
    return _KINDS[setting.type]


def tried(setting: Setting, value: str) -> Iterator[Fact]:
    """What WSL would make of `value`, written as it is."""
    document = wslconfig.read(f"[{setting.section}]\n{setting.name}={value}\n".encode())
    label = verbatim(f"{setting.name}={value}")
    objections = catalogue.problems(document)
    for finding in findings(document):
        yield Fact(label, finding.text, TONES[finding.severity])
        yield from (Fact(FIX, fix, Tone.GOOD) for fix in finding.fixes)
    if setting.key in document.readings and not objections:
        read = document.readings[setting.key].value
        yield Fact(label, Text("WSL reads {value}", value=_shown(setting, read)), Tone.GOOD)


def _shown(setting: Setting, value: object) -> str:
    if setting.type == "size" and isinstance(value, int):
        return f"{value:,} B = {show_size(value)}"
    return str(value).lower() if isinstance(value, bool) else str(value)

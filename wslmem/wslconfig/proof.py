"""Proof of an edit: the new bytes are read again, and must say what was asked and otherwise what they said before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wslmem.text import Text
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.keys import KEYS
from wslmem.wslconfig.scanner import Statement
from wslmem.wslconfig.values import meaning

Wanted = Mapping[str, str | None]
"""Values by key; None for a key that is to be gone."""


def objection(before: WslConfigDocument, after: WslConfigDocument, wanted: Wanted) -> Text | None:
    """Why `after` is not `before` with exactly `wanted` in it; None where it is."""
    if not after.opened or after.read_error > before.read_error:
        return Text("WSL could not read the edited file to its end")
    if after.fatal:
        return Text("WSL would refuse to start the VM because of macAddress=")
    for key, value in wanted.items():
        if not says(after, key, value):
            return Text("WSL would not read the new value of {key}", key=key)
    if list(_others(before, wanted)) != list(_others(after, wanted)):
        return Text("WSL would read another line differently")
    return None


def says(document: WslConfigDocument, key: str, value: str | None) -> bool:
    """Whether WSL reads `value` for `key`, compared by meaning: 12288MB is 12GB."""
    reading = document.readings.get(key)
    if reading is None or value is None:
        return reading is None and value is None
    return reading.valid and reading.value == meaning(KEYS[key], value)


def _others(document: WslConfigDocument, wanted: Wanted) -> Iterator[tuple[bytes, ...] | str]:
    """What every line says that is not about a wanted key; in order, because the first of two counts."""
    about = {key.rpartition(".")[2].lower().encode() for key in wanted}
    for statement in document.statements:
        if statement.kind == "key":
            if statement.name.lower() in about and _is_wanted(document, statement, wanted):
                continue
            yield statement.section, statement.name, statement.content
        elif statement.kind != "header":
            yield statement.kind


def _is_wanted(document: WslConfigDocument, statement: Statement, wanted: Wanted) -> bool:
    key = document.names.of(statement)[1]
    return key is not None and key.name in wanted

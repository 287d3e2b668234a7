"""What a rule looks at, and what it gives back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wslmem.units import Bytes
from wslmem.wslconfig.document import Reading, WslConfigDocument
from wslmem.wslconfig.keys import KEYS, Key
from wslmem.wslconfig.scanner import Statement
from wslmem.wslconfig.spelling import replacement
from wslmem.wslconfig.splice import Splice

_SHOWN = 80
"""Bytes of a line that a message quotes."""

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Scene:
    """A file, and the host it is meant for."""

    document: WslConfigDocument
    host_total: Bytes | None = None
    processors: int | None = None

    def settings(self, *kinds: str) -> Iterator[tuple[Key, Reading]]:
        """The readings that count, of these kinds."""
        for name, reading in self.document.readings.items():
            if KEYS[name].kind in kinds:
                yield KEYS[name], reading

    def written(self, reading: Reading) -> bytes:
        """A value as it stands in the file."""
        return self.document.text[reading.spans.value : reading.spans.end]

    def line(self, reading: Reading) -> str:
        """`key=value` as it stands in the file, without the section."""
        return f"{short(reading.key)}={quoted(self.written(reading))}"

    def rest(self, statement: Statement) -> tuple[int, int]:
        """From the first character of an invalid line to its last one that is no blank."""
        line = self.document.text[statement.start : statement.stop]
        return statement.start, statement.start + len(line.rstrip(b" \t\r"))


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule applies."""

    rule: str
    line: int
    """As WSL counts, from 1; 0 for the whole file."""
    text: str
    repair: str = ""
    splices: tuple[Splice, ...] = ()
    """The repair as an edit of the text; empty where only a person can know."""
    data: bytes | None = None
    """The repair as a whole new file, where its encoding is at fault."""


def quoted(line: bytes) -> str:
    """The beginning of a line, to show it."""
    return line[:_SHOWN].decode("utf-8", "backslashreplace")


def short(key: str) -> str:
    """`memory` of `wsl2.memory`."""
    return key.rpartition(".")[2]


def default_of(key: Key) -> str:
    """What WSL uses when it ignores a value, in words."""
    return _DEFAULTS.get(key.name, "its default")


_DEFAULTS = {
    "wsl2.memory": "the default, half of the host's memory",
    "wsl2.swap": "the default, a quarter of the VM's memory",
    "wsl2.processors": "the default, all processors",
}


def value_repair(scene: Scene, key: Key, reading: Reading, value: str | None) -> tuple[str, tuple[Splice, ...]]:
    """The last two fields of a hit that puts `value` in the place of the old one; nothing where it is None."""
    if value is None:
        return "", ()
    new = replacement(scene.written(reading), key, value)
    repair = f"write {short(key.name)}={new.decode('ascii', 'backslashreplace')}"
    return repair, (Splice(reading.spans.value, reading.spans.end, new),)

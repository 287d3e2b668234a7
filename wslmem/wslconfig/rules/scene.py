"""What a rule looks at, and what it gives back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from wslmem.records import record
from wslmem.text import Text, counted, joined, verbatim
from wslmem.units import Bytes, show_size
from wslmem.wslconfig.document import Reading, WslConfigDocument
from wslmem.wslconfig.effective import EffectiveValue, default_swap, effective
from wslmem.wslconfig.keys import KEYS, Key
from wslmem.wslconfig.scanner import Statement
from wslmem.wslconfig.sight import NOTHING, Sight
from wslmem.wslconfig.spelling import replacement
from wslmem.wslconfig.splice import Splice

_SHOWN = 80
"""Bytes of a line that a message quotes."""
_LISTED = 6
"""Keys that a message lists."""

Severity = Literal["error", "warning", "note"]


@record
class Scene:
    """A file, and what is known of where it is read."""

    document: WslConfigDocument
    host_total: Bytes | None = None
    processors: int | None = None
    sight: Sight = NOTHING

    def settings(self, *kinds: str) -> Iterator[tuple[Key, Reading]]:
        """The readings that count, of these kinds."""
        for name, reading in self.document.readings.items():
            if KEYS[name].kind in kinds:
                yield KEYS[name], reading

    def value(self, name: str) -> object:
        """What WSL reads for a setting; None where nothing that counts."""
        reading = self.document.readings.get(name)
        return reading.value if reading and reading.valid else None

    def written(self, reading: Reading) -> bytes:
        """A value as it stands in the file."""
        return self.document.text[reading.spans.value : reading.spans.end]

    def name(self, reading: Reading) -> str:
        """The key as it stands in the file."""
        return quoted(self.document.text[reading.spans.start : reading.spans.value].partition(b"=")[0]).strip()

    def line(self, reading: Reading) -> str:
        """`key=value` as it stands in the file, without the section."""
        return f"{self.name(reading)}={quoted(self.written(reading))}"

    def rest(self, statement: Statement) -> tuple[int, int]:
        """From the first character of an invalid line to its last one that is no blank."""
        line = self.document.text[statement.start : statement.stop]
        return statement.start, statement.start + len(line.rstrip(b" \t\r"))

    def swap(self) -> EffectiveValue:
        """The swap that the VM gets."""
        limits = effective(self.document, host_total=self.host_total, processors=self.processors, sight=self.sight)
        return limits.swap


@record
class Repair:
    """One way to put a finding right: what a person would write, and the edit that does it."""

    text: Text
    splices: tuple[Splice, ...] = ()
    data: bytes | None = None
    """A whole new file, where the encoding is at fault."""
    keys: frozenset[str] = frozenset()
    """Settings whose value this is about; no other one may lose or change what it has."""
    sets: bool = False
    """Whether the line of the finding becomes a setting by it; then its value is mended too, where that needs it."""


@record
class Hit:
    """One place, or several of one kind, where a rule applies."""

    rule: str
    line: int
    """As WSL counts, from 1; 0 for the whole file."""
    text: Text
    subject: str = ""
    """What was written, as it stands in the file; empty for the whole file."""
    repairs: tuple[Repair, ...] = ()
    """Each does; the first is what is done where nobody chooses. Empty where only a person can know."""
    lines: tuple[int, ...] = ()
    """Every line concerned; empty for `line` alone."""
    severity: Severity | None = None
    """Where it is not that of the rule."""


def quoted(line: bytes) -> str:
    """The beginning of a line, to show it."""
    return line[:_SHOWN].decode("utf-8", "backslashreplace")


def short(key: str) -> str:
    """`memory` of `wsl2.memory`."""
    return key.rpartition(".")[2]


def listed(names: Iterable[str]) -> Text:
    """Names with commas between, each once; of many the first few, and how many more."""
    unique = list(dict.fromkeys(names))
    shown = joined(Text(", "), unique[:_LISTED])
    more = len(unique) - _LISTED
    if more <= 0:
        return shown
    return counted("{names} and {count} more", "{names} and {count} more", more, names=shown)


def default_of(scene: Scene, key: Key) -> Text:
    """What WSL uses when it ignores a value, with the figure where the host is known."""
    if key.name == "wsl2.processors":
        return Text("the default, all processors")
    if key.name == "wsl2.memory":
        if scene.host_total is None:
            return Text("the default, half of this computer's memory")
        half = show_size(scene.host_total // 2)
        return Text("the default, half of this computer's memory ({size})", size=half)
    if key.name == "wsl2.swap":
        memory = effective(scene.document, host_total=scene.host_total, processors=None).memory.value
        if memory is None:
            return Text("the default, a quarter of the VM's memory")
        return Text("the default, a quarter of the VM's memory ({size})", size=show_size(default_swap(memory)))
    return Text("its default")


def value_repair(scene: Scene, key: Key, reading: Reading, value: str | None) -> tuple[Repair, ...]:
    """The repair that puts `value` in the place of the old one; none where it is None."""
    if value is None:
        return ()
    new = replacement(scene.written(reading), key, value)
    text = verbatim(f"{short(key.name)}={new.decode('ascii', 'backslashreplace')}")
    splice = Splice(reading.spans.value, reading.spans.end, new)
    return (Repair(text, (splice,), keys=frozenset({key.name})),)


def commented_out(starts: Iterable[int]) -> tuple[Splice, ...]:
    """Put `# ` in front of the lines that begin at `starts`."""
    return tuple(Splice(start, start, b"# ") for start in starts)


def comment_out(scene: Scene, reading: Reading) -> Repair:
    """The repair that turns a setting into a comment: nothing that was written is lost."""
    splices = commented_out([reading.spans.start])
    later = [one for one in instances(scene, reading.key) if one.start > reading.spans.start]
    text = Text("put # in front of it: WSL then uses its default")
    if later:
        text = Text("put # in front of it: line {line} then counts", line=later[0].line)
    return Repair(text, splices, keys=frozenset({reading.key}))


def instances(scene: Scene, name: str) -> Iterator[Statement]:
    """The lines that set `name`; the first one counts."""
    for statement in scene.document.statements:
        key = scene.document.names.of(statement)[1] if statement.kind == "key" else None
        if key is not None and key.name == name:
            yield statement

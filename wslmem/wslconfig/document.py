"""A `.wslconfig` as WSL reads it: the original bytes, and what WSL makes of them.

The rules are those of WSL's own parser (configfile.cpp, `ParseConfigFile`; WslCoreConfig.cpp for the keys) and of the
C runtime that feeds it (text mode, `ccs=UTF-8`). Nothing is ever thrown away: `render` gives back the bytes read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from wslmem.records import record
from wslmem.wslconfig.characters import Characters, characters
from wslmem.wslconfig.keys import SHORT_NAMES, Key, find
from wslmem.wslconfig.scanner import Statement, scan
from wslmem.wslconfig.tokens import narrow
from wslmem.wslconfig.values import WARNING_OF_KIND, Meaning, meaning, ports_each

LineEnding = Literal["lf", "crlf", "cr", "mixed", "none"]


@record
class Spans:
    """Where the parts of one `key = value` stand, as offsets into `WslConfigDocument.text`."""

    start: int
    """First character of the key."""
    value: int
    """First character of the value as written, quotes included."""
    end: int
    """Behind the last character of the value; blanks at the end do not belong to it."""
    stop: int
    """Where the line goes on: at a comment, a line end, or the end of the text."""


@record
class Reading:
    """One setting as WSL reads it."""

    key: str
    """`section.key`; in `readings` in WSL's own spelling, elsewhere as WSL reports it."""
    raw: str
    """The value after quotes and escapes, as far as WSL's parser sees it (it stops at a NUL)."""
    line: int
    """WSL's number of the line, from 1; of the last line where the value is continued."""
    valid: bool
    """Whether WSL accepts the value; if not, the default holds and later duplicates do not count."""
    value: Meaning | None
    """The meaning: bytes for a size, None where it is not valid."""
    spans: Spans


@record
class Warned:
    """One warning that WSL gives when it starts the VM."""

    kind: str
    """`UnknownKey`, `InvalidKey`, `InvalidSection`, `Expected`, `InvalidEscape`, `DuplicatedKey`, `FailedToOpen`, or
    one of a refused value: `InvalidMemoryString`, `InvalidInteger`, `InvalidBoolean`, `InvalidEnum` ..."""
    line: int
    """WSL's number of the line, from 1; 0 where it concerns the whole file."""
    key: str = ""
    """The key concerned, as WSL reports it; empty where the line has none."""


@record
class WslConfigDocument:
    """One file, read."""

    data: bytes
    """The file, byte for byte."""
    source: Characters
    """What the C runtime hands to WSL's parser."""
    statements: tuple[Statement, ...]
    """Every line that is neither blank nor a comment, up to the one where WSL gives up, if any."""
    readings: Mapping[str, Reading]
    """What counts, by key in WSL's spelling (`wsl2.memory`), in file order."""
    names: Names
    """What WSL takes the keys for."""
    fatal: bool = False
    """True where WSL refuses to start the VM (a `macAddress` it cannot read)."""

    @property
    def encoding(self) -> str:
        """`utf-8`, `utf-8-bom`, `utf-16le-bom`, or `utf-16be-bom` (which WSL cannot open)."""
        return self.source.encoding

    @property
    def text(self) -> bytes:
        """The file without its byte order mark, as UTF-8; spans count in it."""
        return self.source.text

    @property
    def opened(self) -> bool:
        """False where the C runtime cannot open the file as text, so that every default holds."""
        return self.source.opened

    @property
    def read_error(self) -> bool:
        """True where the C runtime gives up in the middle; what came before counts."""
        return self.source.read_error

    @property
    def line_ending(self) -> LineEnding:
        """Which line ends the file has."""
        pairs = self.text.count(b"\r\n")
        counts: dict[LineEnding, int] = {
            "crlf": pairs,
            "lf": self.text.count(b"\n") - pairs,
            "cr": self.text.count(b"\r") - pairs,
        }
        used = [name for name, count in counts.items() if count]
        return "none" if not used else used[0] if len(used) == 1 else "mixed"

    @property
    def unknown(self) -> tuple[Reading, ...]:
        """Keys that WSL does not know, or not in this section. Made anew at each call."""
        return tuple(self._ignored(one) for one in self.statements if one.kind == "key" and not self.names.of(one)[1])

    @property
    def duplicates(self) -> tuple[Reading, ...]:
        """Later instances of a key, which WSL ignores. Made anew at each call."""
        return tuple(self._ignored(one) for one in self.statements if one.kind == "key" and self._is_repeated(one))

    @property
    def warnings(self) -> tuple[Warned, ...]:
        """What WSL would print, in file order. Made anew at each call."""
        found = (self._warning(one) for one in self.statements)
        unopened = () if self.opened else (Warned("FailedToOpen", 0),)
        return unopened + tuple(one for one in found if one is not None)

    def render(self) -> bytes:
        """The file, byte for byte."""
        return self.data

    def _is_repeated(self, statement: Statement) -> bool:
        key = self.names.of(statement)[1]
        return key is not None and self.readings[key.name].spans.start != statement.start

    def _ignored(self, statement: Statement) -> Reading:
        raw = narrow(statement.content, self.source.decoding)
        return Reading(
            self.names.of(statement)[0], raw, statement.line, valid=False, value=None, spans=_spans(statement)
        )

    def _warning(self, statement: Statement) -> Warned | None:
        if statement.kind == "header":
            return None
        if statement.kind != "key":
            return Warned(statement.kind, statement.line)
        name, key = self.names.of(statement)
        if key is None:
            return Warned("UnknownKey", statement.line, name)
        if self._is_repeated(statement):
            return Warned("DuplicatedKey", statement.line, name)
        valid = self.readings[key.name].valid
        return None if valid else Warned(WARNING_OF_KIND[key.kind], statement.line, name)


def read(data: bytes) -> WslConfigDocument:
    """What WSL reads in a file that holds `data`. Never fails: what WSL cannot read is in `warnings`."""
    source = characters(data)
    statements = tuple(scan(source.text[: source.end]))
    names = Names()
    readings: dict[str, Reading] = {}
    fatal_at = None
    for place, statement in enumerate(statements):
        if statement.kind != "key" or statement.name.lower() not in SHORT_NAMES:
            continue
        key = names.of(statement)[1]
        if key is None or key.name in readings:
            continue
        readings[key.name] = reading = _reading(statement, key, source.decoding)
        if key.kind == "mac" and not reading.valid:
            fatal_at = place + 1
            break
    return WslConfigDocument(data, source, statements[:fatal_at], readings, names, fatal=fatal_at is not None)


def _reading(statement: Statement, key: Key, decoding: str) -> Reading:
    raw = narrow(statement.content, decoding)
    value = meaning(key, raw)
    valid = value is not None
    if key.kind == "ports" and not valid:
        value = ports_each(raw)[0]
    return Reading(key.name, raw, statement.line, valid, value, _spans(statement))


def _spans(statement: Statement) -> Spans:
    return Spans(statement.start, statement.value, statement.end, statement.stop)


class Names:
    """What WSL takes a key for; remembers, so that a million equal lines are looked up once."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[tuple[bytes, bytes], tuple[str, Key | None]] = {}

    def of(self, statement: Statement) -> tuple[str, Key | None]:
        """`section.key` as WSL reports it, and the key that this is, if any."""
        at = (statement.section, statement.name)
        found = self._seen.get(at)
        if found is None:
            full = b".".join(at) if statement.section else statement.name
            # The parser works on C strings; a bad header can leave a NUL in the name.
            name = full.partition(b"\0")[0].decode("ascii")
            found = self._seen[at] = (name, find(name))
        return found

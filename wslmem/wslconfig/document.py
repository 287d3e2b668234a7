"""A `.wslconfig` as WSL reads it: the original bytes, and what WSL makes of them.

The rules are those of WSL's own parser (configfile.cpp, `ParseConfigFile`; WslCoreConfig.cpp for the keys) and of the
C runtime that feeds it (text mode, `ccs=UTF-8`). Nothing is ever thrown away: `render` gives back the bytes read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wslmem.wslconfig.characters import Characters, characters
from wslmem.wslconfig.keys import Key, find
from wslmem.wslconfig.scanner import Statement, scan
from wslmem.wslconfig.tokens import narrow
from wslmem.wslconfig.values import WARNING_OF_KIND, Meaning, meaning, ports_each


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning that WSL gives when it starts the VM."""

    kind: str
    """`UnknownKey`, `InvalidKey`, `InvalidSection`, `Expected`, `InvalidEscape`, `DuplicatedKey`, `FailedToOpen`, or
    one of a refused value: `InvalidMemoryString`, `InvalidInteger`, `InvalidBoolean`, `InvalidEnum` ..."""
    line: int
    """WSL's number of the line, from 1; 0 where it concerns the whole file."""
    key: str = ""
    """The key concerned, as WSL reports it; empty where the line has none."""


@dataclass(frozen=True, slots=True)
class WslConfigDocument:
    """One file, read."""

    data: bytes
    """The file, byte for byte."""
    source: Characters
    """What the C runtime hands to WSL's parser."""
    statements: tuple[Statement, ...]
    """Every line that is neither blank nor a comment."""
    readings: Mapping[str, Reading]
    """What counts, by key in WSL's spelling (`wsl2.memory`), in file order."""
    unknown: tuple[Reading, ...]
    """Keys that WSL does not know, or not in this section."""
    duplicates: tuple[Reading, ...]
    """Later instances of a key, which WSL ignores."""
    warnings: tuple[Warned, ...]
    """What WSL would print, in file order."""
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
    def line_ending(self) -> str:
        """`lf`, `crlf`, `cr`, `mixed` or `none`."""
        pairs = self.text.count(b"\r\n")
        counts = {"crlf": pairs, "lf": self.text.count(b"\n") - pairs, "cr": self.text.count(b"\r") - pairs}
        used = [name for name, count in counts.items() if count]
        return "none" if not used else used[0] if len(used) == 1 else "mixed"

    def render(self) -> bytes:
        """The file, byte for byte."""
        return self.data


def read(data: bytes) -> WslConfigDocument:
    """What WSL reads in a file that holds `data`. Never fails: what WSL cannot read is in `warnings`."""
    source = characters(data)
    statements = tuple(scan(source.text[: source.end]))
    reader = _Reader(source.decoding)
    if not source.opened:
        reader.warnings.append(Warned("FailedToOpen", 0))
    for statement in statements:
        if statement.kind == "key":
            reader.set(statement)
        elif statement.kind != "header":
            reader.warnings.append(Warned(statement.kind, statement.line))
        if reader.fatal:
            break
    return WslConfigDocument(
        data=data,
        source=source,
        statements=statements,
        readings=reader.readings,
        unknown=tuple(reader.unknown),
        duplicates=tuple(reader.duplicates),
        warnings=tuple(reader.warnings),
        fatal=reader.fatal,
    )


@dataclass(slots=True)
class _Reader:
    """WSL's table of settings while a file is read into it."""

    decoding: str
    readings: dict[str, Reading] = field(default_factory=dict)
    unknown: list[Reading] = field(default_factory=list)
    duplicates: list[Reading] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    fatal: bool = False
    known: dict[tuple[bytes, bytes], tuple[str, Key | None]] = field(default_factory=dict)
    """Names seen, so that a million equal lines are looked up once."""

    def set(self, statement: Statement) -> None:
        """Give one `key = value` to its setting, as `SetConfig` does."""
        name, key = self._find(statement.section, statement.name)
        raw = narrow(statement.content, self.decoding)
        spans = Spans(statement.start, statement.value, statement.end, statement.stop)
        if key is None:
            self.unknown.append(Reading(name, raw, statement.line, valid=False, value=None, spans=spans))
            self.warnings.append(Warned("UnknownKey", statement.line, name))
        elif key.name in self.readings:
            self.duplicates.append(Reading(name, raw, statement.line, valid=False, value=None, spans=spans))
            self.warnings.append(Warned("DuplicatedKey", statement.line, name))
        else:
            self._accept(key, name, Reading(key.name, raw, statement.line, True, meaning(key, raw), spans))

    def _accept(self, key: Key, name: str, reading: Reading) -> None:
        if reading.value is None:
            value = ports_each(reading.raw)[0] if key.kind == "ports" else None
            reading = Reading(key.name, reading.raw, reading.line, valid=False, value=value, spans=reading.spans)
            self.warnings.append(Warned(WARNING_OF_KIND[key.kind], reading.line, name))
            self.fatal = key.kind == "mac"
        self.readings[key.name] = reading

    def _find(self, section: bytes, name: bytes) -> tuple[str, Key | None]:
        found = self.known.get((section, name))
        if found is None:
            full = (section + b"." + name if section else name).partition(b"\0")[0].decode("ascii")
            found = self.known[(section, name)] = (full, find(full))
        return found

"""A `.wslconfig` as WSL reads it: the original bytes, and what WSL makes of them.

The rules are those of WSL's own parser (configfile.cpp, `ParseConfigFile`; WslCoreConfig.cpp for the keys) and of the
C runtime that feeds it (text mode, `ccs=UTF-8`). Nothing is ever thrown away: `render` gives back the bytes read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spans:
    """Where the parts of one `key = value` stand, as half-open offsets into `WslConfigDocument.text`."""

    start: int
    """First byte of the statement, its leading blanks included."""
    key: tuple[int, int]
    """The name as the user spells it."""
    value: tuple[int, int]
    """The value as written, quotes and escapes included, blanks around it not."""
    end: int
    """Where the statement's line goes on: at a comment, a line end, or the end of the text."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One setting as WSL reads it."""

    key: str
    """`section.key`, in WSL's own spelling for a known key, as written for an unknown or repeated one."""
    raw: str
    """The value after quotes and escapes, as far as WSL's parser sees it (it stops at a NUL)."""
    line: int
    """WSL's number of the line, from 1; of the last line where the value is continued."""
    valid: bool
    """Whether WSL accepts the value; if not, the default holds and later duplicates do not count."""
    value: int | bool | str | tuple[int, ...] | None
    """The meaning: bytes for a size, None where it is not valid."""
    spans: Spans


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning that WSL gives when it starts the VM."""

    kind: str
    """Name of the warning: `UnknownKey`, `InvalidKey`, `Expected`, `DuplicatedKey`, `InvalidMemoryString` ..."""
    line: int
    """WSL's number of the line, from 1; 0 where it concerns the whole file."""
    key: str = ""
    """The key concerned, as WSL reports it; empty where the line has none."""


@dataclass(frozen=True, slots=True)
class WslConfigDocument:
    """One file, read."""

    data: bytes
    """The file, byte for byte."""
    encoding: str
    """`utf-8`, `utf-8-bom`, `utf-16le-bom`, or `utf-16be-bom` (which WSL cannot open)."""
    line_ending: str
    """`lf`, `crlf`, `cr`, `mixed` or `none`."""
    text: bytes
    """The file without its byte order mark, as UTF-8; spans count in it."""
    readings: Mapping[str, Reading]
    """What counts, by key in WSL's spelling (`wsl2.memory`), in file order."""
    unknown: tuple[Reading, ...]
    """Keys that WSL does not know, or not in this section."""
    duplicates: tuple[Reading, ...]
    """Later instances of a key, which WSL ignores."""
    warnings: tuple[Warned, ...]
    """What WSL would print, in file order."""
    opened: bool = True
    """False where the C runtime cannot open the file as text, so that every default holds."""
    read_error: bool = False
    """True where the C runtime gives up in the middle; what came before counts."""
    fatal: bool = False
    """True where WSL refuses to start the VM (a `macAddress` it cannot read)."""

    def render(self) -> bytes:
        """The file, byte for byte."""
        return self.data


def read(data: bytes) -> WslConfigDocument:
    """What WSL reads in a file that holds `data`. Never fails: what WSL cannot read is in `warnings`."""
    raise NotImplementedError

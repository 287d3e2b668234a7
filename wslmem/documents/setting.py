"""What a key of .wslconfig means."""

from __future__ import annotations

from wslmem.records import record
from wslmem.text import Text
from wslmem.wslconfig.catalogue import Setting
from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.keys import KeyKind


@record(kw_only=True)
class SettingDocument:
    """One key of .wslconfig, and what the file gives for it."""

    key: str
    """`wsl2.memory`."""
    kind: KeyKind
    choices: tuple[str, ...]
    """What an `enum` may be."""
    least: str | None
    """The least value that does what a person means; null where there is none."""
    default: Text
    """In words where it depends on the computer."""
    since: str | None
    """The WSL or Windows that brought it; null where that is not known."""
    meaning: Text
    raw: str | None
    """The value in the file after quotes and escapes; null where it has none."""
    line: int | None
    """WSL's number of its line, from 1."""
    valid: bool | None
    """Whether WSL accepts it."""


def explained(setting: Setting, reading: Reading | None) -> SettingDocument:
    """What a script reads of one key."""
    return SettingDocument(
        key=setting.key,
        kind=setting.type,
        choices=setting.choices,
        least=setting.least or None,
        default=setting.default,
        since=setting.since or None,
        meaning=setting.meaning,
        raw=reading.raw if reading else None,
        line=reading.line if reading else None,
        valid=reading.valid if reading else None,
    )

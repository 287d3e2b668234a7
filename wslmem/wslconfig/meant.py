r"""Paths as a person meant them: `swapFile=C:\temp\swap.vhdx`, whose backslashes WSL takes for escapes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.patterns import lazy
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.keys import Key, find
from wslmem.wslconfig.scanner import Statement

_LINE = lazy(rb"([A-Za-z][A-Za-z0-9]*)[ \t]*=[ \t]*([^#\n]*)")
_BACKSLASHES = lazy(rb"\\+")


def dropped(document: WslConfigDocument, statement: Statement) -> tuple[Key, bytes] | None:
    """The setting of a line that WSL drops for an escape that is none, and its value as written; None for another."""
    if statement.kind != "InvalidEscape":
        return None
    match = _LINE.match(document.text, statement.start, statement.stop)
    if match is None:
        return None
    section = statement.section.decode("ascii", "replace")
    key = find(f"{section}.{match[1].decode()}")
    return None if key is None else (key, match[2].rstrip(b" \t\r"))


def doubled(written: bytes) -> bytes:
    """`written` with two backslashes wherever it has some, as WSL wants them; two of a network path become four."""
    lead = b"\\\\" if re.match(rb'"?\\\\[^\\]', written) else b""
    return _BACKSLASHES.sub(lambda match: lead + rb"\\" if match.start() <= 1 and lead else rb"\\", written)


def path(written: bytes) -> str:
    """The path that `written` was to name: quotes gone, doubled backslashes single."""
    text = doubled(written).replace(b'"', b"").replace(b"\\\\", b"\\")
    return text.decode("utf-8", "replace").strip()


def paths(document: WslConfigDocument, name: str) -> Iterator[str]:
    """What dropped or garbled lines of the setting `name` were to say."""
    for statement in document.statements:
        found = dropped(document, statement)
        if found is not None and found[0].name == name:
            yield path(found[1])
    reading = document.readings.get(name)
    if reading is not None:
        yield path(document.text[reading.spans.value : reading.spans.end])

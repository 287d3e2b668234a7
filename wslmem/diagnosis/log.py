"""Finding the telling lines of a log of any size, in bounded memory, whatever bytes it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wslmem.diagnosis.wordings import HINTS, HINTS_OF_MEMORY, WORDINGS, Kind, Wording
from wslmem.records import record

LONGEST = 4096
"""Bytes of a line that are looked at; no known wording is longer."""
BLOCK = 1 << 18
"""Bytes that are looked at in one go."""
KEPT = 20
"""Matches of one kind that are kept; the first ones, for what follows a kill are its echoes."""

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")
_MARKS = "\ufeff\ufffd"
"""The byte order mark, as itself and as what is left of one of UTF-16."""
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@record
class Match:
    """A line that says something."""

    wording: Wording
    line: str
    """As a person would read it: no escape codes, no control characters."""
    victim: str | None = None
    package: str | None = None


def clean(line: bytes) -> str:
    """The line as text; escape codes, control characters and the NULs of UTF-16 are left out."""
    text = line[:LONGEST].replace(b"\0", b"").decode("utf-8", "replace").lstrip(_MARKS)
    return _UNPRINTABLE.sub("", _ESCAPES.sub("", text)).strip()


def match(line: str) -> Match | None:
    """The first wording that fits the line, None where none does."""
    for wording in WORDINGS:
        if found := wording.pattern.search(line):
            groups = found.groupdict()
            return Match(wording, line, groups.get("victim"), groups.get("package"))
    return None


def find(chunks: Iterable[bytes]) -> dict[Kind, tuple[Match, ...]]:
    """The telling lines of a log, by kind, at most `KEPT` each and in their order, in memory bounded by the chunks."""
    found: dict[Kind, list[Match]] = {}
    hints: tuple[bytes, ...] = HINTS
    for block in _blocks(chunks):
        for line in _hinted(block, hints):
            if (said := match(clean(line))) and len(kept := found.setdefault(said.wording.kind, [])) < KEPT:
                kept.append(said)
        if len(found.get(Kind.BUILD_ERROR, ())) == KEPT:
            # Ordinary errors are the common ones; once there are enough of them a long log is read far faster.
            hints = HINTS_OF_MEMORY
    return {kind: tuple(matches) for kind, matches in found.items()}


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Whole lines, many at once; of a line that is longer than `LONGEST` the end may be missing."""
    waiting: list[bytes] = []
    size = 0
    for chunk in chunks:
        # The NULs are every second byte of UTF-16, as PowerShell writes it.
        waiting.append(chunk.replace(b"\0", b""))
        size += len(chunk)
        if size >= BLOCK:
            *whole, rest = b"".join(waiting).rpartition(b"\n")
            yield b"".join(whole)
            waiting, size = [rest[:LONGEST]], 0
    yield b"".join(waiting)


def _hinted(block: bytes, hints: tuple[bytes, ...]) -> Iterator[bytes]:
    """The lines of the block that hold a hint, in their order."""
    lower = block.lower()
    spans = set()
    for hint in hints:
        place = lower.find(hint)
        while place >= 0:
            end = lower.find(b"\n", place)
            end = len(lower) if end < 0 else end
            spans.add((lower.rfind(b"\n", 0, place) + 1, end))
            place = lower.find(hint, end)
    for start, end in sorted(spans):
        yield block[start : min(end, start + LONGEST)]

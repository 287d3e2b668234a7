"""Finding the telling lines of a log of any size, in bounded memory, whatever bytes it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wslmem.diagnosis.wordings import HINTS, WORDINGS, Kind, Wording

LONGEST = 4096
"""Bytes of a line that are looked at; no known wording is longer."""
KEPT = 20
"""Matches of one kind that are kept; the first ones, for what follows a kill are its echoes."""

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Match:
    """A line that says something."""

    wording: Wording
    line: str
    """As a person would read it: no escape codes, no control characters."""
    victim: str | None = None
    package: str | None = None


def clean(line: bytes) -> str:
    """The line as text; escape codes, control characters and the NULs of UTF-16 are left out."""
    text = line[:LONGEST].replace(b"\0", b"").decode("utf-8", "replace")
    return _UNPRINTABLE.sub("", _ESCAPES.sub("", text)).strip()


def match(line: str) -> Match | None:
    """The first wording that fits the line, None where none does."""
    for wording in WORDINGS:
        if found := wording.pattern.search(line):
            groups = found.groupdict()
            return Match(wording, line, groups.get("victim"), groups.get("package"))
    return None


def lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Split chunks into lines without their ends; of a line longer than `LONGEST` only the beginning is given."""
    rest = b""
    skipping = False
    for chunk in chunks:
        *whole, last = (rest + chunk).split(b"\n")
        for line in whole:
            if not skipping:
                yield line[:LONGEST]
            skipping = False
        rest = last
        if len(rest) > LONGEST:
            if not skipping:
                yield rest[:LONGEST]
            # A character of UTF-16 is two bytes: keeping none of the rest cannot split a later one.
            rest, skipping = b"", True
    if rest and not skipping:
        yield rest


def find(chunks: Iterable[bytes]) -> dict[Kind, tuple[Match, ...]]:
    """The telling lines of a log, by kind, at most `KEPT` each and in their order."""
    found: dict[Kind, list[Match]] = {}
    for line in lines(chunks):
        if not _hinted(line):
            continue
        if (said := match(clean(line))) and len(kept := found.setdefault(said.wording.kind, [])) < KEPT:
            kept.append(said)
    return {kind: tuple(matches) for kind, matches in found.items()}


def _hinted(line: bytes) -> bool:
    lower = line.replace(b"\0", b"").lower()
    return any(hint in lower for hint in HINTS)

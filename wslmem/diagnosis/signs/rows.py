"""Rows of tables of wordings: a literal that makes the look cheap, and a pattern."""

from __future__ import annotations

import re
from functools import cache

from wslmem.diagnosis.reading.line import Line
from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.records import record


@record
class Row:
    """One wording."""

    kind: Kind
    who: str
    """Who prints it."""
    key: str
    """Stands in every line that the pattern fits, lower case."""
    source: str
    """The pattern; may have the groups `victim`, `command` (whose first word names the victim), `job`, `pid`,
    `package`, `unit`, `detail`."""
    detail: str = ""
    rank: int = 0

    def search(self, text: str) -> re.Match[str] | None:
        """Where the pattern fits; compiled when a line first holds the key, for most never do."""
        return compiled(self.source).search(text)


BY_ITSELF = (
    r"(?![\w%]|[.:,]\d)(?!\s+(?:warning|error|file|test|of|package|module|line|problem|item|byte|second|ms)s?\b)"
)
"""What does not follow a figure that is an exit code: more of a number, or what it counts."""
NOBODY = frozenset({"process", "command", "child", "subprocess", "program", "worker", "it", "job", "task", "build"})
"""What stands where a wording has a name, and is none."""

WRAPPERS = frozenset(
    {"sccache", "ccache", "distcc", "icecc", "env", "nice", "ionice", "time", "stdbuf", "sudo", "exec"}
)
"""Programs that start the one that their arguments name."""

compiled = cache(re.compile)


def after(*parts: str) -> str:
    """A pattern that finds `parts` in this order, whatever stands between, and looks for each of them once.

    Of `X.*Y` every X of a line is tried with all that follows, of this the first one; what it finds is the same.

    >>> bool(re.search(after("inotify", "limit|ENOSPC"), "error: inotify: no more than the limit"))
    True
    """
    return "^" + "".join(f"(?>.*?(?:{part}))" for part in parts)


def row(kind: Kind, who: str, key: str, source: str, detail: str = "", *, rank: int = 0) -> Row:
    """A row; upper and lower case differ in its pattern unless it says otherwise."""
    return Row(kind, who, key, source, detail, rank)


def each(kind: Kind, who: str, keys: tuple[str, ...], source: str, detail: str = "", *, rank: int = 0) -> list[Row]:
    """Rows of a wording whose alternatives have no literal in common: one for each of `keys`."""
    return [row(kind, who, key, source, detail, rank=rank) for key in keys]


def first(rows: tuple[Row, ...], line: Line, lower: str) -> Sign | None:
    """The sign of the first row that fits."""
    for one in rows:
        if one.key in lower and (found := one.search(line.text)):
            return sign(one, line, found.groupdict())
    return None


def sign(one: Row, line: Line, said: dict[str, str | None]) -> Sign:
    """What a row's match says."""
    victim, command, pid = said.get("victim"), said.get("command"), said.get("pid")
    if victim in NOBODY:
        victim = None
    return Sign(
        one.kind,
        line,
        one.who,
        victim or (program(command) if command else None),
        int(pid) if pid else None,
        said.get("package"),
        job=(said.get("job") or "").strip(),
        unit=said.get("unit"),
        detail=one.detail or said.get("detail") or "",
        rank=one.rank,
    )


def program(command: str) -> str | None:
    """The name of the program that a command line starts.

    >>> program("RUSTFLAGS=-g /usr/bin/rustc --crate-name x")
    'rustc'
    """
    names = [
        name
        for word in command.split()[:6]
        if "=" not in word and (name := re.split(r"[/\\]", word.strip("'\"`()"))[-1].removesuffix(".exe"))
    ]
    return next((name for name in names if name not in WRAPPERS), names[0] if names else None)

"""Section headers: what an invalid one does to the keys below it, and sections that WSL does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from wslmem.wslconfig.keys import SECTIONS
from wslmem.wslconfig.placing import native_line_end
from wslmem.wslconfig.rules.scene import Hit, Scene, Severity, quoted
from wslmem.wslconfig.scanner import Statement
from wslmem.wslconfig.splice import Splice

RULES: dict[str, Severity] = {
    "bad-section-header": "error",
    "key-on-header-line": "error",
    "unknown-section": "error",
    "wsl-conf-section": "error",
}

WSL_CONF = ("boot", "automount", "network", "interop", "user", "gpu", "time")
"""Sections of /etc/wsl.conf inside a distribution."""

_BEHIND = re.compile(rb"([^]\n#]*)\]*[ \t]*([\x00-\xff]*)")
_NOT_NAME = re.compile(rb"[^A-Za-z0-9]")


def look(scene: Scene) -> Iterator[Hit]:
    for statement in scene.document.statements:
        if statement.kind == "header":
            yield from _section(scene, statement)
        elif scene.document.text[statement.start] == ord("[") and statement.kind in ("InvalidSection", "Expected"):
            yield _bad_header(scene, statement)


@lru_cache(maxsize=4096)
def intended(name: bytes) -> str | None:
    """The section that a person means by `name`; None where nobody can tell."""
    from difflib import get_close_matches

    lowered = _NOT_NAME.sub(b"", name).decode().lower()
    if lowered.startswith(("wsl", "ws1", "wls")):
        return "wsl2"
    return next(iter(get_close_matches(lowered, SECTIONS, n=1)), None)


def _bad_header(scene: Scene, statement: Statement) -> Hit:
    start, end = scene.rest(statement)
    line = scene.document.text[start:end]
    match = _BEHIND.match(line.lstrip(b"["))
    assert match is not None  # noqa: S101 - the pattern matches anything
    section, behind = intended(match[1]), match[2]
    said = f"`{quoted(line)}`: behind `[letters and digits]` WSL wants nothing but a # comment. "
    said += _consequence(statement.section)
    if section is None:
        return Hit("bad-section-header", statement.line, said)
    header = f"[{section}]".encode()
    if b"=" in behind and not behind.startswith((b"#", b";", b"//")):
        new = header + native_line_end(scene.document.text) + behind
        repair = f"write [{section}] on a line of its own"
        return Hit("key-on-header-line", statement.line, said, repair, (Splice(start, end, new),))
    new = header + _as_comment(behind)
    return Hit(
        "bad-section-header",
        statement.line,
        said,
        f"write {new.decode('utf-8', 'replace')}",
        (Splice(start, end, new),),
    )


def _as_comment(behind: bytes) -> bytes:
    if not behind:
        return b""
    return b" " + (behind if behind.startswith(b"#") else b"#" + re.sub(rb"\A(?:;|//)", b"", behind))


def _consequence(section: bytes) -> str:
    """What the keys below count for."""
    name = section.partition(b"\0")[0].decode()
    if not section:
        return "The keys below belong to no section, so WSL ignores them all."
    if b"\0" in section:
        return f"WSL takes every key below for an unknown key `{name}`."
    if name.lower() in SECTIONS:
        return f"The keys below count for [{name}]."
    return f"WSL looks for the keys below in a section [{name}] and ignores them."


def _section(scene: Scene, statement: Statement) -> Iterator[Hit]:
    name = statement.section.decode()
    if name.lower() in SECTIONS:
        return
    if name.lower() in WSL_CONF:
        said = f"`[{name}]` is a section of /etc/wsl.conf inside a distribution; here WSL ignores all that is in it."
        yield Hit("wsl-conf-section", statement.line, said)
        return
    meant = intended(statement.section)
    said = f"`[{name}]`: WSL reads wsl2, general and experimental, and ignores every key in another section."
    at = scene.document.text.index(statement.section, statement.start)
    splices = (Splice(at, at + len(name), meant.encode()),) if meant else ()
    yield Hit("unknown-section", statement.line, said, f"write [{meant}]" if meant else "", splices)

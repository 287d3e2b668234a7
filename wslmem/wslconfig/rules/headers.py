"""Section headers: what an invalid one does to the keys below it, and sections that WSL does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from wslmem.text import Text, verbatim
from wslmem.wslconfig.keys import KEYS, SECTIONS
from wslmem.wslconfig.placing import line_start, native_line_end
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, commented_out, listed, quoted, short
from wslmem.wslconfig.scanner import Statement
from wslmem.wslconfig.splice import Splice

RULES: dict[str, Severity] = {
    "bad-section-header": "error",
    "key-on-header-line": "error",
    "unknown-section": "error",
    "wsl-conf-section": "error",
    "key-above-sections": "error",
}

WSL_CONF = ("boot", "automount", "network", "interop", "user", "gpu", "time")
"""Sections of /etc/wsl.conf inside a distribution."""

_BEHIND = re.compile(rb"([^]\n#]*)\]*[ \t]*([\x00-\xff]*)")
_NO_BRACKET = re.compile(
    rb"(?:([A-Za-z][A-Za-z0-9]*+)[ \t]*+[\]:]|[<{(\"']([A-Za-z][A-Za-z0-9]*+)[>})\"'][ \t]*+(?::[ \t]*+)?\{?)"
    rb"[ \t]*+(#[\x00-\xff]*+)?"
)
"""A header as people write it who forget a bracket, or know YAML, JSON or XML."""
_NEXT_KEY = re.compile(rb"(?<![ \t,;])[ \t,;]++([A-Za-z][A-Za-z0-9]*+[ \t]*+=)")
"""Another setting on the same line."""
_NOT_NAME = re.compile(rb"[^A-Za-z0-9]")
_NAME = re.compile(rb"\[+[A-Za-z][A-Za-z0-9]*\]")
_BY_SHORT = {short(name).lower(): name for name in KEYS}

Lost = Sequence[Statement]
"""Keys that WSL knows in no section, because of what stands above them."""


def look(scene: Scene) -> Iterator[Hit]:
    for header, lost in _blocks(scene):
        if header is None:
            yield from _above(scene, lost)
        elif header.kind == "header":
            yield from _section(scene, header, lost)
        else:
            yield _bad_header(scene, header, lost)


def _blocks(scene: Scene) -> Iterator[tuple[Statement | None, Lost]]:
    """Every header, good or bad, with the keys below it that count for no section of WSL; first those above all."""
    header, lost = None, list[Statement]()
    for statement in scene.document.statements:
        if statement.kind == "header" or is_bad_header(scene, statement):
            yield header, lost
            header, lost = statement, []
        elif statement.kind == "key" and statement.section.decode("ascii").lower() not in SECTIONS:
            lost.append(statement)
    yield header, lost


def is_bad_header(scene: Scene, statement: Statement) -> bool:
    """Whether an invalid line was to be a header: it begins with a bracket, or ends in one."""
    if statement.kind not in ("InvalidSection", "InvalidKey", "Expected"):
        return False
    if scene.document.text[statement.start] == ord("["):
        return True
    start, end = scene.rest(statement)
    match = _NO_BRACKET.fullmatch(scene.document.text[start:end])
    return match is not None and intended(match[1] or match[2]) is not None


@lru_cache(maxsize=4096)
def intended(name: bytes) -> str | None:
    """The section that a person means by `name`; None where nobody can tell."""
    from difflib import get_close_matches

    lowered = _NOT_NAME.sub(b"", name).decode().lower()
    if lowered.startswith(("wsl", "ws1", "wls")):
        return "wsl2"
    return next(iter(get_close_matches(lowered, SECTIONS, n=1)), None)


def _bad_header(scene: Scene, statement: Statement, lost: Lost) -> Hit:
    start, end = scene.rest(statement)
    line = scene.document.text[start:end]
    match = _BEHIND.match(line.lstrip(b"["))
    assert match is not None  # noqa: S101 - the pattern matches anything
    section, behind = intended(match[1]), match[2]
    on_header = b"=" in behind and not behind.startswith((b"#", b";", b"//"))
    harmless = not lost and section is not None and _lands_in(statement, section)
    text = Text("{why} {effect}", why=_why(line, on_header=on_header), effect=_effect(statement, lost))
    if on_header:
        text = Text("{text} It also ignores what stands on it: {keys}.", text=text, keys=quoted(behind))
    rule = "key-on-header-line" if on_header and section else "bad-section-header"
    return Hit(
        rule,
        statement.line,
        text,
        subject=quoted(line),
        repairs=_new_header(scene, (start, end), section, behind, on_header=on_header),
        lines=(statement.line, *(one.line for one in lost)),
        severity="warning" if harmless and rule == "bad-section-header" else None,
    )


def _lands_in(statement: Statement, section: str) -> bool:
    """Whether keys below a bad header count where they were to count: by luck."""
    return statement.section.decode("ascii", "replace").lower() == section


def _why(line: bytes, *, on_header: bool) -> Text:
    if on_header:
        return Text("A section header needs a line of its own.")
    if not line.startswith(b"["):
        missing = Text("The opening bracket is missing.")
        return missing if b"]" in line else Text("The name of a section stands in brackets, as in [wsl2].")
    if b"]" not in line:
        return Text("The closing bracket is missing.")
    if _NAME.match(line) and not line.startswith(b"[["):
        return Text("Only a # comment may follow a section header.")
    return Text("A section name is letters and digits only, with no space.")


def _effect(statement: Statement, lost: Lost) -> Text:
    """What the keys below count for."""
    name = statement.section.partition(b"\0")[0].decode()
    keys = listed(one.name.decode() for one in lost)
    if lost and b"\0" in statement.section:
        return Text(
            "WSL reads every key below as the unknown key `{name}` and ignores it: {keys}.", name=name, keys=keys
        )
    if lost:
        return Text("WSL ignores the keys below: {keys}.", keys=keys)
    if name.lower() in SECTIONS:
        return Text("WSL puts the keys below into [{name}].", name=name)
    return Text("WSL warns and ignores it.")


def _new_header(
    scene: Scene, span: tuple[int, int], section: str | None, behind: bytes, *, on_header: bool
) -> tuple[Repair, ...]:
    if section is None:
        return ()
    header = f"[{section}]".encode()
    if on_header:
        end = native_line_end(scene.document.text)
        new = header + end + _NEXT_KEY.sub(lambda found: end + found[1], behind)
        text = Text("write {header} on a line of its own", header=header.decode())
        return (Repair(text, (Splice(*span, new),)),)
    new = header + _as_comment(behind)
    return (Repair(verbatim(quoted(new)), (Splice(*span, new),)),)


def _as_comment(behind: bytes) -> bytes:
    if not behind:
        return b""
    return b" " + (behind if behind.startswith(b"#") else b"#" + re.sub(rb"\A(?:;|//)", b"", behind))


def _section(scene: Scene, statement: Statement, lost: Lost) -> Iterator[Hit]:
    name = statement.section.decode()
    if name.lower() in SECTIONS:
        return
    lines = (statement.line, *(one.line for one in lost))
    severity: Severity | None = None if lost else "note"
    if name.lower() in WSL_CONF:
        starts = [statement.start, *(one.start for one in lost)]
        away = Repair(Text("put # in front of these lines, and them into /etc/wsl.conf"), commented_out(starts))
        yield Hit("wsl-conf-section", statement.line, _belongs_in_wsl_conf(lost), f"[{name}]", (away,), lines, severity)
        return
    meant = intended(statement.section)
    at = scene.document.text.index(statement.section, statement.start)
    splices = (Splice(at, at + len(name), meant.encode()),) if meant else ()
    repairs = (Repair(verbatim(f"[{meant}]"), splices),) if meant else ()
    yield Hit("unknown-section", statement.line, _unknown(lost), f"[{name}]", repairs, lines, severity)


def _unknown(lost: Lost) -> Text:
    if not lost:
        return Text("WSL only reads [wsl2], [general] and [experimental].")
    keys = listed(one.name.decode() for one in lost)
    return Text("WSL only reads [wsl2], [general] and [experimental]; it warns and ignores {keys}.", keys=keys)


def _belongs_in_wsl_conf(lost: Lost) -> Text:
    if not lost:
        return Text("This section belongs in /etc/wsl.conf inside a distribution.")
    keys = listed(one.name.decode() for one in lost)
    return Text(
        "This section belongs in /etc/wsl.conf inside a distribution. Here WSL warns and ignores {keys}.", keys=keys
    )


def _above(scene: Scene, lost: Lost) -> Iterator[Hit]:
    """Keys at the top of the file, before any header."""
    if not lost:
        return
    first = lost[0]
    at = line_start(scene.document.text, first.start)
    section = _BY_SHORT.get(first.name.decode().lower(), "wsl2.").partition(".")[0]
    splice = Splice(at, at, f"[{section}]".encode() + native_line_end(scene.document.text))
    yield Hit(
        "key-above-sections",
        first.line,
        Text("Above the first section, WSL warns and ignores every key: {keys}.", keys=listed(_names(lost))),
        subject=f"{first.name.decode()}=",
        repairs=(Repair(Text("write [{section}] above it", section=section), (splice,)),),
        lines=tuple(one.line for one in lost),
    )


def _names(lost: Lost) -> Iterator[str]:
    return (one.name.decode() for one in lost)

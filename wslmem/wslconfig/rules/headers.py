"""Section headers: what an invalid one does to the keys below it, and sections that WSL does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from wslmem.patterns import lazy
from wslmem.text import Text, verbatim
from wslmem.wslconfig.keys import KEYS, SECTIONS, WSL_CONF_SECTIONS, is_misplaced
from wslmem.wslconfig.placing import line_start, native_line_end
from wslmem.wslconfig.rules import foreign
from wslmem.wslconfig.rules.behind import NEXT_KEY
from wslmem.wslconfig.rules.garbled import without_markup
from wslmem.wslconfig.rules.lookalikes import plain
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

_BEHIND = lazy(rb"([^]\n#]*)\]*[ \t]*([\x00-\xff]*)")
_NO_BRACKET = lazy(
    rb"(?:([A-Za-z][A-Za-z0-9]*+)[ \t]*+[\]:{]|[<{(\"']([A-Za-z][A-Za-z0-9]*+)[>})\"'][ \t]*+(?::[ \t]*+)?\{?"
    rb"|(?:\xe3\x80[\x8c\x90\x94]|\xef\xbc\xbb)[ \t]*+([A-Za-z][A-Za-z0-9]*+)[ \t]*+"
    rb"(?:\xe3\x80[\x8d\x91\x95]|\xef\xbc\xbd)"
    rb"|(?:[0-9]++[.:)|]?[ \t]++|(?:@?echo|write-output)[ \t]++|(?:add|set)-content\b[^\"'\n]*+)?+"
    rb"[-*+>|\"'`_(]*+(?:@?echo[ \t]++)?+[ \t]*+\\?+\[([A-Za-z][A-Za-z0-9]*+)\\?+\][\"'`*_]*+[,;]?+)"
    rb"[ \t]*+((?:#|>{1,2}|\|)[\x00-\xff]*+)?",
    re.IGNORECASE,
)
"""A header as people write it who forget a bracket, know YAML, JSON or XML, have a keyboard with other brackets, or
paste it in quotes, from a list or with the number of its line, from a script that echoes it, or with the stars and
backslashes of Markdown."""
_WRAPPING = b"\"'`*_\\"
_KEYED = lazy(rb"[A-Za-z0-9][ \t]*+=")
_TAGS = lazy(rb"\A(?:<[^<>]*+>|&nbsp;|[ \t]|>{1,2}[ \t]*+[^\s=]*+)++\Z")
"""What a web page or a shell put behind it."""
_BREAKS = lazy(rb"\A(?:<br[ \t]*+/?>|&nbsp;|[ \t])++", re.IGNORECASE)
"""What a web page put between it and a setting on its line."""
_LIMITS = frozenset({"wsl2.memory", "wsl2.swap", "wsl2.processors"})
"""What other programs have under the same names."""
_OF_NOTHING = frozenset({
    "settings", "setting", "config", "configuration", "options", "global", "globals", "default", "defaults", "main",
    "root", "vm", "virtualmachine", "resources", "limits", "performance",
})  # fmt: skip
"""Names of sections that say no more than that settings follow: a limit below them is meant for WSL."""
_OF_WSLC = lazy(r"wslc\w*", re.IGNORECASE)
"""Sections that were meant for wslc, WSL's own containers; no pattern for `wsl2`."""
_NOT_NAME = lazy(rb"[^A-Za-z0-9]")
_NAME = lazy(rb"\[+[A-Za-z][A-Za-z0-9]*\]")
_BY_SHORT = {short(name).lower(): name for name in KEYS}

Lost = Sequence[Statement]
"""Keys that WSL knows in no section, because of what stands above them."""


def look(scene: Scene) -> Iterator[Hit]:
    elsewhere = foreign.told_here(scene)
    for header, lost in _blocks(scene):
        if header is None:
            yield from _above(scene, lost)
        elif header.kind == "header":
            yield from _section(scene, header, lost)
        elif header.start not in elsewhere:
            yield _bad_header(scene, header, lost)


def _blocks(scene: Scene) -> Iterator[tuple[Statement | None, Lost]]:
    """Every header, good or bad, with the keys below it that count for no section of WSL; first those above all."""
    header, lost = None, list[Statement]()
    for statement in scene.document.statements:
        if statement.kind == "header" or is_bad_header(scene, statement):
            yield header, lost
            header, lost = statement, []
        elif statement.kind == "key" and _is_lost(statement):
            lost.append(statement)
    yield header, lost


def _is_lost(statement: Statement) -> bool:
    """A key of this file among those of /etc/wsl.conf is told by itself: that is not where it belongs."""
    section = statement.section.decode("ascii").lower()
    return section not in SECTIONS and not is_misplaced(section, statement.name.decode("ascii"))


def is_bad_header(scene: Scene, statement: Statement) -> bool:
    """Whether an invalid line was to be a header: it begins with a bracket, or ends in one."""
    if statement.kind not in ("InvalidSection", "InvalidKey", "Expected"):
        return False
    if scene.document.text[statement.start] == ord("["):
        return True
    start, end = scene.rest(statement)
    line = scene.document.text[start:end]
    line = line if line.isascii() else plain(line) or line
    match = _NO_BRACKET.fullmatch(line)
    if match is None and line.startswith((b"<", b"&")):
        match = _NO_BRACKET.fullmatch(without_markup(line))
    return match is not None and intended(match[1] or match[2] or match[3] or match[4]) is not None


@lru_cache(maxsize=4096)
def intended(name: bytes) -> str | None:
    """The section that a person means by `name`; None where nobody can tell."""
    from difflib import get_close_matches

    last = _NOT_NAME.split(name)[-1].decode().lower()
    if last in SECTIONS:
        return last  # of `[wsl2.experimental]` the innermost, as TOML nests them
    lowered = _NOT_NAME.sub(b"", name).decode().lower()
    if _OF_WSLC.fullmatch(lowered):
        return None
    if lowered.startswith(("wsl", "ws1", "wls")):
        return "wsl2"
    return next(iter(get_close_matches(lowered, SECTIONS, n=1)), None)


def _bad_header(scene: Scene, statement: Statement, lost: Lost) -> Hit:
    start, end = scene.rest(statement)
    line = scene.document.text[start:end]
    match = _BEHIND.match(line[max(line.find(b"["), 0) :].lstrip(b"["))
    assert match is not None  # noqa: S101 - the pattern matches anything
    section, behind = intended(match[1]), _BREAKS.sub(b"", _TAGS.sub(b"", match[2].strip(_WRAPPING)))
    on_header = _KEYED.search(behind) is not None and not behind.startswith((b"#", b";", b"//"))
    closes = line.startswith(b"[/") and statement.section != b""
    off = Repair(Text("put # in front"), commented_out([start]))
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
        repairs=(off,) if closes else _new_header(scene, (start, end), section, behind, on_header=on_header),
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
        if b"[" in line:
            return Text("Nothing may stand in front of a section header.")
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
        new = header + end + NEXT_KEY.sub(lambda found: end + found[1] + b"=", behind)
        text = Text("write {header} on a line of its own", header=header.decode())
        return (Repair(text, (Splice(*span, new),)),)
    new = header + _as_comment(behind)
    return (Repair(verbatim(quoted(new)), (Splice(*span, new),)),)


def _as_comment(behind: bytes) -> bytes:
    said = re.sub(rb"\A(?:;|//)", b"", behind)
    if not said.strip(b" \t:,;.={"):
        return b""
    return b" " + (said if said.startswith(b"#") else b"#" + said)


def _section(scene: Scene, statement: Statement, lost: Lost) -> Iterator[Hit]:
    name = statement.section.decode()
    if name.lower() in SECTIONS:
        return
    lines = (statement.line, *(one.line for one in lost))
    severity: Severity | None = None if lost else "note"
    if name.lower() in WSL_CONF_SECTIONS:
        starts = [statement.start, *(one.start for one in lost)]
        away = Repair(Text("put # in front of these lines, and them into /etc/wsl.conf"), commented_out(starts))
        yield Hit("wsl-conf-section", statement.line, _belongs_in_wsl_conf(lost), f"[{name}]", (away,), lines, severity)
        return
    if _OF_WSLC.fullmatch(name):
        starts = [statement.start, *(one.start for one in lost)]
        away = Repair(Text("put # in front of these lines, and them into settings.yaml of wslc"), commented_out(starts))
        yield Hit("unknown-section", statement.line, _belongs_to_wslc(lost), f"[{name}]", (away,), lines, severity)
        return
    meant = intended(statement.section) or _told_by_keys(lost, plain_name=name.lower() in _OF_NOTHING)
    at = scene.document.text.index(statement.section, statement.start)
    splices = (Splice(at, at + len(name), meant.encode()),) if meant else ()
    repairs = (Repair(verbatim(f"[{meant}]"), splices),) if meant else ()
    yield Hit("unknown-section", statement.line, _unknown(lost), f"[{name}]", repairs, lines, severity)


def _told_by_keys(lost: Lost, *, plain_name: bool) -> str | None:
    """The section to which all keys of an unknown one belong; None where a limit may be meant for something else."""
    known = [_BY_SHORT.get(one.name.decode().lower()) for one in lost]
    sections = {one.partition(".")[0] if one and (plain_name or one not in _LIMITS) else None for one in known}
    return sections.pop() if len(sections) == 1 else None


def _unknown(lost: Lost) -> Text:
    if not lost:
        return Text("WSL only reads [wsl2], [general] and [experimental].")
    keys = listed(one.name.decode() for one in lost)
    return Text("WSL only reads [wsl2], [general] and [experimental]; it warns and ignores {keys}.", keys=keys)


def _belongs_to_wslc(lost: Lost) -> Text:
    if not lost:
        return Text("wslc does not read this file, but its own settings.yaml.")
    keys = listed(one.name.decode() for one in lost)
    return Text("wslc does not read this file, but its own settings.yaml. WSL warns and ignores {keys}.", keys=keys)


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

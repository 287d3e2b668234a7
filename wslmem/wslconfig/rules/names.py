"""Keys that WSL does not know, or not there, and keys that are given twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.keys import KEYS, SECTIONS
from wslmem.wslconfig.placing import insertion, line_start, native_line_end, removal
from wslmem.wslconfig.rules.scene import Hit, Scene, Severity, short
from wslmem.wslconfig.scanner import Statement
from wslmem.wslconfig.splice import Splice

RULES: dict[str, Severity] = {
    "key-above-sections": "error",
    "ignored-with-section": "error",
    "wrong-section": "error",
    "removed-key": "warning",
    "wsl-conf-key": "error",
    "misspelt-key": "error",
    "unknown-key": "warning",
    "duplicate-key": "warning",
    "duplicate-after-invalid": "error",
}

REMOVED = ("pagereporting", "usewindowsdnscache")
"""Keys of samples and guides that today's WSL does not know."""

WSL_CONF_KEYS = frozenset({
    "systemd", "command", "enabled", "mountfstab", "root", "options", "generatehosts", "generateresolvconf", "hostname",
    "appendwindowspath", "default", "interopenabled", "protectbinfmt", "uselocaltimezone",
})  # fmt: skip
"""Keys of /etc/wsl.conf, in lower case."""

_BY_SHORT = {short(name).lower(): name for name in KEYS}


def look(scene: Scene) -> Iterator[Hit]:
    moved: dict[str, Statement] = {}
    hits = list(_each(scene, moved))
    first = next((place for place, hit in enumerate(hits) if hit.rule == "wrong-section"), None)
    if first is not None:
        hits[first] = replace(hits[first], splices=(*hits[first].splices, *_moves(scene, moved)))
    yield from hits
    yield from _above(scene)


def _each(scene: Scene, moved: dict[str, Statement]) -> Iterator[Hit]:
    document = scene.document
    for statement in document.statements:
        if statement.kind != "key":
            continue
        name, key = document.names.of(statement)
        if key is None:
            yield from _unknown(scene, statement, moved)
        elif (first := document.readings[key.name]).spans.start != statement.start:
            yield _duplicate(scene, statement, first, name)


def _above(scene: Scene) -> Iterator[Hit]:
    """Keys at the top of the file; a bad header above them is told by its own rule."""
    first = next(iter(scene.document.statements), None)
    if first is None or first.kind != "key" or first.section:
        return
    at = line_start(scene.document.text, first.start)
    known = _BY_SHORT.get(first.name.decode().lower(), "wsl2.")
    section = known.partition(".")[0]
    splice = Splice(at, at, f"[{section}]".encode() + native_line_end(scene.document.text))
    said = (
        f"`{first.name.decode()}=` stands above the first section, so WSL ignores it, and every key up to that section."
    )
    yield Hit("key-above-sections", first.line, said, f"write [{section}] above it", (splice,))


def _outside(scene: Scene, statement: Statement) -> Iterator[Hit]:
    """A key of no section that WSL knows; the repair is that of the header, or of the first key of the file."""
    if statement == scene.document.statements[0]:
        return
    reported = scene.document.names.of(statement)[0]
    said = f"`{statement.name.decode('ascii')}=` counts as `{reported}`, unknown to WSL: look at the header above."
    yield Hit("ignored-with-section", statement.line, said)


def _unknown(scene: Scene, statement: Statement, moved: dict[str, Statement]) -> Iterator[Hit]:
    section, name = statement.section.decode("ascii").lower(), statement.name.decode("ascii")
    if section not in SECTIONS:
        yield from _outside(scene, statement)
        return
    known = _BY_SHORT.get(name.lower())
    said = f"`{name}=` in [{statement.section.decode('ascii')}]: "
    if known is not None:
        yield _move(scene, statement, known, said, moved)
    elif name.lower() in REMOVED:
        splices = (removal(scene.document, statement.start, statement.stop),)
        yield Hit(
            "removed-key",
            statement.line,
            said + "WSL has no such key (any more); it warns.",
            "remove the line",
            splices,
        )
    elif name.lower() in WSL_CONF_KEYS:
        at = Splice(statement.start, statement.start, b"# ")
        said += "this key belongs in /etc/wsl.conf inside a distribution; here WSL warns and ignores it."
        yield Hit("wsl-conf-key", statement.line, said, "write # in front of it, and the key into /etc/wsl.conf", (at,))
    else:
        yield _misspelt(statement, name, section, said)


def _move(scene: Scene, statement: Statement, known: str, said: str, moved: dict[str, Statement]) -> Hit:
    section = known.partition(".")[0]
    said += f"WSL knows this key in [{section}] only; it warns and ignores it here."
    gone = (removal(scene.document, statement.start, statement.stop),)
    if known in scene.document.readings or known in moved:
        return Hit("wrong-section", statement.line, said, "remove the line", gone)
    moved[known] = statement
    return Hit("wrong-section", statement.line, said, f"move it to [{section}]", gone)


def _moves(scene: Scene, moved: dict[str, Statement]) -> Iterator[Splice]:
    """The other half of the moves: one insertion a section, however many keys come."""
    document = scene.document
    sections: dict[str, list[tuple[str, bytes]]] = {}
    for known, statement in moved.items():
        section, name = known.split(".")
        sections.setdefault(section, []).append((name, document.text[statement.value : statement.end]))
    for section, lines in sections.items():
        yield insertion(document, section, lines, native_line_end(document.text))


def _misspelt(statement: Statement, name: str, section: str, said: str) -> Hit:
    close = _closest(name.lower(), section)
    if close is None:
        return Hit("unknown-key", statement.line, said + "WSL knows no such key; it warns and ignores it.")
    splice = Splice(statement.start, statement.start + len(name), close.encode())
    return Hit("misspelt-key", statement.line, said + "WSL knows no such key; it warns.", f"write {close}=", (splice,))


@lru_cache(maxsize=4096)
def _closest(name: str, section: str) -> str | None:
    """The key of `section` that is nearly spelt `name`."""
    from difflib import get_close_matches

    here = {short(key).lower(): short(key) for key in KEYS if key.startswith(f"{section}.")}
    return next((here[one] for one in get_close_matches(name, here, n=1, cutoff=0.8)), None)


def _duplicate(scene: Scene, statement: Statement, first: Reading, name: str) -> Hit:
    said = f"`{name}` stands in line {first.line} already; the first one counts, "
    if first.valid:
        repair = "remove this line"
        return Hit(
            "duplicate-key",
            statement.line,
            said + "and WSL ignores this one.",
            repair,
            (removal(scene.document, statement.start, statement.stop),),
        )
    said += "although WSL refuses its value; so the default holds, and this one is ignored too."
    gone = (removal(scene.document, first.spans.start, first.spans.stop),)
    return Hit("duplicate-after-invalid", statement.line, said, f"remove line {first.line}", gone)

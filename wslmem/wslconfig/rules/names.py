"""Keys that WSL does not know, or not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from wslmem.text import Text, verbatim
from wslmem.wslconfig.called import called
from wslmem.wslconfig.keys import KEYS, REMOVED, SECTIONS, WSL_CONF_KEYS, is_misplaced
from wslmem.wslconfig.placing import insertion, native_line_end, removal
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, commented_out, listed, quoted, short
from wslmem.wslconfig.scanner import Statement
from wslmem.wslconfig.splice import Splice
from wslmem.wslconfig.versions import NEWEST_READ, show

RULES: dict[str, Severity] = {
    "wrong-section": "error",
    "removed-key": "warning",
    "wsl-conf-key": "error",
    "misspelt-key": "error",
    "unknown-key": "warning",
}

_BY_SHORT = {short(name).lower(): name for name in KEYS}

_RATHER_NOT = "experimental.sparseVhd"
"""Where it belongs it makes disks that may lose data (before WSL 2.5.8), or a warning (to 2.9.7 at least)."""


def look(scene: Scene) -> Iterator[Hit]:
    elsewhere: list[Statement] = []
    same: dict[tuple[bytes, bytes], list[Statement]] = {}
    for statement in _unknown(scene):
        name = statement.name.decode("ascii").lower()
        if name in WSL_CONF_KEYS and name not in _BY_SHORT:
            elsewhere.append(statement)
        else:
            same.setdefault((statement.section.lower(), statement.name.lower()), []).append(statement)
    for statements in same.values():
        yield from _told(scene, statements)
    if elsewhere:
        yield _of_wsl_conf(elsewhere)


def _unknown(scene: Scene) -> Iterator[Statement]:
    """Keys in a section of WSL that it does not know there, and its own keys in a section of /etc/wsl.conf."""
    for statement in scene.document.statements:
        if statement.kind != "key" or scene.document.names.of(statement)[1] is not None:
            continue
        section, name = statement.section.decode("ascii").lower(), statement.name.decode("ascii")
        if section in SECTIONS or is_misplaced(section, name):
            yield statement


def _told(scene: Scene, statements: list[Statement]) -> Iterator[Hit]:
    name = statements[0].name.decode("ascii")
    known = _BY_SHORT.get(name.lower())
    if known is not None:
        yield from (_move(scene, statement, known) for statement in statements)
    elif name.lower() in REMOVED:
        text = Text("WSL no longer knows this key; it only warns.")
        yield _hit(scene, "removed-key", statements, text, (_away(scene, statements),))
    else:
        yield _misspelt(scene, statements, name)


def _hit(scene: Scene, rule: str, statements: Sequence[Statement], text: Text, repairs: tuple[Repair, ...] = ()) -> Hit:
    first = statements[0]
    subject = quoted(scene.document.text[first.start : first.end])
    return Hit(rule, first.line, text, subject, repairs, tuple(one.line for one in statements))


def _away(scene: Scene, statements: Sequence[Statement]) -> Repair:
    return Repair(Text("remove the line"), tuple(removal(scene.document, one) for one in statements))


def _move(scene: Scene, statement: Statement, known: str) -> Hit:
    section, name = known.split(".")
    text = Text("This key belongs in [{section}]. Here WSL warns and ignores it.", section=section)
    gone = removal(scene.document, statement)
    away = Repair(Text("remove the line"), (gone,))
    repairs: tuple[Repair, ...] = (away,)
    if known not in scene.document.readings:
        value = scene.document.text[statement.value : statement.end]
        new = insertion(scene.document, section, [(name, value)], native_line_end(scene.document.text))
        moved = Repair(Text("move it to [{section}]", section=section), (gone, new), keys=frozenset({known}))
        version = scene.sight.version
        rather_not = known == _RATHER_NOT and (version is None or version <= NEWEST_READ)
        repairs = (away, moved) if rather_not else (moved, away)
    return _hit(scene, "wrong-section", [statement], text, repairs)


def _of_wsl_conf(statements: list[Statement]) -> Hit:
    places = (f"[{WSL_CONF_KEYS[one.name.decode('ascii').lower()]}] {one.name.decode('ascii')}" for one in statements)
    text, repair = in_wsl_conf(places, (one.start for one in statements))
    subject = ", ".join(dict.fromkeys(f"{one.name.decode('ascii')}=" for one in statements))
    return Hit("wsl-conf-key", statements[0].line, text, subject[:80], (repair,), tuple(one.line for one in statements))


def in_wsl_conf(places: Iterable[str], starts: Iterable[int]) -> tuple[Text, Repair]:
    """What is said of keys of /etc/wsl.conf, by section and name, and the repair of lines that begin at `starts`."""
    text = Text(
        "This belongs in /etc/wsl.conf inside a distribution: {places}. Here WSL warns and ignores it.",
        places=listed(places),
    )
    return text, Repair(Text("put # in front, and the key into /etc/wsl.conf"), commented_out(starts))


def _misspelt(scene: Scene, statements: list[Statement], name: str) -> Hit:
    section = statements[0].section.decode("ascii").lower()
    known, unit = _closest(name.lower(), section)
    if known is None:
        return _hit(scene, "unknown-key", statements, _not_known(scene))
    text = Text("Unknown key. WSL warns and ignores it.")
    if known in scene.document.readings:
        return _hit(scene, "misspelt-key", statements, text, (_away(scene, statements),))
    off = Repair(Text("put # in front: nothing else changes"), commented_out(one.start for one in statements))
    if not known.startswith(f"{section}."):
        there = _elsewhere(scene, statements[0], known, unit) if len(statements) == 1 else ()
        return _hit(scene, "misspelt-key", statements, text, (*there, off))
    close = short(known).encode()
    splices = tuple(Splice(one.start, one.start + len(name), close) for one in statements)
    units = tuple(Splice(one.end, one.end, unit) for one in statements if one.content.isdigit() and unit)
    new = f"{short(known)}={statements[0].content.decode('ascii')}{unit.decode()}" if units else f"{short(known)}="
    spelled = Repair(verbatim(new), (*splices, *units), keys=frozenset({known}), sets=True)
    return _hit(scene, "misspelt-key", statements, text, (spelled, off))


def _elsewhere(scene: Scene, statement: Statement, known: str, unit: bytes) -> tuple[Repair, ...]:
    """Spelt right and moved to the section where it belongs."""
    section, name = known.split(".")
    value = scene.document.text[statement.value : statement.end] + (unit if statement.content.isdigit() else b"")
    new = insertion(scene.document, section, [(name, value)], native_line_end(scene.document.text))
    text = Text("write {name}= in [{section}]", name=name, section=section)
    return (Repair(text, (removal(scene.document, statement), new), keys=frozenset({known})),)


def _not_known(scene: Scene) -> Text:
    version = scene.sight.version
    if version is not None and version > NEWEST_READ:
        return Text(
            "wslmem does not know this key; it knows those of WSL {known}, and WSL {version} may have more. Where WSL "
            "does not know it either, it warns and ignores it.",
            known=show(NEWEST_READ),
            version=show(version),
        )
    return Text("Unknown key. WSL warns and ignores it.")


@lru_cache(maxsize=4096)
def _closest(name: str, section: str) -> tuple[str | None, bytes]:
    """The key that is called or nearly spelt `name`, first one of `section`, and the unit that the name has."""
    from difflib import get_close_matches

    meant = called(name)
    if meant is not None:
        return meant.key, meant.unit.encode()
    for here in (True, False) if not name.startswith("min") else ():
        names = {short(key).lower(): key for key in KEYS if key.startswith(f"{section}.") == here}
        for one in get_close_matches(name, names, n=1, cutoff=0.8):
            return names[one], b""
    return None, b""

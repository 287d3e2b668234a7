"""Keys that are given twice: to WSL the first one counts, even where its value is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wslmem.text import Text
from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.keys import KEYS, Key
from wslmem.wslconfig.placing import removal
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, commented_out, default_of, quoted
from wslmem.wslconfig.scanner import Statement
from wslmem.wslconfig.splice import Splice
from wslmem.wslconfig.tokens import narrow
from wslmem.wslconfig.values import meaning

RULES: dict[str, Severity] = {
    "duplicate-key": "warning",
    "duplicate-after-invalid": "error",
}


def look(scene: Scene) -> Iterator[Hit]:
    later: dict[str, list[Statement]] = {}
    first: dict[str, Statement] = {}
    for statement in scene.document.statements:
        if statement.kind != "key":
            continue
        key = scene.document.names.of(statement)[1]
        if key is None:
            continue
        if scene.document.readings[key.name].spans.start == statement.start:
            first[key.name] = statement
        else:
            later.setdefault(key.name, []).append(statement)
    for name, statements in later.items():
        yield _told(scene, KEYS[name], first[name], statements)


def _told(scene: Scene, key: Key, first: Statement, later: list[Statement]) -> Hit:
    reading = scene.document.readings[key.name]
    last = later[-1]
    lines = tuple(one.line for one in later)
    subject = quoted(scene.document.text[later[0].start : later[0].end])
    if not reading.valid:
        text = Text(
            "{name} is already set in line {line}, and the first one wins: its value is invalid, so WSL uses {default} "
            "and ignores this one too.",
            name=_name(scene, first),
            line=reading.line,
            default=default_of(scene, key),
        )
        repairs = _after_invalid(scene, key, first, later)
        return Hit("duplicate-after-invalid", later[0].line, text, subject, repairs, lines)
    text = Text(
        "{name} is already set in line {line}; the first one wins, and WSL warns and ignores this one.",
        name=_name(scene, first),
        line=reading.line,
    )
    if _means(scene, key, last) == reading.value:
        repairs = (Repair(Text("remove this line"), _gone(scene, later)),)
    else:
        repairs = (_keep_first(reading, later), _keep_last(key, first, later))
    return Hit("duplicate-key", later[0].line, text, subject, repairs, lines)


def _name(scene: Scene, statement: Statement) -> str:
    """The key as it is written there, with its section: an alias by its own name."""
    return scene.document.names.of(statement)[0]


def _means(scene: Scene, key: Key, statement: Statement) -> object:
    return meaning(key, narrow(statement.content, scene.document.source.decoding))


def _gone(scene: Scene, statements: Sequence[Statement]) -> tuple[Splice, ...]:
    return tuple(removal(scene.document, one) for one in statements)


def _keep_first(first: Reading, later: Sequence[Statement]) -> Repair:
    """The second value stays readable: nobody knows which one was meant."""
    text = Text("keep line {line}, which counts now, and put # in front of the other", line=first.line)
    return Repair(text, commented_out(one.start for one in later))


def _keep_last(key: Key, first: Statement, later: Sequence[Statement]) -> Repair:
    text = Text("keep line {line}, and put # in front of the other", line=later[-1].line)
    away = commented_out(one.start for one in (first, *later[:-1]))
    return Repair(text, away, keys=frozenset({key.name}))


def _after_invalid(scene: Scene, key: Key, first: Statement, later: Sequence[Statement]) -> tuple[Repair, ...]:
    """Let the first valid one count; what is wrong with the invalid one is told, and mended, by its own rule."""
    good = next((one for one in later if _means(scene, key, one) is not None), None)
    if good is None:
        return ()
    text = Text("keep line {line}, and put # in front of line {other}", line=good.line, other=first.line)
    others = [one for one in (first, *later) if one.start < good.start]
    return (Repair(text, commented_out(one.start for one in others), keys=frozenset({key.name})),)

"""Lines that are no setting to WSL, and values that take more or less of the file than meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.text import Text, counted, verbatim
from wslmem.wslconfig import meant
from wslmem.wslconfig.keys import KEYS
from wslmem.wslconfig.rules.headers import is_bad_header
from wslmem.wslconfig.rules.lookalikes import is_spoilt
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, commented_out, default_of, quoted
from wslmem.wslconfig.scanner import Statement
from wslmem.wslconfig.splice import Splice
from wslmem.wslconfig.windows_path import Flaw, flaw

RULES: dict[str, Severity] = {
    "semicolon-comment": "warning",
    "remark-after-value": "error",
    "escape-drops-line": "error",
    "unclosed-quote": "error",
    "missing-equals": "error",
    "garbled-setting": "error",
    "not-a-setting": "warning",
    "continuation-swallows": "error",
}

_REMARK = re.compile(rb"([^ \t]++[ \t]*?)([ \t])(;|//)[\x00-\xff]*")
_COMMENT = re.compile(rb";|//")
_ASSIGNMENT = re.compile(rb'[A-Za-z][A-Za-z0-9]*+[ \t]*+=[ \t]*+(?=[^\n]*")')
_COLON = re.compile(rb"([A-Za-z][A-Za-z0-9]*)([ \t]*:[ \t]*|[ \t]+)[^ \t=:][^=]*")
_SHELL = re.compile(rb"((?:export|set|let)[ \t]+)([A-Za-z][A-Za-z0-9]*)[ \t]*=[^\n]*", re.IGNORECASE)
_GARBLED = re.compile(
    rb"[-*+>|\s{\"']*+(?:(?:wsl2|experimental|general)\.)?(?P<key>[A-Za-z][A-Za-z0-9_ -]*+)[\"']?[ \t]*+[=:][ \t]*+"
    rb"(?P<quote>[\"']?)(?P<value>[^\"'\n#]*+)(?P=quote)[ \t]*+[,;]?[ \t}]*+(?P<rest>#[\x00-\xff]*+)?"
)
"""A setting as a list, JSON, YAML or TOML has it; the key perhaps in the manner of another language."""
_JOINTS = re.compile(rb"[_ -]")
_SWALLOWED = re.compile(rb"\\\r?\n[ \t]*(?:[A-Za-z][A-Za-z0-9]*[ \t]*=|\[)")
_BY_NAME = {name.lower(): name for name in (key.rpartition(".")[2].encode() for key in KEYS)}
_SHORT_NAMES = frozenset(_BY_NAME)
_ONLY = Text("A setting is key=value and nothing else. WSL warns and ignores the line.")
_NO_SETTING = Text("The = between key and value is missing. WSL warns and ignores the line.")


def is_remark(written: bytes) -> bool:
    """Whether a value goes on with something that was meant as a comment."""
    return _REMARK.fullmatch(written) is not None


def is_told_here(written: bytes) -> bool:
    """Whether a refused value has a cause that needs no rule of its kind: a remark behind it, or odd characters."""
    return not written.isascii() or is_remark(written)


def look(scene: Scene) -> Iterator[Hit]:
    comments: list[tuple[Statement, int]] = []
    others: list[Statement] = []
    for statement in scene.document.statements:
        if statement.kind == "key":
            yield from _continued(scene, statement)
        elif _is_told_here(scene, statement):
            match = _COMMENT.match(scene.document.text, statement.start)
            if match:
                comments.append((statement, match.end()))
            elif (hit := _invalid(scene, statement)) is not None:
                yield hit
            else:
                others.append(statement)
    yield from _comments(scene, comments)
    yield from _others(scene, others)
    yield from _remarks(scene)


def _is_told_here(scene: Scene, statement: Statement) -> bool:
    """An invalid line that is no header; one that odd characters spoil has a rule of its own."""
    if statement.kind == "header" or is_bad_header(scene, statement):
        return False
    start, end = scene.rest(statement)
    return statement.kind not in ("InvalidKey", "Expected") or not is_spoilt(scene.document.text[start:end])


def _comments(scene: Scene, found: list[tuple[Statement, int]]) -> Iterator[Hit]:
    """All of them as one: whoever writes ; for a comment does so throughout."""
    if not found:
        return
    statements = [statement for statement, _ in found]
    text = counted(
        "Only # starts a comment. WSL warns and ignores the line.",
        "Only # starts a comment. WSL warns of {count} lines and ignores them.",
        len(found),
    )
    repair = Repair(
        Text("start comments with #"), tuple(Splice(statement.start, end, b"#") for statement, end in found)
    )
    yield _together("semicolon-comment", scene, statements, text, repair)


def _others(scene: Scene, found: list[Statement]) -> Iterator[Hit]:
    if not found:
        return
    text = counted(
        "Not a line of the form key=value. WSL warns and ignores it.",
        "{count} lines are not of the form key=value. WSL warns and ignores them.",
        len(found),
    )
    repair = Repair(Text("put # in front"), commented_out(one.start for one in found))
    yield _together("not-a-setting", scene, found, text, repair)


def _together(rule: str, scene: Scene, found: list[Statement], text: Text, repair: Repair) -> Hit:
    start, end = scene.rest(found[0])
    subject = quoted(scene.document.text[start:end])
    return Hit(rule, found[0].line, text, subject, (repair,), tuple(one.line for one in found))


def _remarks(scene: Scene) -> Iterator[Hit]:
    for key, reading in scene.settings("size", "int", "bool", "enum", "mac", "ports", "ip"):
        match = None if reading.valid else _REMARK.fullmatch(scene.written(reading))
        if match:
            at = reading.spans.value + match.start(3)
            splice = Splice(at, at + len(match[3]), b"#")
            new = scene.written(reading)[: match.start(3)] + b"#" + scene.written(reading)[match.end(3) :]
            text = Text(
                "Only # starts a comment, so the remark is part of the value. WSL warns and uses {default}.",
                default=default_of(scene, key),
            )
            repair = Repair(verbatim(f"{scene.name(reading)}={quoted(new)}"), (splice,), keys=frozenset({key.name}))
            yield Hit("remark-after-value", reading.line, text, scene.line(reading), (repair,))


def _continued(scene: Scene, statement: Statement) -> Iterator[Hit]:
    found = _SWALLOWED.search(scene.document.text, statement.value, statement.end)
    if found:
        text = Text("The backslash at the end makes the next line part of this value.")
        key = scene.document.names.of(statement)[1]
        splice = Splice(found.start(), found.start(), b"\\")
        keys = frozenset({key.name} if key else ())
        repair = Repair(Text("write two backslashes at the end of that line"), (splice,), keys=keys)
        yield Hit("continuation-swallows", statement.line, text, f"{statement.name.decode()}=", (repair,))


def _invalid(scene: Scene, statement: Statement) -> Hit | None:
    start, end = scene.rest(statement)
    line = scene.document.text[start:end]
    if statement.kind == "InvalidEscape":
        return _escape(scene, statement, line)
    if assignment := _ASSIGNMENT.match(line):
        at = start + len(line.partition(b"#")[0].rstrip()) if line.count(b'"') == 1 else end
        at = max(at, start + assignment.end())
        text = Text("The quote is not closed on this line. WSL warns and ignores the line.")
        repair = Repair(Text('write " behind the value'), (Splice(at, at, b'"'),))
        return Hit("unclosed-quote", statement.line, text, quoted(line), (repair,))
    shell = _SHELL.fullmatch(line)
    if shell and shell[2].lower() in _SHORT_NAMES:
        splice = Splice(start, start + len(shell[1]), b"")
        repair = Repair(verbatim(quoted(line[len(shell[1]) :])), (splice,))
        return Hit("garbled-setting", statement.line, _ONLY, quoted(line), (repair,))
    if (found := _garbled(scene, statement, line)) is not None:
        return found
    match = _COLON.fullmatch(line)
    if match and match[1].lower() in _SHORT_NAMES:
        splice = Splice(start + match.start(2), start + match.end(2), b"=")
        new = line[: match.start(2)] + b"=" + line[match.end(2) :]
        return Hit(
            "missing-equals", statement.line, _NO_SETTING, quoted(line), (Repair(verbatim(quoted(new)), (splice,)),)
        )
    return None


def _garbled(scene: Scene, statement: Statement, line: bytes) -> Hit | None:
    """`- memory=8GB`, `"memory": "8GB",`, `wsl2.memory=8GB`, `nested_virtualization = true`."""
    match = _GARBLED.fullmatch(line)
    value = _bare(match) if match else b""
    name = _BY_NAME.get(_JOINTS.sub(b"", match["key"]).lower()) if match and value else None
    if match is None or name is None or line.lower().startswith(name.lower()):
        return None  # a plain key, of which only the sign behind it is wrong, is told as that
    start, end = scene.rest(statement)
    rest = b" " + match["rest"] if match["rest"] else b""
    new = name + b"=" + value + rest
    repair = Repair(verbatim(quoted(new)), (Splice(start, end, new),))
    return Hit("garbled-setting", statement.line, _ONLY, quoted(line), (repair,))


def _bare(match: re.Match[bytes]) -> bytes:
    """The value without what JSON and others put behind it; in quotes it is what stands in them."""
    value = match["value"]
    if not match["quote"]:
        value = value.rstrip(b" \t}")
        value = value[:-1] if value.endswith((b",", b";")) else value
    return value.strip()


def _escape(scene: Scene, statement: Statement, line: bytes) -> Hit:
    r"""A line such as `swapFile=C:\temp\swap.vhdx`, which does no harm until it is mended: then its path has to be."""
    value = scene.document.text.index(b"=", statement.start) + 1
    start, end = scene.rest(statement)
    body = scene.document.text[value:end].partition(b"#")[0]
    doubled = meant.doubled(body)
    new = scene.document.text[start:value] + doubled.rstrip()
    away = Repair(Text("put # in front: nothing else changes"), commented_out([start]))
    found = meant.dropped(scene.document, statement)
    keys = frozenset({found[0].name} if found else ())
    mended = Repair(verbatim(quoted(new)), (Splice(value, value + len(body), doubled),), keys=keys)
    text = _dropped(found[0].name if found else "", meant.path(found[1]) if found else "")
    return Hit("escape-drops-line", statement.line, text, quoted(line), (mended, away))


def _dropped(name: str, path: str) -> Text:
    r"""What \ does, and what the path has to be once it is read."""
    if name == "wsl2.swapFile" and flaw(path) is Flaw.VARIABLE:
        return Text(
            "A path needs two backslashes for each one, and WSL does not expand variables. It warns and ignores the "
            "line, which does no harm: if it read this path, there would be no swap."
        )
    if name == "wsl2.swapFile":
        return Text(
            "A path needs two backslashes for each one. WSL warns and ignores the line. Once it reads the path, the "
            "folder must exist: otherwise WSL starts with no swap."
        )
    if name in ("wsl2.kernel", "wsl2.kernelModules", "wsl2.systemDistro"):
        return Text(
            "A path needs two backslashes for each one. WSL warns and ignores the line. Once it reads the path, the "
            "file must exist: otherwise WSL does not start."
        )
    return Text("A backslash needs another one before it. WSL warns and ignores the line.")

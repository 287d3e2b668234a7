"""Lines that are no setting to WSL, and values that take more or less of the file than meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.patterns import lazy
from wslmem.text import Text, counted, verbatim
from wslmem.wslconfig import meant
from wslmem.wslconfig.keys import SHORT_NAMES, WSL_CONF_SECTIONS
from wslmem.wslconfig.rules import foreign, garbled
from wslmem.wslconfig.rules.behind import CONTINUED
from wslmem.wslconfig.rules.headers import is_bad_header
from wslmem.wslconfig.rules.lookalikes import is_spoilt
from wslmem.wslconfig.rules.names import in_wsl_conf
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, commented_out, quoted
from wslmem.wslconfig.scanner import Statement
from wslmem.wslconfig.sight import FILES
from wslmem.wslconfig.splice import Splice
from wslmem.wslconfig.windows_path import Flaw, flaw

RULES: dict[str, Severity] = {
    "semicolon-comment": "warning",
    "escape-drops-line": "error",
    "unclosed-quote": "error",
    "missing-equals": "error",
    "garbled-setting": "error",
    "not-a-setting": "warning",
    "continuation-swallows": "error",
}

_COMMENT = lazy(rb";++|//++")
_ASSIGNMENT = lazy(rb'[A-Za-z][A-Za-z0-9]*+[ \t]*+=[ \t]*+(?=[^\n]*")')
_COLON = lazy(
    rb"([A-Za-z][A-Za-z0-9]*+)([ \t]*+(?::=?|->|\||,|\.\.++|[<>+?]=|\xe2\x86\x92|\xe2\x87\x92)[ \t]*+"
    rb"|[ \t]++(?:is|to|of)[ \t]++|[ \t]++)[^ \t=:>-][^=]*"
)
_WSL_CONF = lazy(rb"(%s)\.([A-Za-z]++)[ \t]*+=" % "|".join(WSL_CONF_SECTIONS).encode(), re.IGNORECASE)
_NAMED = lazy(rb"[A-Za-z0-9]++(?:[_.-]++[A-Za-z0-9]++)++[ \t]*+=")
_NO_SETTING = Text("The = between key and value is missing. WSL warns and ignores the line.")


def look(scene: Scene) -> Iterator[Hit]:
    comments: list[tuple[Statement, int]] = []
    others: list[Statement] = []
    elsewhere = foreign.told_here(scene)
    for statement in scene.document.statements:
        if statement.start in elsewhere:
            continue
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
    """Lines that are no setting, and those that would be one but for the name of their key."""
    named: list[Statement] = []
    rest: list[Statement] = []
    for one in found:
        (named if _NAMED.match(scene.document.text, one.start) else rest).append(one)
    if named:
        text = counted(
            "A key is letters and digits only. WSL warns and ignores the line.",
            "A key is letters and digits only. WSL warns of {count} lines and ignores them.",
            len(named),
        )
        repair = Repair(Text("put # in front"), commented_out(one.start for one in named))
        yield _together("not-a-setting", scene, named, text, repair)
    if rest:
        yield _no_settings(scene, rest)


def _no_settings(scene: Scene, found: list[Statement]) -> Hit:
    text = counted(
        "Not a line of the form key=value. WSL warns and ignores it.",
        "{count} lines are not of the form key=value. WSL warns and ignores them.",
        len(found),
    )
    repair = Repair(Text("put # in front"), commented_out(one.start for one in found))
    return _together("not-a-setting", scene, found, text, repair)


def _together(rule: str, scene: Scene, found: list[Statement], text: Text, repair: Repair) -> Hit:
    start, end = scene.rest(found[0])
    subject = quoted(scene.document.text[start:end])
    return Hit(rule, found[0].line, text, subject, (repair,), tuple(one.line for one in found))


def _continued(scene: Scene, statement: Statement) -> Iterator[Hit]:
    found = CONTINUED.search(scene.document.text, statement.value, statement.end)
    if found:
        text = Text("The backslash at the end makes the next line part of this value.")
        key = scene.document.names.of(statement)[1]
        if key is not None and key.kind not in ("text", "path"):
            said, splice = (
                Text("remove the backslash at the end of that line"),
                Splice(found.start(), found.start() + 1, b""),
            )
        else:
            said, splice = (
                Text("write two backslashes at the end of that line"),
                Splice(found.start(), found.start(), b"\\"),
            )
        repair = Repair(said, (splice,), keys=frozenset({key.name} if key else ()))
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
        repair = Repair(Text('write " behind the value'), (Splice(at, at, b'"'),), sets=True)
        if line.count(b'"') == 1 and start + line.index(b'"') + 1 == at > start + assignment.end() + 1:
            repair = Repair(Text('remove the " behind the value'), (Splice(at - 1, at, b""),), sets=True)
        return Hit("unclosed-quote", statement.line, text, quoted(line), (repair,))
    found = _of_wsl_conf(statement, line) or garbled.look(scene, statement, line)
    if found is not None:
        return found
    match = _COLON.fullmatch(line)
    if match and match[1].lower() in SHORT_NAMES:
        splice = Splice(start + match.start(2), start + match.end(2), b"=")
        new = line[: match.start(2)] + b"=" + line[match.end(2) :]
        return Hit(
            "missing-equals",
            statement.line,
            _NO_SETTING,
            quoted(line),
            (Repair(verbatim(quoted(new)), (splice,), sets=True),),
        )
    return None


def _of_wsl_conf(statement: Statement, line: bytes) -> Hit | None:
    """`boot.systemd=true`."""
    match = _WSL_CONF.match(line)
    if match is None:
        return None
    text, repair = in_wsl_conf([f"[{match[1].decode()}] {match[2].decode()}"], [statement.start])
    return Hit("wsl-conf-key", statement.line, text, quoted(line), (repair,))


def _escape(scene: Scene, statement: Statement, line: bytes) -> Hit:
    r"""A line such as `swapFile=C:\temp\swap.vhdx`, which does no harm until it is mended: then its path has to be."""
    value = scene.document.text.index(b"=", statement.start) + 1
    start, end = scene.rest(statement)
    body = scene.document.text[value:end].partition(b"#")[0]
    found = meant.dropped(scene.document, statement)
    is_text = found is None or found[0].kind in ("text", "path")
    doubled = meant.doubled(body) if is_text else body.replace(b"\\", b"")
    new = scene.document.text[start:value] + doubled.rstrip()
    away = Repair(Text("put # in front: nothing else changes"), commented_out([start]))
    keys = frozenset({found[0].name} if found else ())
    mended = Repair(verbatim(quoted(new)), (Splice(value, value + len(body), doubled),), keys=keys, sets=not is_text)
    path = meant.path(found[1]) if found else ""
    text = _dropped(found[0].name if found else "", path)
    leads_nowhere = is_text and flaw(path) is Flaw.VARIABLE
    repairs = (away,) if leads_nowhere else (mended, away)
    return Hit("escape-drops-line", statement.line, text, quoted(line), repairs)


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
    if name in FILES and flaw(path) is Flaw.VARIABLE:
        return Text(
            "A path needs two backslashes for each one, and WSL does not expand variables. It warns and ignores the "
            "line, which does no harm: if it read this path, it would not start."
        )
    if name in FILES:
        return Text(
            "A path needs two backslashes for each one. WSL warns and ignores the line. Once it reads the path, the "
            "file must exist: otherwise WSL does not start."
        )
    return Text("A backslash needs another one before it. WSL warns and ignores the line.")

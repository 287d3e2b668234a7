"""What both faces say of a finding: how bad it is, where, what was written, what WSL makes of it, what to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wslmem.telling.fact import Fact, Tone
from wslmem.text import Text, counted, joined, verbatim
from wslmem.wslconfig.findings import Finding

SEVERITIES = {"error": Text("error"), "warning": Text("warning"), "note": Text("note")}
TONES = {"error": Tone.BAD, "warning": Tone.CARE, "note": Tone.QUIET}
_RANKS = {"error": 0, "warning": 1, "note": 2}
FIX = Text("fix")
_SHOWN_LINES = 4


def worst_first(found: Iterable[Finding]) -> list[Finding]:
    """Errors, then warnings, then notes; each in file order."""
    return sorted(found, key=lambda one: _RANKS[one.severity])


def place(finding: Finding) -> Text:
    """`line 3`, `lines 3, 5 and 7`; empty for the whole file."""
    if not finding.line:
        return verbatim("")
    runs = list(_runs(finding.lines or (finding.line,)))
    if len(runs) == 1 and runs[0][0] == runs[0][1]:
        return Text("line {line}", line=finding.line)
    shown = joined(Text(", "), [_run(*run) for run in runs[:_SHOWN_LINES]])
    return Text("lines {lines}, ...", lines=shown) if len(runs) > _SHOWN_LINES else Text("lines {lines}", lines=shown)


def _runs(lines: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Lines that follow each other, together."""
    first = last = None
    for line in sorted(lines):
        if last is not None and line == last + 1:
            last = line
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = line
    if first is not None and last is not None:
        yield first, last


def _run(first: int, last: int) -> Text:
    return verbatim(first) if first == last else Text("{first} to {last}", first=first, last=last)


def told(finding: Finding) -> Iterator[Fact]:
    """A finding in full: where and what, what WSL makes of it, and each fix with the command that does it."""
    severity = SEVERITIES[finding.severity]
    where = joined(Text(": "), [part for part in (place(finding), verbatim(finding.subject)) if part])
    yield Fact(severity, where or finding.text, TONES[finding.severity])
    if where:
        yield Fact(verbatim(""), finding.text, depth=1)
    for number, text in enumerate(finding.fixes, 1):
        yield Fact(FIX, Text("{fix}  ({command})", fix=text, command=command(finding, number)), Tone.GOOD, depth=1)


def command(finding: Finding, number: int = 1) -> str:
    """What does the fix `number` of a finding."""
    return f"wslmem show --fix {finding.rule}" + (f":{number}" if number > 1 else "")


def brief(finding: Finding) -> Text:
    """A finding in one line, for a face that shows many other things."""
    where = place(finding)
    return Text("{place}: {finding}", place=where, finding=finding.sentence) if where else finding.sentence


def summary(found: tuple[Finding, ...]) -> Text:
    """How many there are of each severity."""
    if not found:
        return Text("No problems in the file.")
    counts = {name: sum(1 for one in found if one.severity == name) for name in SEVERITIES}
    parts = []
    if counts["error"]:
        parts.append(counted("{count} error", "{count} errors", counts["error"]))
    if counts["warning"]:
        parts.append(counted("{count} warning", "{count} warnings", counts["warning"]))
    if counts["note"]:
        parts.append(counted("{count} note", "{count} notes", counts["note"]))
    text = Text("{counts}.", counts=joined(Text(", "), parts))
    if not any(one.fixes for one in found):
        return text
    return Text("{counts} Fix all that can be fixed: {command}", counts=text, command="wslmem show --fix all")

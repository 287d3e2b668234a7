"""`wslmem show` for a person."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.cli.columns import INDENT, laid_out
from wslmem.cli.ink import inked
from wslmem.telling import findings as telling
from wslmem.telling import limits
from wslmem.telling.fact import Tone
from wslmem.text import Text
from wslmem.words import tell
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.effective import Effective
from wslmem.wslconfig.findings import Finding
from wslmem.wslconfig.sight import Sight
from wslmem.wslconfig.starting import blocked


def as_text(
    path: str,
    document: WslConfigDocument,
    found: Effective,
    remarks: tuple[Finding, ...],
    around: Sight,
    *,
    exists: bool,
) -> str:
    """The file, what WSL reads in it, what the VM gets, and every finding, worst first."""
    lines = [_head(path, document, exists=exists), *_readings(document)]
    lines.append(tell(Text("The VM gets:")))
    if blocked(document, around):
        lines.append(INDENT + inked(tell(Text("nothing: WSL does not start with this file")), Tone.BAD))
    lines += [INDENT + line for line in laid_out(limits.limits(document, found))]
    for finding in telling.worst_first(remarks):
        lines += _finding(finding)
    if exists:
        lines.append(tell(telling.summary(remarks)))
    return "\n".join(lines)


def _head(path: str, document: WslConfigDocument, *, exists: bool) -> str:
    if not exists:
        return tell(Text("{path}: no such file; WSL uses its defaults", path=path))
    return tell(Text("{path}: {encoding}, {ends}", path=path, encoding=document.encoding, ends=document.line_ending))


def _readings(document: WslConfigDocument) -> Iterator[str]:
    for key, reading in document.readings.items():
        yield f"  {reading.line:>4}  {key} = {reading.raw}"


def _finding(finding: Finding) -> Iterator[str]:
    """Where and what on one line, the rest below it."""
    head, *rest = telling.told(finding)
    yield inked(tell(Text("{severity}:", severity=head.label)), head.tone) + " " + tell(head.text)
    for fact in rest:
        label = tell(Text("{label}: ", label=fact.label)) if fact.label else ""
        yield INDENT + label + tell(fact.text)

"""What is wrong with a `.wslconfig`, for a person: what you wrote, what WSL makes of it, what to write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wslmem.errors import UnsafeFileError, UsageError
from wslmem.text import Text
from wslmem.units import Bytes
from wslmem.wslconfig.characters import is_unmarked_utf16
from wslmem.wslconfig.document import WslConfigDocument, read
from wslmem.wslconfig.edits import Change, EditPlan
from wslmem.wslconfig.rules import files, headers, lines, names, numbers, overruled, paths, sizes
from wslmem.wslconfig.rules.scene import Hit, Scene, Severity
from wslmem.wslconfig.splice import spliced

_THEMES = (files, headers, names, lines, sizes, numbers, paths, overruled)

RULES: dict[str, Severity] = {rule: severity for theme in _THEMES for rule, severity in theme.RULES.items()}
"""Every rule, and how bad it is.

`error`: what was written has no effect; `warning`: it has another one, or WSL warns; `note`: good to know.
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about one line."""

    rule: str
    """Stable name in kebab case: `size-lower-case`."""
    line: int
    """From 1, as WSL counts; 0 for the whole file."""
    severity: Severity
    text: str
    """What you wrote, and what WSL makes of it."""
    repair: str
    """What to write; empty where only a person can know. `fix` applies it."""


def findings(
    document: WslConfigDocument, *, host_total: Bytes | None = None, processors: int | None = None
) -> tuple[Finding, ...]:
    """Everything that is worth a remark, in file order. Without a host, nothing is said that needs one."""
    hits = _hits(Scene(document, host_total, processors))
    return tuple(
        Finding(hit.rule, hit.line, RULES[hit.rule], hit.text, hit.repair)
        for hit in sorted(hits, key=lambda one: one.line)
    )


def fix(
    document: WslConfigDocument, rule: str, *, host_total: Bytes | None = None, processors: int | None = None
) -> EditPlan:
    """The edit that applies the repair of every finding of `rule`; empty where there is nothing to repair.

    Raises:
        UsageError: no such rule.
        UnsafeFileError: after the repair WSL would warn of more than before.
    """
    if rule not in RULES:
        raise UsageError(
            Text("there is no rule {rule}", rule=rule), next_step=Text("the rules are: {rules}", rules=", ".join(RULES))
        )
    hits = [hit for hit in _hits(Scene(document, host_total, processors)) if hit.rule == rule]
    after = next((hit.data for hit in hits if hit.data is not None), None)
    if after is None:
        splices = dict.fromkeys(splice for hit in hits for splice in hit.splices)
        after = document.source.encode(spliced(document.text, splices)) if splices else document.data
    repaired = read(after)
    if not any(hit.data for hit in hits) and len(repaired.warnings) > len(document.warnings):
        raise UnsafeFileError(
            Text("the repair of {rule} would make WSL warn of more than before", rule=rule), on_disk=Text("unchanged")
        )
    return EditPlan(document.data, after, tuple(_changes(document, repaired)))


def _hits(scene: Scene) -> Iterator[Hit]:
    # Of a file that WSL cannot decode, every line would be at fault in the same way.
    for theme in (files,) if is_unmarked_utf16(scene.document.data) else _THEMES:
        yield from theme.look(scene)


def _changes(before: WslConfigDocument, after: WslConfigDocument) -> Iterator[Change]:
    for key in dict.fromkeys((*before.readings, *after.readings)):
        old, new = before.readings.get(key), after.readings.get(key)
        if old is None or new is None or (old.raw, old.valid) != (new.raw, new.valid):
            yield Change(key, old.raw if old else None, new.raw if new else None)

"""What is wrong with a `.wslconfig`, as a person would want to be told: what you wrote, what WSL makes of it, what to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wslmem.units import Bytes
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.edits import EditPlan

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about one line."""

    rule: str
    """Stable name in kebab case: `size-lower-case`."""
    line: int
    """From 1, as WSL counts; 0 for the whole file."""
    severity: Severity
    """`error`: what was written has no effect; `warning`: it has another one; `note`: good to know."""
    text: str
    """What you wrote, and what WSL makes of it."""
    repair: str
    """What to write; empty where only a person can know."""


def findings(
    document: WslConfigDocument, *, host_total: Bytes | None = None, processors: int | None = None
) -> tuple[Finding, ...]:
    """Everything that is worth a remark, in file order."""
    raise NotImplementedError


def fix(document: WslConfigDocument, rule: str) -> EditPlan:
    """The edit that applies the repair of every finding of `rule`.

    Raises:
        UsageError: no such rule.
        UnsafeFileError: the repair would change what WSL reads elsewhere.
    """
    raise NotImplementedError

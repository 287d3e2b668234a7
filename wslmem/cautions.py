"""Cautions: what a person should know although nothing failed. Never raised, always shown."""

from __future__ import annotations

from wslmem.records import record
from wslmem.text import Text


@record
class Caution:
    """A remark that travels inside a result, in the manner of benchstat's warnings."""

    code: str
    """Stable name in kebab case, for scripts: `project-on-windows-drive`."""
    text: Text
    """One or two sentences for a person."""

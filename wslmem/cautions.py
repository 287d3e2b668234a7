"""Cautions: what a person should know although nothing failed. Never raised, always shown."""

from __future__ import annotations

from dataclasses import dataclass

from wslmem.text import Text


@dataclass(frozen=True, slots=True)
class Caution:
    """A remark that travels inside a result, in the manner of benchstat's warnings."""

    code: str
    """Stable name in kebab case, for scripts: `project-on-windows-drive`."""
    text: Text
    """One or two sentences for a person."""

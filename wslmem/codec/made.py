"""Where, when and by what a document was made: what one asks first of a JSON file that came from another machine."""

from __future__ import annotations

from wslmem.records import record


@record
class Made:
    """Stands in every document that a command prints."""

    at: str
    """UTC, ISO 8601: `2026-11-23T11:44:50Z`."""
    host: str
    """The name of this computer; empty where the system does not tell."""
    wslmem: str
    """The version that printed it."""

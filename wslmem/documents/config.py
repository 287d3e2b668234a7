"""The user's own settings."""

from __future__ import annotations

from wslmem.records import record

SCHEMA = "wslmem/config/1"


@record
class ConfigDocument:
    """What config.toml says."""

    path: str
    exists: bool
    settings: dict[str, str]
    """By dotted key: `profiles.heavy.memory`."""
    ignored: tuple[str, ...]
    """Keys in the file that mean nothing to wslmem."""

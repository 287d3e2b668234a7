"""The backups of a .wslconfig, and what a restore did."""

from __future__ import annotations

from wslmem.records import record

SCHEMA = "wslmem/restore/1"


@record(kw_only=True)
class BackupFound:
    """One copy of the file as it was."""

    number: int
    """Counts up from 1; `wslmem restore NUMBER` takes it."""
    taken: str
    """UTC, ISO 8601 basic form: `20261123T114450Z`."""
    sha256: str
    """The first 16 hexadecimal digits of the hash of what it holds."""
    absent: bool
    """There was no file; restoring this one removes the file."""
    path: str
    """Of the copy."""


@record
class BackupsDocument:
    """What there is to restore."""

    path: str
    """The .wslconfig."""
    backups: tuple[BackupFound, ...]


@record
class RestoredDocument:
    """What a restore did."""

    path: str
    """The .wslconfig."""
    changed: bool
    """Whether the file on disk now differs from before."""
    restored: BackupFound
    undo: BackupFound | None
    """The copy of what the file held before; null where nothing changed."""

"""The backups of a .wslconfig, and what a restore did."""

from __future__ import annotations

from wslmem.records import record
from wslmem.text import Text

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
    held: dict[str, str] | None = None
    """What it sets of `memory`, `swap` and `processors`, as it spells them; null in what a restore did, where there was
    no file, and where the copy cannot be read.
    """


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


@record
class DefectFound:
    """One thing that is not as it should be."""

    path: str
    text: Text
    """What is wrong with it."""


@record
class VerifiedDocument:
    """Whether all that is kept for restoring is sound; the exit code is 1 where it is not."""

    folder: str
    """The state folder."""
    backups: int
    """How many there are, sound or not, of all configuration files."""
    journals: int
    """Of runs that are at work, or were interrupted."""
    defects: tuple[DefectFound, ...]

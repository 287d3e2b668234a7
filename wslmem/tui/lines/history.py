"""What a backup is, in one line."""

from __future__ import annotations

from datetime import UTC, datetime

from wslmem.machine.own.backups import Backup
from wslmem.words import say
from wslmem.workflows.draft import KEYS
from wslmem.wslconfig import document as wslconfig


def row(backup: Backup, data: bytes | None) -> str:
    """Number, local time, and what the copy says of memory.

    Args:
        backup: the copy.
        data: its bytes; None where there was no file, or the copy cannot be read.
    """
    taken = datetime.strptime(backup.taken, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone()
    what = say("there was no file") if backup.absent else held(data or b"")
    return f"{backup.number:>4}  {taken:%Y-%m-%d %H:%M:%S}  {what}"


def held(data: bytes) -> str:
    """The limits that a file sets, as it spells them."""
    readings = wslconfig.read(data).readings
    told = [f"{name}={readings[key].raw.strip()}" for name, key in KEYS.items() if key in readings]
    return "  ".join(told) or say("WSL's defaults")

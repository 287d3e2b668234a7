"""The backups of the file, each with what it held."""

from __future__ import annotations

from wslmem.errors import WslmemError
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backup, Backups
from wslmem.machine.system import clock
from wslmem.records import record
from wslmem.workflows.draft import KEYS
from wslmem.wslconfig import document as wslconfig


@record
class Version:
    """The file as it was before one change."""

    backup: Backup
    taken: str
    """Local time with its zone: `2026-11-23 12:44:50 +01:00`."""
    held: tuple[tuple[str, str], ...] | None
    """What it set of memory, swap and processors, as it spells them; None where the copy cannot be read."""


def versions(paths: MachinePaths) -> tuple[Version, ...]:
    """Every version that can be brought back, oldest first.

    Raises:
        WslmemError: the folder of the backups cannot be read.
    """
    kept = Backups(paths.state_dir)
    return tuple(
        Version(backup, clock.local(backup.taken), _held(kept, backup)) for backup in kept.list(paths.wslconfig)
    )


def _held(kept: Backups, backup: Backup) -> tuple[tuple[str, str], ...] | None:
    try:
        data = kept.read(backup) or b""
    except WslmemError:  # told when it is asked for
        return None
    readings = wslconfig.read(data).readings
    return tuple((name, readings[key].raw.strip()) for name, key in KEYS.items() if key in readings)

"""What other processes used when a VM was last seen that had run for a while, or more since, in the state folder.

A VM that was just started shows little of it, and a stopped one nothing; a build needs the same in all three.
"""

from __future__ import annotations

from pathlib import Path

from wslmem.codec import NewerError, from_json, to_json
from wslmem.errors import WslmemError
from wslmem.machine.files import files
from wslmem.records import record
from wslmem.sizing.guest import GuestMemory
from wslmem.sizing.vm import OTHERS, SAME, SETTLED
from wslmem.units import MIB, Bytes

SCHEMA = "wslmem/settled/1"
_LIMIT = Bytes(MIB)


@record
class Settled:
    """One look at a VM."""

    distribution: str
    """The one that was asked."""
    used: Bytes
    """MemTotal less MemAvailable."""


def read(state_dir: Path) -> Settled | None:
    """The last look; None where there was none, or what is kept is not sound."""
    try:
        return _kept(state_dir)
    except WslmemError:
        return None  # the next look writes it anew, unless it is of a newer wslmem


def note(state_dir: Path, guest: GuestMemory, builds: Bytes = Bytes(0)) -> None:
    """Keep what a VM shows that has run for a while, or what a younger one shows more than is known.

    So a build needs the same after the restart that follows. A disk that refuses costs a recommendation its memory.

    Args:
        state_dir: where it is kept.
        guest: the VM.
        builds: what compilers and linkers hold of it now: in a young VM no reason to keep the rest as larger.
    """
    young = guest.uptime < SETTLED
    now = Settled(guest.distribution, Bytes(max(0, guest.total - guest.available - (builds if young else 0))))
    if young and now.used <= OTHERS:
        return
    try:
        before = _kept(state_dir)
    except NewerError:
        return
    except WslmemError:
        before = None  # not sound: it is written anew
    if before is not None and before.distribution == now.distribution:
        if young and now.used <= before.used:
            return
        if abs(before.used - now.used) < SAME:
            return
    try:
        files.write_state(state_dir / "settled.json", to_json(now, schema=SCHEMA).encode("ascii"))
    except WslmemError:
        return


def _kept(state_dir: Path) -> Settled | None:
    data = files.read_file(state_dir / "settled.json", limit=_LIMIT).data
    return None if data is None else from_json(Settled, data, schema=SCHEMA)

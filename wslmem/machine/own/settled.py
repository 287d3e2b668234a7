"""What other processes used when a VM was last seen that had run for a while, in the state folder.

A VM that was just started shows little of it, and a stopped one nothing; a build needs the same in all three.
"""

from __future__ import annotations

from pathlib import Path

from wslmem.codec import NewerError, from_json, to_json
from wslmem.errors import WslmemError
from wslmem.machine.files import files
from wslmem.records import record
from wslmem.sizing.guest import GuestMemory
from wslmem.sizing.vm import SETTLED
from wslmem.units import MIB, Bytes

SCHEMA = "wslmem/settled/1"
NOTEWORTHY = 64 * MIB
"""A smaller change is not written down: a look at the machine writes as little as it can."""
_LIMIT = Bytes(MIB)


@record
class Settled:
    """One look at a VM that had run for a while."""

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


def note(state_dir: Path, guest: GuestMemory) -> None:
    """Keep what a VM shows that has run for a while. A disk that refuses costs a recommendation its memory."""
    if guest.uptime < SETTLED:
        return
    now = Settled(guest.distribution, Bytes(guest.total - guest.available))
    try:
        before = _kept(state_dir)
    except NewerError:
        return
    except WslmemError:
        before = None  # not sound: it is written anew
    if before is not None and before.distribution == now.distribution and abs(before.used - now.used) < NOTEWORTHY:
        return
    try:
        files.write_state(state_dir / "settled.json", to_json(now, schema=SCHEMA).encode("ascii"))
    except WslmemError:
        return


def _kept(state_dir: Path) -> Settled | None:
    data = files.read_file(state_dir / "settled.json", limit=_LIMIT).data
    return None if data is None else from_json(Settled, data, schema=SCHEMA)

"""What a file does to a WSL that starts with it, in the terms in which one file is worse than another."""

from __future__ import annotations

from collections.abc import Mapping

from wslmem.records import record
from wslmem.units import MIB, Bytes
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.effective import Effective, effective, given
from wslmem.wslconfig.room import reserve
from wslmem.wslconfig.sight import NOTHING, Sight
from wslmem.wslconfig.starting import SwapDisk, blocked, is_too_large, swap_disk, unproven
from wslmem.wslconfig.values import Meaning
from wslmem.wslconfig.versions import NEW_RECLAIM

TINY = Bytes(512 * MIB)
"""With less memory a distribution hardly starts."""
_SHORT_BOOT = 1000
"""Milliseconds in which no kernel starts."""
_SWAP_RANK = {SwapDisk.MADE: 0, SwapDisk.UNPROVEN: 1, SwapDisk.NONE: 2}
_UNPROVEN, _NO_START = 1, 2


@record
class Effect:
    """What matters of one file. Ranks count from 0, the best."""

    start: Mapping[str, int]
    """By setting that the start depends on: 1 where nobody looked whether its file is there, 2 where it is not, or the
    value alone keeps WSL from starting."""
    swap: int
    """0: what is asked for is there, none if none is; 1: it depends on a folder; 2: no disk, so no swap."""
    starved: int
    """Bytes that a full VM takes of what Windows needs; 0 where the host is not known."""
    tiny: int
    """Bytes that the VM has too little to start a distribution."""
    harms: frozenset[str]
    """What is switched on that does harm: `safe-mode`, `gradual`, `no-network`."""
    values: Mapping[str, Meaning]
    """What WSL reads for each setting that it accepts."""
    limits: Effective


def effect(
    document: WslConfigDocument,
    *,
    host_total: Bytes | None = None,
    processors: int | None = None,
    sight: Sight = NOTHING,
) -> Effect:
    """What `document` does, on a host of which the rest is known."""
    limits = effective(document, host_total=host_total, processors=processors, sight=sight)
    memory, room = limits.memory.value, None if host_total is None else host_total - reserve(host_total)
    return Effect(
        start=_start(document, sight),
        swap=_swap(document, sight),
        starved=max(0, memory - room) if memory is not None and room is not None else 0,
        tiny=max(0, TINY - memory) if memory is not None else 0,
        harms=_harms(document, sight),
        values={name: one.value for name, one in document.readings.items() if one.valid and one.value is not None},
        limits=limits,
    )


def _start(document: WslConfigDocument, sight: Sight) -> dict[str, int]:
    found = dict.fromkeys(unproven(document, sight), _UNPROVEN)
    found |= {one.key: _NO_START for one in blocked(document, sight)}
    boot = given(document, "wsl2.kernelBootTimeout")
    if boot is not None and 0 < boot < _SHORT_BOOT:
        found["wsl2.kernelBootTimeout"] = _NO_START
    return found


def _swap(document: WslConfigDocument, sight: Sight) -> int:
    if given(document, "wsl2.swap") == 0 or given(document, "wsl2.safeMode"):
        return 0
    return _SWAP_RANK[SwapDisk.NONE if is_too_large(document) else swap_disk(document, sight)[0]]


def _harms(document: WslConfigDocument, sight: Sight) -> frozenset[str]:
    def value(name: str) -> object:
        reading = document.readings.get(name)
        return reading.value if reading and reading.valid else None

    found = set[str]()
    if value("wsl2.safeMode"):
        found.add("safe-mode")
    old = sight.version is None or sight.version < NEW_RECLAIM
    if old and value("experimental.autoMemoryReclaim") == "Gradual":
        found.add("gradual")
    mode = value("wsl2.networkingMode")
    if mode == "None" or (mode == "Bridged" and not value("wsl2.vmSwitch")):
        found.add("no-network")
    return frozenset(found)


def worse(before: Effect, after: Effect, about: frozenset[str] = frozenset()) -> bool:
    """Whether anything gets worse from `before` to `after`.

    Args:
        before: of the file as it is.
        after: of the file as it would be.
        about: settings whose value is meant to change; any other that counts keeps what it has.
    """
    if any(rank > before.start.get(name, 0) for name, rank in after.start.items()):
        return True
    ranks = ((before.swap, after.swap), (before.starved, after.starved), (before.tiny, after.tiny))
    if any(new > old for old, new in ranks):
        return True
    if after.harms - before.harms:
        return True
    return any(after.values.get(name) != value for name, value in before.values.items() if name not in about)

"""The limits that a VM started with this file would have (WslCoreConfig.cpp, `Config::Initialize`)."""

from __future__ import annotations

from typing import Literal

from wslmem.records import record
from wslmem.units import GIB, MIB, Bytes
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.sight import NOTHING, Sight
from wslmem.wslconfig.starting import NOT_GIVEN, SwapDisk, is_too_large, swap_disk

Source = Literal["file", "default", "clamped", "policy", "swap-file", "swap-size"]

LEAST_MEMORY = Bytes(256 * MIB)
"""WSL raises a smaller memory= to this, without a word."""

OWN_BUFFER = Bytes(64 * MIB)
"""The buffer that WSL gives devices unasked."""
NEED_A_BUFFER = ("Consomme", "VirtioProxy")
"""Networking modes with such a device; two names of one."""


@record
class EffectiveValue:
    """One limit."""

    value: int | None
    """Bytes, or a count of processors; None where it depends on a host that is not known."""
    source: Source
    """`file`; `default` where the file says nothing that counts; `clamped` where WSL limits what the file says;
    `swap-file` for no swap because WSL cannot make a disk at `swapFile=`, `swap-size` because none is so large.
    No policy of Windows touches memory, swap or processors; the word is there for settings that have one."""


@record
class Effective:
    """What the VM gets."""

    memory: EffectiveValue
    """Bytes, after WSL's clamp to [256 MiB, host]."""
    swap: EffectiveValue
    """Bytes; 0 is no swap. `safeMode=true` clamps it to 0."""
    processors: EffectiveValue
    """Logical processors."""
    devices: Bytes = Bytes(0)
    """What a buffer for devices (`swiotlb`) takes of the memory, at most: a WSL before 2.8.9 does not have it."""

    @property
    def vm_memory(self) -> Bytes | None:
        """The VM's memory: whole MiB, rounded down to an even number of them (WslCoreVm.cpp); None if unknown."""
        return None if self.memory.value is None else Bytes(self.memory.value // (2 * MIB) * 2 * MIB)


def effective(
    document: WslConfigDocument, *, host_total: Bytes | None, processors: int | None, sight: Sight = NOTHING
) -> Effective:
    """What WSL makes of `document` on a host with `host_total` bytes and `processors` logical processors."""
    memory = _memory(given(document, "wsl2.memory"), host_total)
    safe = bool(given(document, "wsl2.safeMode"))
    return Effective(
        memory,
        _without_disk(document, sight) or _swap(given(document, "wsl2.swap"), memory.value, safe=safe),
        _processors(given(document, "wsl2.processors"), processors),
        devices(document, memory.value),
    )


def given(document: WslConfigDocument, key: str) -> int | None:
    """The number that the file gives for `key`, None where it gives none that counts."""
    reading = document.readings.get(key)
    return reading.value if reading and reading.valid and isinstance(reading.value, int) else None


def _memory(wanted: int | None, host: Bytes | None) -> EffectiveValue:
    if not wanted:
        return EffectiveValue(None if host is None else host // 2, "default")
    limited = max(wanted, LEAST_MEMORY)
    if host is not None:
        limited = min(limited, host)
    return EffectiveValue(limited, "file" if limited == wanted else "clamped")


def _without_disk(document: WslConfigDocument, sight: Sight) -> EffectiveValue | None:
    """No swap, for want of a disk; None where there is one, or none is wanted."""
    if given(document, "wsl2.swap") == 0 or given(document, "wsl2.safeMode"):
        return None
    if is_too_large(document):
        return EffectiveValue(0, "swap-size")
    return EffectiveValue(0, "swap-file") if swap_disk(document, sight)[0] is SwapDisk.NONE else None


def _swap(wanted: int | None, memory: int | None, *, safe: bool) -> EffectiveValue:
    if safe:
        return EffectiveValue(0, "file" if wanted == 0 else "clamped")
    if wanted is not None and wanted != NOT_GIVEN:
        return EffectiveValue(wanted, "file")
    return EffectiveValue(None if memory is None else default_swap(memory), "default")


def devices(document: WslConfigDocument, memory: int | None) -> Bytes:
    """What a buffer for devices takes of `memory` bytes; 0 for none.

    As asked for; else WSL's own where a device needs one and the VM can spare it (microsoft/WSL c4ef2c7dd).
    """
    if given(document, "wsl2.safeMode") or given(document, "wsl2.virtio") == 0:
        return Bytes(0)
    if wanted := given(document, "experimental.swiotlb"):
        return Bytes(min(wanted, memory or wanted))
    mode = document.readings.get("wsl2.networkingMode")
    needed = given(document, "wsl2.virtiofs") or (mode is not None and mode.value in NEED_A_BUFFER)
    return OWN_BUFFER if needed and memory is not None and memory >= GIB + OWN_BUFFER else Bytes(0)


def default_swap(memory: int) -> Bytes:
    """A quarter of the VM's memory, rounded up to whole GiB."""
    return Bytes(-(-(memory // 4) // GIB) * GIB)


def _processors(wanted: int | None, host: int | None) -> EffectiveValue:
    if wanted is None or wanted <= 0:
        return EffectiveValue(host, "default")
    limited = wanted if host is None else min(wanted, host)
    return EffectiveValue(limited, "file" if limited == wanted else "clamped")

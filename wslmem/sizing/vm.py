"""What of `memory=` the guest can use."""

from __future__ import annotations

from wslmem.sizing.guest import GuestMemory
from wslmem.units import MIB, Bytes

KERNEL = Bytes(200 * MIB)
"""What the kernel keeps besides its page descriptions: its image, initial file system, per-processor areas. MemTotal
was 100 to 200 MiB below 63/64 of `memory=` on the machines whose figures are public; the larger one is assumed."""

RESIDENTS = Bytes(400 * MIB)
"""What lives in a distribution that was not asked: systemd, a shell, the servers of WSL itself. Assumed."""


def guest_total(memory: int) -> Bytes:
    """The MemTotal, at least, of a VM with `memory` bytes: one 64th goes into page descriptions, some to the kernel."""
    return Bytes(max(0, memory * 63 // 64 - KERNEL))


def memory_for(total: int) -> Bytes:
    """The smallest `memory=`, not rounded, that gives the guest a MemTotal of `total` bytes."""
    return Bytes(-(-(total + KERNEL) * 64 // 63))


def residents(guest: GuestMemory | None) -> Bytes:
    """What already lives in the guest and stays while a build runs; an assumption where no VM runs."""
    return RESIDENTS if guest is None else Bytes(max(0, guest.total - guest.available))

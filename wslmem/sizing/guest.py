"""What the running VM says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from wslmem.units import Bytes, Seconds


@dataclass(frozen=True, slots=True)
class GuestMemory:
    """One reading of the VM from inside."""

    distribution: str
    total: Bytes
    """MemTotal: a little less than `memory=`, for the kernel keeps some."""
    available: Bytes
    """MemAvailable."""
    swap_total: Bytes
    swap_free: Bytes
    processors: int
    """What `nproc` prints."""
    boot_id: str
    """Another value proves another VM."""
    uptime: Seconds
    kernel: str
    """`uname -r`."""

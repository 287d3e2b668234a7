"""What the running VM says of itself."""

from __future__ import annotations

from wslmem.records import record
from wslmem.units import Bytes, Seconds


@record
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
    pressure: float | None = None
    """PSI memory `full avg10`, percent; None where the kernel has it switched off."""
    paged_in: int | None = None
    """Pages read back from the disk since the VM started: from swap, and of files that had been let go."""

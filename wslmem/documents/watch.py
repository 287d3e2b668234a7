"""Readings of host and VM, one a line."""

from __future__ import annotations

from wslmem.records import record
from wslmem.sizing.holders import Holders
from wslmem.sizing.host import HostProgram
from wslmem.units import Bytes

SCHEMA = "wslmem/watch/1"


@record
class HostReading:
    """Memory of Windows."""

    total: Bytes
    available: Bytes
    vm: Bytes | None
    """Working set of the process that holds the VM's memory."""
    largest: tuple[HostProgram, ...] | None
    """The programs that hold most; null where that is not known."""
    wslc: Bytes | None = None
    """Working set of the VMs of wslc, WSL's own containers; null where none runs."""


@record
class VmReading:
    """Memory of the VM."""

    total: Bytes
    available: Bytes
    swap_used: Bytes


@record
class WatchDocument:
    """One reading; sizes in bytes."""

    at: str
    """UTC, ISO 8601."""
    host: HostReading
    vm: VmReading | None
    """Null where no VM runs."""
    holders: Holders | None
    """Who holds the VM's memory, as it was at most 5 s before; null where no VM runs, or it does not tell."""

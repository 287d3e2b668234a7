"""Readings of host and VM, one a line."""

from __future__ import annotations

from wslmem.records import record
from wslmem.units import Bytes

SCHEMA = "wslmem/watch/1"


@record
class HostReading:
    """Memory of Windows."""

    total: Bytes
    available: Bytes
    vm: Bytes | None
    """Working set of the process that holds the VM's memory."""


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

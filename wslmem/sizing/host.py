"""What the Windows host has and can give."""

from __future__ import annotations

from wslmem.records import record
from wslmem.units import Bytes


@record
class HostProgram:
    """All processes of one program on the host."""

    name: str
    """As the host spells it, without `.exe`."""
    size: Bytes
    """Private working set where it is told, else working set."""
    processes: int


@record
class HostMemory:
    """The host's memory at one moment. None means unknown, never zero."""

    total: Bytes
    """Physical memory that the operating system may use (`ullTotalPhys`); WSL's default and clamp rest on it."""
    available: Bytes
    """Standby, free and zeroed pages: Task Manager's "Available"."""
    processors: int
    """Logical processors, 1 or more."""
    source: str
    """Where the figures come from: `windows`, `linux`, `windows-from-wsl`."""
    commit_charge: Bytes | None = None
    """Task Manager's "Committed", left of the slash."""
    commit_limit: Bytes | None = None
    """Task Manager's "Committed", right of the slash."""
    page_file: Bytes | None = None
    """Commit limit less physical memory."""
    page_file_most: Bytes | None = None
    """What the page files may grow to at most; None where Windows sizes one itself, or it is not known."""
    vm_working_set: Bytes | None = None
    """Working set of the process that holds the VM's memory (vmmemWSL, vmmem)."""
    vm_private: Bytes | None = None
    """Private bytes of that process."""
    vm_process: str | None = None
    """Its name as found."""
    wslc_working_set: Bytes | None = None
    """Working set of the VMs of wslc, WSL's own containers (vmmemwslc-...); None where none runs."""
    wslc_private: Bytes | None = None
    """Private bytes of those processes."""
    largest: tuple[HostProgram, ...] | None = None
    """The programs that hold most, largest first, without the VM's own; None where nobody tells."""


PROGRAMS = 10
"""How many programs of the host are told."""

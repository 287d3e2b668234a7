"""Two VMs on one computer: that of the distributions, and that of a session of wslc, each with memory of its own."""

from __future__ import annotations

from wslmem.cautions import Caution
from wslmem.sizing.host import HostMemory
from wslmem.text import Text
from wslmem.units import GIB, Bytes, show_size, spell_size
from wslmem.wslconfig.room import fitted, reserve

LEAST = Bytes(GIB)
"""Less is no use to a container that builds; assumed."""


def advised(host: HostMemory, vm_memory: Bytes) -> Bytes | None:
    """The most that wslc may have beside a VM of `vm_memory` with Windows' reserve kept; None: less than 1 GiB."""
    left = fitted(Bytes(max(0, host.total - reserve(host.total) - vm_memory)))
    return left if left >= LEAST else None


def too_much(host: HostMemory, vm_memory: Bytes, wslc_memory: Bytes) -> Caution | None:
    """Whether both VMs, when both are full, want more than this computer has or leave Windows nothing to live on."""
    together = Bytes(vm_memory + wslc_memory)
    if together <= host.total - reserve(host.total):
        return None
    room = advised(host, vm_memory)
    sums = {
        "vm": show_size(vm_memory),
        "wslc": show_size(wslc_memory),
        "sum": show_size(together),
        "total": show_size(host.total),
        "kept": show_size(reserve(host.total)),
    }
    said = Text(
        "WSL's VM ({vm}) and wslc's VM ({wslc}) may take {sum} together; this computer has {total}, and Windows needs "
        "about {kept}",
        **sums,
    )
    if room is None:
        text = Text("{said}. Set memory= lower, then wslmem apply --wslc-memory SIZE.", said=said)
    else:
        text = Text("{said}. Run: wslmem apply --wslc-memory {size}", said=said, size=spell_size(room))
    return Caution("two-vms", text)

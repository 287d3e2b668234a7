"""How the host's memory is shared: what Windows uses, what WSL may take, what is left, what the build needs."""

from __future__ import annotations

from typing import Literal

from wslmem.records import record
from wslmem.sizing.host import HostMemory
from wslmem.units import GIB, MIB, Bytes

SNAP = 512 * MIB
"""What is picked on the bar falls on multiples of this; WSL itself wants whole even MiB."""
FLOOR = 2 * GIB
"""The bar picks no less: WSL would start from 256 MiB, a build machine would not."""

Stretch = Literal["windows", "wslc", "used", "limit", "left", "beyond"]
"""Of the bar: `wslc` by the VM of WSL's own containers, `used` by the VM, `limit`: what it may still take, `beyond`:
what no RAM backs."""


@record
class Share:
    """One stretch of the bar."""

    name: Stretch
    size: Bytes


@record
class Budget:
    """Everything that the bar shows. Sizes in bytes."""

    total: Bytes
    """RAM of the host."""
    windows: Bytes
    """In use by everything but the two VMs."""
    wslc: Bytes
    """What the VMs of wslc hold now; 0 where none runs."""
    used: Bytes
    """What the VM holds now; 0 where none runs."""
    limit: Bytes
    """What the VM may take at most."""
    need: Bytes | None
    """MemTotal at which the build just fits; None where it is not known."""

    @property
    def beside(self) -> int:
        """Where the VM's own stretch begins: Windows and wslc lie before it."""
        return self.windows + self.wslc

    @property
    def left(self) -> int:
        """What stays free when the VM is full; below 0 where the RAM cannot hold both."""
        return self.total - self.beside - max(self.limit, self.used)

    @property
    def missing(self) -> int:
        """What the VM may take too little for the build; 0 where it is enough, or not known."""
        return max(0, (self.need or 0) - max(self.limit, self.used))

    @property
    def span(self) -> int:
        """What the whole width of the bar stands for."""
        return max(self.total, self.beside + max(self.limit, self.used, self.need or 0))

    @property
    def shares(self) -> tuple[Share, ...]:
        """The stretches from left to right; they add up to `span`. Empty ones are left out."""
        limit = max(self.limit, self.used)
        inside = min(limit, max(self.total - self.beside, self.used))
        beyond = self.span - max(self.total, self.beside + inside)
        left = self.span - self.beside - inside - beyond
        sizes: tuple[tuple[Stretch, int], ...] = (
            ("windows", self.windows), ("wslc", self.wslc), ("used", self.used),
            ("limit", inside - self.used), ("left", left), ("beyond", beyond),
        )  # fmt: skip
        return tuple(Share(name, Bytes(size)) for name, size in sizes if size > 0)

    def column(self, size: int, width: int) -> int:
        """The column, 0 to `width`, at which `size` bytes end on a bar of `width` columns."""
        return min(width, max(0, round(size / self.span * width)))

    def limit_at(self, column: float, width: int) -> Bytes:
        """The limit that a press on `column` asks for: snapped, at least the floor, at most the host's RAM."""
        wanted = column / width * self.span - self.beside
        snapped = round(wanted / SNAP) * SNAP
        return Bytes(max(min(FLOOR, self.total), min(snapped, self.total // SNAP * SNAP)))


def budget(host: HostMemory, limit: Bytes, *, used: Bytes = Bytes(0), need: Bytes | None = None) -> Budget:
    """The shares of `host` with a VM limit of `limit` bytes.

    Args:
        host: one reading of the host.
        limit: the VM's memory.
        used: what the VM holds now; the reading of its process on the host wins where there is one.
        need: MemTotal at which the build just fits.
    """
    held = host.vm_working_set if host.vm_working_set is not None else used
    busy = max(0, host.total - host.available - held)
    beside = min(host.wslc_working_set or 0, busy)
    return Budget(
        total=host.total,
        windows=Bytes(busy - beside),
        wslc=Bytes(beside),
        used=Bytes(min(held, host.total - busy)),
        limit=limit,
        need=need,
    )

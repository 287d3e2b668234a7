"""How much of the host's memory the VM may have with Windows still usable beside it."""

from __future__ import annotations

from wslmem.units import GIB, MIB, Bytes

LEAST_RESERVE = Bytes(2 * GIB)
"""Windows needs no less to stay usable."""
LARGEST_RESERVE = Bytes(4 * GIB)
"""More is not kept back for it: beyond that it is a matter of what else is open."""
RESERVE = 3 / 8
"""Between the two, this share of the physical memory stays with Windows."""


def reserve(total: Bytes) -> Bytes:
    """What of `total` physical memory stays with Windows; never more than WSL's own default leaves it, a half."""
    return Bytes(min(total // 2, max(LEAST_RESERVE, min(LARGEST_RESERVE, round(total * RESERVE)))))


def fitted(size: int) -> Bytes:
    """The largest memory= within `size`: whole GiB, or where that would waste much, an even number of MiB."""
    return Bytes(size // GIB * GIB if size >= 4 * GIB else size // (2 * MIB) * 2 * MIB)

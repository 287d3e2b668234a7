"""What is refused before a byte is written."""

from __future__ import annotations

import pytest

from wslmem.errors import UsageError
from wslmem.units import GIB, Bytes
from wslmem.workflows.apply.guards import refuse_swap
from wslmem.wslconfig.document import read
from wslmem.wslconfig.effective import effective


@pytest.mark.parametrize(
    ("swap", "free", "why"),
    [
        ("8GB", 4, "does not fit on the disk"),
        ("8GB", 8, ""),
        ("8GB", None, ""),
        ("64TB", None, "no disk can be as large"),
        ("-1GB", 4, "no disk can be as large"),
        ("-1", 4, ""),
    ],
)
def test_a_swap_that_no_disk_or_this_one_cannot_hold_is_refused(swap: str, free: int | None, why: str) -> None:
    found = effective(read(f"[wsl2]\nmemory=4GB\nswap={swap}\n".encode()), host_total=None, processors=None)
    room = None if free is None else Bytes(free * GIB)
    if not why:
        refuse_swap(found, room)
        return
    with pytest.raises(UsageError, match=why):
        refuse_swap(found, room)

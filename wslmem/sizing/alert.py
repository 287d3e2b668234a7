"""When a VM is about to run out of memory: said before the kernel kills, from two readings."""

from __future__ import annotations

from wslmem.records import record
from wslmem.sizing.guest import GuestMemory
from wslmem.text import Text
from wslmem.units import Seconds, show_size

REREAD = 200
"""Pages a second read from the disk again, from which a VM that is short of memory stands still (measured with Go
builds: one that gets on stays below 60, one that stands still above 1,000)."""
SHORT = 0.15
"""Share of MemTotal; with more than that available, pages that are read are no sign of want."""


@record(kw_only=True)
class Threshold:
    """When to speak."""

    below: float = 0.1
    """Share of MemTotal that is still available, 0 to 1."""
    pressure: float = 20.0
    """PSI memory `full avg10`: percent of the last 10 s in which every task waited for memory."""


def alert(now: GuestMemory, before: GuestMemory | None, elapsed: Seconds, threshold: Threshold) -> Text | None:
    """Why to warn, None where all is well.

    Args:
        now: the newest reading.
        before: the one before it, of the same VM; None for the first.
        elapsed: between the two.
        threshold: when to speak.
    """
    if now.available < threshold.below * now.total:
        return Text(
            "only {available} of {total} are available in the VM",
            available=show_size(now.available),
            total=show_size(now.total),
        )
    if now.pressure is not None:
        if now.pressure >= threshold.pressure:
            return Text("the VM waits for memory {share}% of the time", share=f"{now.pressure:.0f}")
        return None
    rate = _reread(now, before, elapsed)
    if rate is not None and rate > REREAD and now.available < SHORT * now.total:
        return Text("the VM reads {rate} pages a second from the disk again", rate=f"{rate:.0f}")
    return None


def _reread(now: GuestMemory, before: GuestMemory | None, elapsed: Seconds) -> float | None:
    """Where PSI is off, pages that come back from swap or from files tell the same."""
    if before is None or elapsed <= 0 or before.boot_id != now.boot_id:
        return None
    if now.paged_in is None or before.paged_in is None:
        return None
    return (now.paged_in - before.paged_in) / elapsed

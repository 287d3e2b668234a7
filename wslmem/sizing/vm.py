"""What of `memory=` the guest can use, and what else lives in it."""

from __future__ import annotations

from enum import StrEnum

from wslmem.records import record
from wslmem.sizing.guest import GuestMemory
from wslmem.units import MIB, Bytes, Seconds, whole_mib

KERNEL = Bytes(200 * MIB)
"""What the kernel keeps besides its page descriptions: its image, initial file system, per-processor areas. MemTotal
was 100 to 200 MiB below 63/64 of `memory=` on the machines whose figures are public; the larger one is assumed."""

OTHERS = Bytes(400 * MIB)
"""What lives in a distribution besides a build, at least: systemd, a shell, the servers of WSL itself, an editor's
server. A VM that has just started shows less, and has more a minute later. Assumed."""

SETTLED = Seconds(600)
"""From this uptime on a VM shows what usually lives in it: who restarts WSL opens editor and services again first."""

SAME = 64 * MIB
"""What a VM shows goes up and down by less than this without a reason: a recommendation stays with what it said."""


class Source(StrEnum):
    """Where a figure comes from."""

    MEASURED = "measured"
    EARLIER = "measured-earlier"
    """Before the VM that runs now was started."""
    ESTIMATED = "estimated"


@record
class OtherProcesses:
    """What lives in the VM while a build runs, the build not counted."""

    size: Bytes
    """Whole MiB."""
    source: Source
    distribution: str | None = None
    """The one that was asked; None where none was."""


def guest_total(memory: int) -> Bytes:
    """The MemTotal, at least, of a VM with `memory` bytes: one 64th goes into page descriptions, some to the kernel."""
    return Bytes(max(0, memory * 63 // 64 - KERNEL))


def memory_for(total: int) -> Bytes:
    """The smallest `memory=` that gives the guest a MemTotal of `total` bytes; an even number of MiB, as WSL has it."""
    return Bytes(-(-(total + KERNEL) * 64 // 63 // (2 * MIB)) * 2 * MIB)


def other_processes(guest: GuestMemory | None, earlier: Bytes | None = None) -> OtherProcesses:
    """What lives in the guest besides a build: measured where the VM has settled, else the most that is known of.

    A build needs the same before a restart and after it, so neither a stopped VM nor a fresh one lowers the figure.

    Args:
        guest: the running VM; None where none runs.
        earlier: what a VM that had settled held the last time, or a younger one more; None where none was seen. Where
            the VM shows that again, but for what always moves, it counts: else each look would advise another size.
    """
    now = None if guest is None else whole_mib(max(0, guest.total - guest.available))
    name = None if guest is None else guest.distribution
    known = [OtherProcesses(OTHERS, Source.ESTIMATED, name)]
    if now is not None:
        again = now if earlier is None or abs(now - earlier) >= SAME else whole_mib(earlier)
        known.append(OtherProcesses(again, Source.MEASURED, name))
    if earlier is not None and (guest is None or guest.uptime < SETTLED):
        known.append(OtherProcesses(whole_mib(earlier), Source.EARLIER, name))
    return max(known, key=lambda one: one.size)

"""What the host can give: limits on the recommended memory= and swap=."""

from __future__ import annotations

from wslmem.sizing.host import HostMemory
from wslmem.sizing.recommendation import Line, Term
from wslmem.text import Text, verbatim
from wslmem.units import GIB, MIB, Bytes, show_size
from wslmem.wslconfig.room import fitted, reserve

COMMIT_SPARE = Bytes(512 * MIB)
"""Left of the commit limit, so that Windows can still start a program."""
DISK_SPARE = Bytes(4 * GIB)
"""Left of the free disk that the swap file lies on."""


def memory_caps(host: HostMemory) -> tuple[Line, ...]:
    """Every limit that the host sets to memory=, smallest first; at least one."""
    return tuple(sorted([physical(host), *_commit(host)], key=lambda line: line.size))


def physical(host: HostMemory) -> Line:
    """The limit that the physical memory sets."""
    kept = reserve(host.total)
    room = host.total - kept
    because = Text(
        "{total} RAM, less {kept} for Windows, is {room}{rounded}",
        total=show_size(host.total), kept=show_size(kept), room=show_size(room), rounded=rounded(room),
    )  # fmt: skip
    return Line(Term.PHYSICAL, fitted(room), because)


def _commit(host: HostMemory) -> list[Line]:
    """The VM's memory counts as committed once touched; at the limit Windows ends programs (event 2004)."""
    if host.commit_limit is None or host.commit_charge is None:
        return []
    held = Bytes(max(0, host.commit_charge - (host.vm_private or 0)))
    room = Bytes(max(0, host.commit_limit - held - COMMIT_SPARE))
    figures = {
        "limit": show_size(host.commit_limit),
        "held": show_size(held),
        "spare": show_size(COMMIT_SPARE),
        "room": show_size(room),
        "rounded": rounded(room),
    }
    if host.vm_private:
        because = Text(
            "a commit limit of {limit}, less {held} that Windows has committed to everything but the VM, less {spare} "
            "to spare, is {room}{rounded}",
            **figures,
        )
    else:
        because = Text(
            "a commit limit of {limit}, less {held} that Windows has committed, less {spare} to spare, is "
            "{room}{rounded}",
            **figures,
        )
    return [Line(Term.COMMIT, fitted(room), because)]


def rounded(room: int) -> Text:
    """How `fitted` shortens `room`, as the end of a sum; empty where it leaves it as it is."""
    size = show_size(fitted(room))
    return verbatim("") if size == show_size(room) else Text(", rounded down to {size}", size=size)


def swap_cap(free_disk: Bytes | None) -> Bytes | None:
    """The largest swap= that the disk can hold, None where the free space is not known."""
    return None if free_disk is None else Bytes(max(0, free_disk - DISK_SPARE) // GIB * GIB)

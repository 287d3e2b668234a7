"""Plans that cannot work are refused before a byte is written."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.cautions import Caution
from wslmem.errors import UsageError
from wslmem.sizing.host import HostMemory
from wslmem.text import Text
from wslmem.units import GIB, Bytes, show_size
from wslmem.wslconfig.effective import Effective

SMALLEST = Bytes(2 * GIB)
"""Below this a distribution with systemd and an editor's server has no room to live; WSL itself starts from 256 MiB."""


def refuse_swap(effective: Effective, free_disk: Bytes | None) -> None:
    """Stop a swap= that its disk cannot hold: WSL would start without any swap, and only warn.

    Raises:
        UsageError: it is larger than what is free.
    """
    swap = effective.swap.value
    if swap is not None and free_disk is not None and swap > free_disk:
        raise UsageError(
            Text(
                "swap={swap} does not fit on the disk of the swap file ({free_disk} free)",
                swap=show_size(swap),
                free_disk=show_size(free_disk),
            ),
            on_disk=Text("unchanged"),
            next_step=Text("ask for less, or free some space; WSL would run without any swap"),
        )


def refuse_memory(effective: Effective, host: HostMemory, *, accept_small: bool) -> None:
    """Stop a memory= that the host cannot hold.

    Raises:
        UsageError: above the host's RAM; without consent also below 2 GB, or above what Windows can ever promise.
    """
    memory = effective.memory
    if memory.source == "clamped":
        raise UsageError(
            Text("memory= lies outside what WSL can give on this host ({total} of RAM)", total=show_size(host.total)),
            on_disk=Text("unchanged"),
            next_step=Text("ask for less, or use --memory auto"),
        )
    if memory.source == "file" and memory.value is not None and memory.value < SMALLEST and not accept_small:
        raise UsageError(
            Text("memory={value} leaves WSL hardly able to start a distribution", value=show_size(memory.value)),
            on_disk=Text("unchanged"),
            next_step=Text("ask for 2GB or more, or confirm with --yes"),
        )
    if memory.value is not None and not accept_small:
        _refuse_unbacked(Bytes(memory.value), host)


def _refuse_unbacked(memory: Bytes, host: HostMemory) -> None:
    """Stop a VM that Windows cannot back even with its page files at their largest.

    Consent lifts it: the VM's memory is committed only as the guest touches it (WslCoreVm.cpp), and programs can be
    closed. Where Windows sizes a page file itself no such limit is known; `cautions` then speaks of that of now.
    """
    if host.commit_limit is None or host.commit_charge is None or host.page_file_most is None:
        return
    limit = Bytes(max(host.commit_limit, host.total + host.page_file_most))
    held = Bytes(max(0, host.commit_charge - (host.vm_private or 0)))
    room = Bytes(max(0, limit - held))
    if memory > room:
        raise UsageError(
            Text(
                "memory={memory} is more than Windows can promise to the VM ({room}): its commit limit is "
                "{limit} with the page files at their largest, and {held} are taken",
                memory=show_size(memory),
                room=show_size(room),
                limit=show_size(limit),
                held=show_size(held),
            ),
            on_disk=Text("unchanged"),
            next_step=Text(
                "ask for less, close programs, or allow a larger page file; or confirm with --yes: the VM "
                "starts, and Windows runs out of memory when it fills up"
            ),
        )


def cautions(effective: Effective, host: HostMemory) -> Iterator[Caution]:
    """What may go wrong with a plan that can work."""
    memory = effective.memory.value
    if memory is None:
        return
    if host.commit_limit is not None and host.commit_charge is not None:
        room = host.commit_limit - host.commit_charge + (host.vm_private or 0)
        if memory > room:
            yield Caution(
                "commit-limit",
                Text(
                    "Windows can promise only {room} more memory (commit limit less commit charge). A VM that "
                    "fills its {memory} may fail to start or starve Windows: enlarge the page file, or ask for "
                    "less.",
                    room=show_size(room),
                    memory=show_size(memory),
                ),
            )
    if memory > host.total * 7 // 8:
        yield Caution(
            "little-for-windows",
            Text(
                "memory={memory} leaves Windows {total} when the VM fills up.",
                memory=show_size(memory),
                total=show_size(host.total - memory),
            ),
        )

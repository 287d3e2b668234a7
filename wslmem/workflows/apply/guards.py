"""Plans that cannot work are refused before a byte is written."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.cautions import Caution
from wslmem.errors import UsageError
from wslmem.machine.host.swap_disk import Flaw
from wslmem.sizing.host import HostMemory
from wslmem.text import Text
from wslmem.units import GIB, MIB, Bytes, show_size, spell_size
from wslmem.wslconfig.effective import Effective

SMALLEST = Bytes(2 * GIB)
"""Below this a distribution with systemd and an editor's server has no room to live; WSL itself starts from 256 MiB."""


def refuse_swap(effective: Effective, free_disk: Bytes | None) -> None:
    """Stop a swap= that its disk cannot hold: WSL would start without any swap, and only warn.

    Raises:
        UsageError: it is larger than what is free, or than any disk.
    """
    swap = effective.swap.value
    if effective.swap.source == "swap-size":
        raise UsageError(
            Text("no disk can be as large as swap="),
            on_disk=Text("unchanged"),
            next_step=Text("use a smaller swap=; otherwise WSL runs without swap"),
        )
    if swap is not None and free_disk is not None and swap > free_disk:
        raise UsageError(
            Text(
                "swap={swap} does not fit on the disk of the swap file ({free_disk} free)",
                swap=_spelled(Bytes(swap)),
                free_disk=show_size(free_disk),
            ),
            on_disk=Text("unchanged"),
            next_step=Text("use a smaller swap= or free disk space; otherwise WSL runs without swap"),
        )


def refuse_memory(effective: Effective, host: HostMemory, *, accept_small: bool) -> None:
    """Stop a memory= that the host cannot hold.

    Raises:
        UsageError: above the host's RAM; without consent also below 2 GB, or above what Windows can ever promise.
    """
    memory = effective.memory
    if memory.source == "clamped":
        raise UsageError(
            Text("memory= is outside what WSL can give (this computer has {total} RAM)", total=show_size(host.total)),
            on_disk=Text("unchanged"),
            next_step=Text("use a smaller value or --memory auto"),
        )
    if memory.source == "file" and memory.value is not None and memory.value < SMALLEST and not accept_small:
        raise UsageError(
            Text("memory={value} is hardly enough to start a distribution", value=_spelled(Bytes(memory.value))),
            on_disk=Text("unchanged"),
            next_step=Text("use 2GB or more, or confirm with --yes"),
        )
    if memory.value is not None and not accept_small:
        _refuse_unbacked(Bytes(memory.value), host)


def refuse_processors(effective: Effective, host: HostMemory) -> None:
    """Stop a processors= that this computer does not have: WSL would take what there is, and warn at every start.

    Raises:
        UsageError: more than the host's logical processors.
    """
    if effective.processors.source == "clamped":
        raise UsageError(
            Text("processors= is outside what WSL can give (this computer has {count})", count=host.processors),
            on_disk=Text("unchanged"),
            next_step=Text("use a smaller value or --processors auto"),
        )


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
                "memory={memory} is more than Windows can commit to the VM ({room}): the limit is"
                " {limit} with the page file at its largest, {held} is in use",
                memory=_spelled(memory),
                room=show_size(room),
                limit=show_size(limit),
                held=show_size(held),
            ),
            on_disk=Text("unchanged"),
            next_step=Text(
                "use a smaller value, close programs, or allow a larger page file; --yes writes "
                "it anyway: the VM starts, and Windows runs out of memory when it fills up"
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
                    "Windows can commit only {room} more. A VM that fills its {memory} may fail to "
                    "start, or leave Windows short of memory: enlarge the page file or set a smaller "
                    "memory=.",
                    room=show_size(room),
                    memory=show_size(memory),
                ),
            )
    if memory > host.total * 7 // 8:
        yield Caution(
            "little-for-windows",
            Text(
                "memory={memory} leaves {total} for Windows when the VM is full.",
                memory=_spelled(Bytes(memory)),
                total=show_size(host.total - memory),
            ),
        )


def swap_cautions(effective: Effective, flaw: Flaw | None) -> Iterator[Caution]:
    """What keeps WSL from making the swap disk where it wants it."""
    if effective.swap.value and flaw is not None:
        yield Caution(
            f"swap-folder-{flaw}",
            Text(
                "the folder of the swap file is compressed or encrypted by Windows: WSL then starts without swap; "
                "take that off the folder, or set swapFile="
            ),
        )


def _spelled(size: Bytes) -> str:
    """As the file has it; what is no whole number of MB (WSL's own default) is no setting of a file."""
    return spell_size(size) if size % MIB == 0 else show_size(size)

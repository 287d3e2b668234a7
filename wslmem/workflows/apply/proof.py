"""What the file promises against what the running VM shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.sizing.guest import GuestMemory
from wslmem.units import MIB, Bytes, show_size
from wslmem.workflows.apply.events import Checked, NotEffective
from wslmem.wslconfig.effective import Effective

KERNEL_SHARE = 0.025
"""At most this share of the VM's memory goes to the kernel's page structs (1/64) and what grows with it."""
KERNEL_FIXED = 256 * MIB
"""At most this much goes to the kernel's image, its initrd and per-processor data, whatever the VM's size.

Reported: 8192 MiB show a MemTotal of 7958 MiB, 24 GB by default one of 11892.8 MiB; both lie well inside."""

LINE = re.compile(r"\.wslconfig[\s\N{NO-BREAK SPACE}]*[:\N{FULLWIDTH COLON}][\s\N{NO-BREAK SPACE}]*\d")
"""A warning names path and line somewhere, in some languages with a blank before the colon (WSL: Resources.resw)."""


def memory_matches(vm_memory: Bytes, mem_total: Bytes) -> bool:
    """Whether a VM of `vm_memory` bytes can show this MemTotal."""
    return (1 - KERNEL_SHARE) * vm_memory - KERNEL_FIXED <= mem_total <= vm_memory


def checks(effective: Effective, guest: GuestMemory) -> Iterator[Checked]:
    """One proof for each limit that the file, or WSL's default, promises and that is known."""
    if effective.vm_memory is not None:
        yield Checked(
            "memory",
            f"{show_size(effective.vm_memory)} less the kernel's share",
            f"MemTotal {show_size(guest.total)}",
            proven=memory_matches(effective.vm_memory, guest.total),
        )
    if effective.swap.value is not None:
        yield Checked(
            "swap",
            show_size(effective.swap.value),
            f"SwapTotal {show_size(guest.swap_total)}",
            proven=swap_matches(Bytes(effective.swap.value), guest.swap_total),
        )
    if effective.processors.value is not None:
        yield Checked(
            "processors",
            str(effective.processors.value),
            f"nproc {guest.processors}",
            proven=effective.processors.value == guest.processors,
        )


def swap_matches(swap: Bytes, swap_total: Bytes) -> bool:
    """Whether a swap disk of `swap` bytes can show this SwapTotal: exactly, or one page less for its header."""
    return swap - 4096 <= swap_total <= swap


def why_not(
    effective: Effective, default: Effective, guest: GuestMemory, warnings: tuple[str, ...] = ()
) -> NotEffective:
    """The likeliest reason for a new VM that does not show what the file promises.

    Args:
        effective: what the file promises.
        default: what WSL does without the file.
        guest: what the VM shows.
        warnings: what WSL told the client that booted it; other clients are told nothing.
    """
    failed = [check.name for check in checks(effective, guest) if not check.proven]
    told = next((text for name in failed for text in warnings if f"wsl2.{name}" in text.casefold()), None)
    if told is not None:
        return _refused(told)
    if default.vm_memory is not None and memory_matches(default.vm_memory, guest.total):
        return _default_memory(default, default.vm_memory, guest)
    if effective.memory.source == "clamped":
        return NotEffective("clamped", "WSL limits memory= to what the host has", "ask for less")
    if failed == ["swap"] and guest.swap_total == 0:
        return NotEffective(
            "no-swap",
            "the VM has no swap: WSL could not make the swap disk" + "".join(f" ({text})" for text in warnings[-1:]),
            "make room on the disk of the swap file, check the folder of swapFile=, or ask for less swap",
        )
    return NotEffective(
        "other-limits",
        f"the new VM shows MemTotal {show_size(guest.total)}, SwapTotal {show_size(guest.swap_total)} and "
        f"{guest.processors} processors, which is neither what the file says nor WSL's default",
        "see what WSL warned of; `wslmem show` tells how it reads each line of the file",
    )


def _refused(warning: str) -> NotEffective:
    """WSL names the key of a setting that it does not take; the sentence around it is in the user's language."""
    if LINE.search(warning):
        return NotEffective("invalid-line", f"WSL does not take a line of the file: {warning}", "mend that line")
    return NotEffective(
        "refused", f"WSL does not take a setting: {warning}", "ask who manages this computer, or ask for less"
    )


def _default_memory(default: Effective, memory: Bytes, guest: GuestMemory) -> NotEffective:
    """The VM has WSL's own memory: the whole file was not read, or memory= alone did not count."""
    if all(check.proven for check in checks(default, guest)):
        return NotEffective(
            "file-not-read",
            f"the VM has WSL's default memory ({show_size(memory)}), so WSL did not read this file",
            "WSL reads the file `.wslconfig` (not `.wslconfig.txt`) in the profile of the Windows user who starts it; "
            "`--config FILE` names another one",
        )
    return NotEffective(
        "memory-ignored",
        f"the VM has WSL's default memory ({show_size(memory)}), although WSL read the rest of the file",
        "see what WSL warned of; `wslmem show` tells how it reads each line of the file",
    )

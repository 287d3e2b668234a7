"""What the file promises against what the running VM shows."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.patterns import lazy
from wslmem.sizing.guest import GuestMemory
from wslmem.text import Text, verbatim
from wslmem.units import MIB, Bytes, show_size, spell_size
from wslmem.workflows.apply.events import Checked, NotEffective
from wslmem.wslconfig.effective import Effective

KERNEL_SHARE = 0.025
"""At most this share of the VM's memory goes to the kernel's page structs (1/64) and what grows with it."""
KERNEL_FIXED = 256 * MIB
"""At most this much goes to the kernel's image, its initrd and per-processor data, whatever the VM's size.

Reported of kernels up to 6.6: 8192 MiB show a MemTotal of 7958 MiB, 24 GB by default one of 11892.8 MiB, which is 106
and 203 MiB less than 63/64. Kernel 6.18 is said to keep some 150 MiB. One band holds for all of them; a buffer for
devices comes on top."""

SEE_SHOW = Text("read WSL's warnings; to see how WSL reads each line: wslmem show")
LINE = lazy(r"\.wslconfig[\s\N{NO-BREAK SPACE}]*[:\N{FULLWIDTH COLON}][\s\N{NO-BREAK SPACE}]*\d")
"""A warning names path and line somewhere, in some languages with a blank before the colon (WSL: Resources.resw)."""


def memory_matches(vm_memory: Bytes, mem_total: Bytes, devices: Bytes = Bytes(0)) -> bool:
    """Whether a VM of `vm_memory` bytes, of which `devices` may go to a buffer, can show this MemTotal."""
    return (1 - KERNEL_SHARE) * vm_memory - KERNEL_FIXED - devices <= mem_total <= vm_memory


def checks(effective: Effective, guest: GuestMemory) -> Iterator[Checked]:
    """One proof for each limit that the file, or WSL's default, promises and that is known."""
    if effective.vm_memory is not None:
        yield Checked(
            "memory",
            verbatim(spelled(effective.vm_memory)),
            verbatim(f"MemTotal {show_size(guest.total)}"),
            proven=memory_matches(effective.vm_memory, guest.total, effective.devices),
        )
    if effective.swap.value is not None:
        yield Checked(
            "swap",
            verbatim(spelled(Bytes(effective.swap.value))),
            verbatim(f"SwapTotal {show_size(guest.swap_total)}"),
            proven=swap_matches(Bytes(effective.swap.value), guest.swap_total),
        )
    if effective.processors.value is not None:
        yield Checked(
            "processors",
            verbatim(effective.processors.value),
            verbatim(f"nproc {guest.processors}"),
            proven=effective.processors.value == guest.processors,
        )


def spelled(size: Bytes) -> str:
    """As a file would have it; what is no whole number of MB (WSL's own default) as a size."""
    return spell_size(size) if size % MIB == 0 else show_size(size)


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
    if "memory" in failed and default.vm_memory is not None and memory_matches(default.vm_memory, guest.total):
        return _default_memory(default, default.vm_memory, guest)
    if effective.memory.source == "clamped":
        return NotEffective("clamped", Text("WSL caps memory= at this computer's RAM"), Text("use a smaller value"))
    if failed == ["swap"] and guest.swap_total == 0:
        return NotEffective(
            "no-swap",
            Text("the VM has no swap: WSL could not create the swap file ({words})", words=warnings[-1])
            if warnings
            else Text("the VM has no swap: WSL could not create the swap file"),
            Text("free space on the disk of the swap file, check the folder in swapFile=, or use a smaller swap="),
        )
    return NotEffective(
        "other-limits",
        Text(
            "the new VM has MemTotal {memory}, SwapTotal {swap} and {processors} processors: neither the values of the "
            "file nor WSL's defaults",
            memory=show_size(guest.total),
            swap=show_size(guest.swap_total),
            processors=guest.processors,
        ),
        SEE_SHOW,
    )


def _refused(warning: str) -> NotEffective:
    """WSL names the key of a setting that it does not take; the sentence around it is in the user's language."""
    if LINE.search(warning):
        return NotEffective(
            "invalid-line", Text("WSL rejected a line of the file: {words}", words=warning), Text("fix that line")
        )
    return NotEffective(
        "refused",
        Text("WSL rejected a setting: {words}", words=warning),
        Text("ask your administrator, or use a smaller value"),
    )


def _default_memory(default: Effective, memory: Bytes, guest: GuestMemory) -> NotEffective:
    """The VM has WSL's own memory: the whole file was not read, or memory= alone did not count."""
    if all(check.proven for check in checks(default, guest)):
        return NotEffective(
            "file-not-read",
            Text("the VM has WSL's default memory ({size}): WSL did not read this file", size=show_size(memory)),
            Text(
                "WSL reads `.wslconfig` (not `.wslconfig.txt`) in the user folder of the Windows account that starts "
                "it; to name another file: --config FILE"
            ),
        )
    return NotEffective(
        "memory-ignored",
        Text(
            "the VM has WSL's default memory ({size}), although WSL read the rest of the file", size=show_size(memory)
        ),
        SEE_SHOW,
    )

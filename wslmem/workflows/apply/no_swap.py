"""Whether a VM without swap is the new file's doing."""

from __future__ import annotations

from wslmem.sizing.guest import GuestMemory
from wslmem.sizing.host import HostMemory
from wslmem.units import Bytes
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.effective import effective


def had_none(vm: GuestMemory | None, old: bytes | None, new: bytes, host: HostMemory) -> bool:
    """Whether the VM of before had no swap although the old file asked for some, and the new one has it no elsewhere.

    Args:
        vm: the VM that ran with the old file; None where none answered: then nothing is known.
        old: the old file; None: there was none.
        new: the file that is in place now.
        host: this computer.
    """
    if vm is None or vm.swap_total:
        return False
    places = {_place(old or b""), _place(new)}
    return len(places) == 1 and bool(_swap(old or b"", host)) and bool(_swap(new, host))


def _place(data: bytes) -> str | None:
    reading = wslconfig.read(data).readings.get("wsl2.swapFile")
    return reading.raw if reading is not None else None


def _swap(data: bytes, host: HostMemory) -> Bytes:
    found = effective(wslconfig.read(data), host_total=host.total, processors=host.processors).swap.value
    return Bytes(found or 0)

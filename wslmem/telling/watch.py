"""One reading of this computer and the VM."""

from __future__ import annotations

from wslmem.telling import wslc
from wslmem.telling.fact import Fact, Tone
from wslmem.telling.holders import most
from wslmem.telling.status import used
from wslmem.text import Text, verbatim
from wslmem.workflows.watch import Reading

LOW = 10
"""Below a tenth of its memory a VM is short of it."""


def told(reading: Reading, *, who: bool = True) -> tuple[Fact, ...]:
    """What is used of each, and of swap where there is any; with `who` also by which programs."""
    host, guest = reading.host, reading.guest
    computer = Fact(Text("this computer"), used(host.total - host.available, host.total))
    beside = (Fact(verbatim("wslc"), wslc.used(host.wslc_working_set).text),) if host.wslc_working_set else ()
    if guest is None:
        return computer, Fact(Text("VM"), Text("not running or not responding"), Tone.QUIET), *beside
    tone = Tone.CARE if guest.available < guest.total // LOW else Tone.PLAIN
    swap = used(guest.swap_total - guest.swap_free, guest.swap_total) if guest.swap_total else Text("none")
    vm = Fact(Text("VM"), used(guest.total - guest.available, guest.total), tone)
    held = (Fact(Text("held by"), most(reading.holders)),) if who and reading.holders is not None else ()
    return (computer, vm, Fact(Text("swap"), swap), *held, *beside)

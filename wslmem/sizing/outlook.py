"""What becomes of a build under given limits. Cheap: asked anew at each key press."""

from __future__ import annotations

from wslmem.sizing import vm
from wslmem.sizing.estimate import Peak
from wslmem.sizing.host import HostMemory
from wslmem.sizing.recommendation import Outlook
from wslmem.units import MIB, Bytes

FLOOR = 1.05
"""The smallest limit under which a build ends, over its peak of anonymous memory: the programs themselves have to stay
in memory too. 0.96 to 1.08 on seven projects (measured, docs/sizing/accuracy.md)."""

OVER_PEAK = 1.25
"""The least room over the expected peak: peaks of one build differ by up to 8 %, the floor is above the peak, and of
projects left out nine builds in ten peaked at no more than 1.18 times the estimate (docs/sizing/accuracy.md)."""

FAR_OVER_PEAK = 1.6
"""The most room over the expected peak, where little is known of the compile that makes it: more would be too much
where the estimate is right."""

HALF = 0.5
"""With swap, builds ended in half the memory they need, at up to four times the time; in 0.3 of it they did not
(measured, docs/sizing)."""

SWAPPED = 1.25
"""Room in swap for each byte that does not fit: what is swapped in again keeps its place in swap for a while."""


def build_part(peak: Peak) -> Bytes:
    """The limit under which the build is expected to end as fast as without one, in whole MiB.

    It is the floor of what nine in ten simulated builds stay below, within `OVER_PEAK` and `FAR_OVER_PEAK` of the
    expected peak; at least that floor of the furthest that builds of its kind went (`Peak.far`), and `OVER_PEAK` times
    what links hold with the files that they map.
    """
    return Bytes(-(-max(compiling_part(peak), _linking(peak)) // MIB) * MIB)


def link_decides(peak: Peak) -> bool:
    """Whether the files that links map make the build's part larger than its peak would."""
    return _linking(peak) > compiling_part(peak)


def compiling_part(peak: Peak) -> Bytes:
    """The same without the files that links map."""
    known = min(max(FLOOR * peak.likely, OVER_PEAK * peak.size), FAR_OVER_PEAK * peak.size)
    return Bytes(round(max(known, FLOOR * peak.far)))


def _linking(peak: Peak) -> Bytes:
    return Bytes(0) if peak.linking is None else Bytes(round(OVER_PEAK * peak.linking.size))


def outlook(build: Bytes, memory: Bytes, swap: Bytes, *, others: Bytes = vm.OTHERS) -> Outlook:
    """What becomes of a build.

    Args:
        build: the build's part, from `build_part`.
        memory: `memory=` of the VM, as WSL reads it.
        swap: `swap=` of the VM, 0 for none.
        others: what else lives in the guest, from `vm.other_processes`.
    """
    room = vm.guest_total(memory) - others
    if room >= build:
        return Outlook.FITS
    missing = build - max(0, room)
    if room >= HALF * build and swap >= SWAPPED * missing:
        return Outlook.SWAPS
    return Outlook.DIES


def need(build: Bytes, *, others: Bytes = vm.OTHERS) -> Bytes:
    """The smallest `memory=` with which the build fits: an even number of MiB."""
    return vm.memory_for(build + others)


def left_for_windows(host: HostMemory, memory: Bytes) -> Bytes:
    """What Windows and its programs keep when the VM is full; 0 where nothing is left."""
    return Bytes(max(0, host.total - memory))

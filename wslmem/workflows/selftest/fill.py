"""The pressure test: the VM is filled to its limit, and what the kernel and Windows make of it is looked at."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.documents.selftest import Truth
from wslmem.errors import UnavailableError
from wslmem.machine.files import files
from wslmem.machine.guest import guest_memory
from wslmem.machine.guest.fill import KILLED, Filled, fill
from wslmem.machine.host import host_memory, swap_disk
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.wsl.wsl import Wsl
from wslmem.sizing.caps import COMMIT_SPARE
from wslmem.sizing.guest import GuestMemory
from wslmem.sizing.host import HostMemory
from wslmem.text import Text
from wslmem.units import GIB, MIB, Bytes, Seconds, show_size
from wslmem.workflows.selftest.guest import running
from wslmem.workflows.selftest.selftest import Outcome
from wslmem.wslconfig import document as wslconfig

MOST_SWAP = Bytes(GIB)
"""So much in swap shows that it works; more would only wear the disk out."""
STEPS = 40
"""Looks on the way to a full VM."""
SLACK = Bytes(256 * MIB)
"""What else moves meanwhile in a VM or on a computer that is in use."""
ANSWER = Seconds(30)
CAP = "no more than memory= and swap= give"


def outcomes(paths: MachinePaths) -> Iterator[Outcome]:
    """Fill the VM that runs; one row for each promise.

    Raises:
        UnavailableError: this computer cannot back a full VM now: nothing was filled.
        NotHereError: no VM runs.
        WslmemError: the VM does not answer.
    """
    name = running(paths)
    wsl = Wsl.at(paths)
    guest = guest_memory.read(wsl, name, ANSWER).memory
    before = host_memory.read(paths)
    _refuse(paths, guest, before)
    step = Bytes(max(4 * MIB, guest.available // STEPS))
    seen = fill(wsl, name, step=step, most_swap=MOST_SWAP)
    after = host_memory.read(paths)
    yield cap(seen, step)
    yield swap(seen, step)
    yield host(seen, before, after)
    yield clean(seen)


def _refuse(paths: MachinePaths, guest: GuestMemory, host: HostMemory) -> None:
    """Stop where Windows would run short: a full VM commits all its memory, and what its pages need of RAM besides."""
    wanted = guest.available
    if host.commit_limit is not None and host.commit_charge is not None:
        _insist(wanted, host.commit_limit - host.commit_charge - COMMIT_SPARE, Text("commit limit"))
    _insist(wanted, host.available - COMMIT_SPARE, Text("RAM"))
    reading = wslconfig.read(files.read_file(paths.wslconfig).data or b"").readings.get("wsl2.swapFile")
    disk = swap_disk.free(paths, reading.raw if reading else None)
    if guest.swap_total and disk is not None:
        _insist(Bytes(min(MOST_SWAP, guest.swap_total)), disk - COMMIT_SPARE, Text("disk of the swap file"))


def _insist(wanted: int, room: int, of: Text) -> None:
    if wanted > room:
        raise UnavailableError(
            Text(
                "filling the VM takes {wanted} more, and this computer has {room} to spare ({of})",
                wanted=show_size(wanted),
                room=show_size(max(0, room)),
                of=of,
            ),
            on_disk=Text("nothing changed, nothing was filled"),
            next_step=Text("close programs, or set a smaller memory=, then run it again"),
        )


def _row(name: str, expected: str, seen: str, *, holds: bool) -> Outcome:
    return Outcome(name, expected, seen, Truth.HOLDS if holds else Truth.FAILS)


def cap(seen: Filled, step: Bytes) -> Outcome:
    """The filler never holds more than there is; it gets what was free, and then the kernel kills it, or it swaps."""
    ended = "killed by the kernel" if seen.status == KILLED else f"ended with {seen.status}"
    told = (
        f"{ended} with {show_size(seen.held)}, {show_size(seen.swapped)} of it in swap; "
        f"MemTotal {show_size(seen.before.total)}"
    )
    stopped = (seen.status == KILLED and seen.kills > 0) or (seen.status == 0 and seen.swapped >= MOST_SWAP // 2)
    reached = seen.held + step + SLACK >= seen.before.available
    within = seen.held - seen.swapped <= seen.before.total + step
    return _row("fill-cap", CAP, told, holds=stopped and reached and within)


def swap(seen: Filled, step: Bytes) -> Outcome:
    """What does not fit into memory goes into swap, as much of it as the file says."""
    expected = "a full VM uses the swap that swap= gives"
    total = seen.before.swap_total
    if not total:
        return Outcome("fill-swap", expected, "the VM has no swap", Truth.UNSEEN)
    wanted = min(MOST_SWAP, seen.before.swap_free) - step - SLACK // 2
    told = f"{show_size(seen.swapped)} of {show_size(total)} used"
    return _row("fill-swap", expected, told, holds=max(MIB, wanted) <= seen.swapped <= total)


def host(seen: Filled, before: HostMemory, after: HostMemory) -> Outcome:
    """What the VM holds of the computer, now that it was full: WSL gives it back later."""
    expected = "Windows gives the VM memory= and no more"
    if after.vm_working_set is None:
        return Outcome("fill-host", expected, "this computer does not tell what the VM holds", Truth.UNSEEN)
    most = seen.before.total * 64 // 63 + SLACK
    told = (
        f"{after.vm_process} holds {show_size(after.vm_working_set)} at most {show_size(most)}; "
        f"{show_size(before.available)} available before, {show_size(after.available)} after"
    )
    return _row("fill-host", expected, told, holds=after.vm_working_set <= most)


def clean(seen: Filled) -> Outcome:
    """The filler, its group and what it held are gone."""
    told = f"{show_size(seen.before.available)} available before, {show_size(seen.after.available)} after"
    group = "in a group of its own" if seen.grouped else "in no group of its own"
    freed = seen.after.available + SLACK >= seen.before.available
    return _row("fill-clean", "nothing of it is left", f"{told}; {group}", holds=seen.clean and freed)

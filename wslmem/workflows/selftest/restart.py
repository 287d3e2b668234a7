"""What is taken for granted about a restart of WSL. Each look ends the VM and everything in it."""

from __future__ import annotations

from wslmem.machine.guest import guest_memory
from wslmem.machine.guest.guest_memory import GuestReading
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import clock
from wslmem.machine.system.side import Side
from wslmem.machine.wsl.wsl import Wsl
from wslmem.units import Bytes, Seconds
from wslmem.workflows.apply import proof
from wslmem.workflows.selftest.guest import promise
from wslmem.workflows.selftest.selftest import Check, NotHereError, Seen
from wslmem.workflows.selftest.wsl import call

OUTSIDE: frozenset[Side] = frozenset(("windows", "linux"))
BOOT = Seconds(90)
SWAP = Seconds(10)
"""WSL switches the swap on after the boot (WSL: main.cpp)."""


def _boot(paths: MachinePaths) -> GuestReading:
    if paths.wsl_exe is None or not paths.wsl_exe.exists():
        raise NotHereError("there is no wsl.exe")
    door = Wsl.at(paths)
    return guest_memory.read(door, door.pick_distribution().name, BOOT)


def _shutdown(paths: MachinePaths) -> Seen:
    before = _boot(paths).memory.boot_id
    began = clock.monotonic()
    told = call(paths, "--shutdown")
    took = clock.monotonic() - began
    left = Wsl.at(paths).running()
    after = _boot(paths).memory.boot_id
    text = f"{took:.1f} s, code {told.returncode}, printed {told.stdout!r}, still running {list(left)}"
    return Seen(f"{text}, boot_id changed: {before != after}", not left and before != after and told.stdout == b"")


def _late_swap(paths: MachinePaths) -> Seen:
    promised = promise(paths).swap.value
    if not promised:
        raise NotHereError("the file gives the VM no swap")
    Wsl.at(paths).shutdown()
    first = later = _boot(paths).memory.swap_total
    began = clock.monotonic()
    while later == 0 and clock.monotonic() - began < SWAP:
        clock.sleep(Seconds(0.5))
        later = _boot(paths).memory.swap_total
    text = f"SwapTotal {first} at once, {later} after {clock.monotonic() - began:.1f} s"
    return Seen(text, proof.swap_matches(Bytes(promised), later))


CHECKS = (
    Check(
        "shutdown-ends-the-vm", "nothing printed, nothing running, another boot_id", _shutdown, OUTSIDE, restarts=True
    ),
    Check("swap-comes-late", "what swap= gives within 10 s of the boot", _late_swap, OUTSIDE, restarts=True),
)

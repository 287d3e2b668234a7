"""What is taken for granted about a restart of WSL. Each look ends the VM and everything in it."""

from __future__ import annotations

import os
from pathlib import Path

from wslmem.machine.files import scratch
from wslmem.machine.guest import guest_memory
from wslmem.machine.guest.guest_memory import GuestReading
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import clock, powershell
from wslmem.machine.system.side import Side
from wslmem.machine.wsl import inside_wsl
from wslmem.machine.wsl.wsl import Wsl
from wslmem.units import Bytes, Seconds
from wslmem.workflows.apply import proof
from wslmem.workflows.selftest.guards import is_dockers
from wslmem.workflows.selftest.guest import promise
from wslmem.workflows.selftest.selftest import Check, NotHereError, Seen
from wslmem.workflows.selftest.wsl import call, program

OUTSIDE: frozenset[Side] = frozenset(("windows", "linux"))
BOOT = Seconds(90)
IDLE = Seconds(30)
"""A distribution ends 15 s after its last program (WSL: WslCoreConfig.h)."""
DELAY = Seconds(3)
DOCKER = Seconds(60)
SWAP = Seconds(10)
"""WSL switches the swap on after the boot (WSL: main.cpp)."""


def boot(paths: MachinePaths) -> GuestReading:
    """Have a distribution run, and read the memory of its VM.

    Raises:
        NotHereError: there is no wsl.exe.
        WslmemError: it does not start.
    """
    program(paths)
    door = Wsl.at(paths)
    return guest_memory.read(door, door.pick_distribution().name, BOOT)


def _shutdown(paths: MachinePaths) -> Seen:
    before = boot(paths).memory.boot_id
    began = clock.monotonic()
    told = call(paths, "--shutdown")
    took = clock.monotonic() - began
    left = Wsl.at(paths).running()
    after = boot(paths).memory.boot_id
    text = f"{took:.1f} s, code {told.returncode}, printed {told.stdout!r}, still running {len(left)}"
    return Seen(f"{text}, boot_id changed: {before != after}", not left and before != after and told.stdout == b"")


def _late_swap(paths: MachinePaths) -> Seen:
    """Of the VM that the look before this one started, some seconds ago."""
    promised = promise(paths).swap.value
    if not promised:
        raise NotHereError("the file gives the VM no swap")
    first = seen = boot(paths).memory
    began = clock.monotonic()
    while seen.swap_total == 0 and clock.monotonic() - began < SWAP:
        clock.sleep(Seconds(0.5))
        seen = boot(paths).memory
    text = f"SwapTotal {first.swap_total}, {seen.swap_total} after {clock.monotonic() - began:.1f} s more"
    return Seen(text, proof.swap_matches(Bytes(promised), seen.swap_total))


def _lets_go(paths: MachinePaths) -> Seen:
    """Ask what the open app asks where it shows no VM: who runs. Nothing of that may keep a distribution up."""
    boot(paths)
    began = clock.monotonic()
    while (left := Wsl.at(paths).running()) and clock.monotonic() - began < IDLE:
        clock.sleep(Seconds(1))
    took = clock.monotonic() - began
    return Seen(f"running after {took:.0f} s: {len(left)}", not left)


def _handed_over(paths: MachinePaths) -> Seen:
    """Let PowerShell, started from inside the VM, outlive it: so a shutdown can be asked for from there."""
    if paths.powershell_exe is None:
        raise NotHereError("there is no powershell.exe")
    boot(paths)
    door = Wsl.at(paths)
    name = door.pick_distribution().name
    with scratch.folder() as made:
        later = Path(os.path.realpath(made)) / "later"  # Windows shows a Python of the Store another TEMP than the rest
        script = inside_wsl.later(f"Set-Content -LiteralPath ''{later}'' -Value ok", DELAY)
        line = powershell.command(Path("powershell.exe"), script)
        if door.run(name, line, timeout=BOOT).exit_code:
            raise NotHereError("programs of Windows do not start in the VM")
        door.shutdown()
        began = clock.monotonic()
        while not later.exists() and clock.monotonic() - began < DELAY * 5:
            clock.sleep(Seconds(0.5))
        done = later.exists()
    return Seen(f"what Windows was asked to do after the VM's end was done: {done}", done)


def _docker(paths: MachinePaths) -> Seen:
    door = Wsl.at(paths)
    if not any(map(is_dockers, door.running())):
        raise NotHereError("Docker Desktop does not run")
    door.shutdown()
    began = clock.monotonic()
    while not (back := any(map(is_dockers, door.running()))) and clock.monotonic() - began < DOCKER:
        clock.sleep(Seconds(1))
    return Seen(f"its distribution after {clock.monotonic() - began:.0f} s: {'runs' if back else 'does not run'}", back)


LEAVE_ONE = (
    Check(
        "shutdown-ends-the-vm", "nothing printed, nothing running, another boot_id", _shutdown, OUTSIDE, restarts=True
    ),
    Check("swap-comes-late", "what swap= gives within 10 s of the boot", _late_swap, OUTSIDE, restarts=True),
)
"""After these a VM runs."""
LEAVE_NONE = (
    Check("watch-lets-go", f"a distribution is gone within {IDLE:g} s", _lets_go, OUTSIDE, restarts=True),
    Check("handed-over-shutdown", "what the VM asked Windows for outlives it", _handed_over, restarts=True),
    Check("docker-comes-back", f"Docker Desktop runs again within {DOCKER:g} s", _docker, restarts=True),
)
"""After these none does, but Docker Desktop's."""

"""Restarting WSL, and proving that a new VM runs with the new limits."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from wslmem.errors import CancelledError, WslmemError
from wslmem.machine import clock, guest_memory
from wslmem.machine.background import Background
from wslmem.machine.guest_memory import GuestReading
from wslmem.machine.wsl import Wsl
from wslmem.sizing.guest import GuestMemory
from wslmem.units import Seconds
from wslmem.workflows import proof
from wslmem.workflows.consent import Consent
from wslmem.workflows.events import (
    ApplyEvent,
    Checked,
    NotEffective,
    Patience,
    Restarted,
    ShuttingDown,
    TookEffect,
    VmGone,
    WillStop,
)
from wslmem.wslconfig.effective import Effective

LOOK_AGAIN = Seconds(0.2)
"""Between two looks at a VM that is about to change."""
WATCHED = Seconds(3600)
"""As long as somebody watches a hanging shutdown, the choice is theirs."""


@dataclass(frozen=True, slots=True)
class Target:
    """Which WSL to restart, and what it must show afterwards."""

    wsl: Wsl
    distribution: str
    effective: Effective
    """What the file promises."""
    default: Effective
    """What WSL would do without the file; tells a file that was not read."""
    patience: Patience


@dataclass(frozen=True, slots=True)
class Restart:
    """How a restart ended."""

    guest: GuestMemory | None
    """The new VM; None where none started."""
    problem: NotEffective | None
    """None: every limit was proven."""
    stopped: tuple[str, ...]
    """Distributions that ran before."""


Steps = Generator[ApplyEvent, None, Restart]


def restart(target: Target, consent: Consent) -> Steps:
    """Shut WSL down, start it again and compare.

    Raises:
        CancelledError: the person asked to stop while waiting.
        WslmemError: wsl.exe cannot be asked at all.
    """
    stopped = target.wsl.running()
    before = running_guest(target)
    yield WillStop(stopped, docker_desktop=any(name.startswith("docker-desktop") for name in stopped))
    problem = yield from _shut_down(target, consent)
    if problem is None:
        reading = _start(target)
        if isinstance(reading, GuestReading):
            return (yield from _prove(target, reading, before, stopped))
        problem = reading
    yield problem
    return Restart(None, problem, stopped)


def running_guest(target: Target) -> GuestMemory | None:
    """The VM that runs now, None where none does; asking never boots one."""
    alive = target.wsl.pick_running(target.distribution)
    return guest_memory.read(target.wsl, alive.name, timeout=target.patience.boot).memory if alive else None


def _start(target: Target) -> GuestReading | NotEffective:
    try:
        return guest_memory.read(target.wsl, target.distribution, timeout=target.patience.boot)
    except CancelledError:
        raise
    except WslmemError as error:
        return NotEffective("vm-did-not-start", f"WSL did not start with the new settings: {error.cause}")


def _prove(target: Target, reading: GuestReading, before: GuestMemory | None, stopped: tuple[str, ...]) -> Steps:
    yield Restarted(reading.memory, reading.warnings)
    guest = _await_swap(target, reading.memory)
    new_vm = before is None or guest.boot_id != before.boot_id
    seen = (Checked("new VM", "a new boot_id", guest.boot_id, proven=new_vm), *proof.checks(target.effective, guest))
    yield from seen
    if all(check.proven for check in seen):
        yield TookEffect(guest)
        return Restart(guest, None, stopped)
    problem = proof.why_not(target.effective, target.default, guest) if new_vm else OLD_VM
    yield problem
    return Restart(guest, problem, stopped)


OLD_VM = NotEffective(
    "old-vm",
    "`wsl --shutdown` returned, but the old VM still runs (same boot_id): Docker Desktop or an editor may hold it. "
    "Quit them, then run the same command again",
)


def _await_swap(target: Target, guest: GuestMemory) -> GuestMemory:
    """Read again until the swap is there: WSL activates it after the VM has started."""
    deadline = clock.monotonic() + target.patience.swap
    while target.effective.swap.value and guest.swap_total == 0 and clock.monotonic() < deadline:
        clock.sleep(LOOK_AGAIN)
        guest = guest_memory.read(target.wsl, guest.distribution, timeout=target.patience.boot).memory
    return guest


def _shut_down(target: Target, consent: Consent) -> Generator[ApplyEvent, None, NotEffective | None]:
    """Shut down within the limits of patience; the value is the problem, None when the VM is gone."""
    began = clock.monotonic()
    call = _begin(target.wsl, force=False)
    yield ShuttingDown(Seconds(0), "started")
    yield from _tell_while_waiting(call, began, target.patience, consent)
    if not call.ended and consent.force.is_set():
        call.abandon()
        yield ShuttingDown(Seconds(clock.monotonic() - began), "forcing")
        call = _begin(target.wsl, force=True)
        call.wait(target.patience.choice, consent.cancel)
    if not call.ended:
        call.abandon()
        return _stopped_waiting(target.patience, consent)
    call.result()
    _await_gone(target, consent)
    yield VmGone(Seconds(clock.monotonic() - began))
    return None


def _begin(wsl: Wsl, *, force: bool) -> Background[None]:
    # The process gets no limit worth the name: the patience of this workflow ends the call.
    return Background(lambda stop: wsl.shutdown(force=force, timeout=WATCHED, cancel=stop))


def _tell_while_waiting(
    call: Background[None], began: float, patience: Patience, consent: Consent
) -> Generator[ApplyEvent, None, None]:
    for stage, limit in (("progress", patience.progress), ("warning", patience.warning), ("choice", patience.choice)):
        call.wait(Seconds(began + limit - clock.monotonic()), consent.cancel)
        if call.ended or consent.cancel.is_set():
            return
        yield ShuttingDown(Seconds(clock.monotonic() - began), stage)
    if consent.attended:
        call.wait(WATCHED, consent.cancel, consent.force)


def _stopped_waiting(patience: Patience, consent: Consent) -> NotEffective:
    if consent.cancel.is_set():
        raise CancelledError(
            "stopped while WSL was shutting down",
            on_disk="the new settings; they hold from the next start of WSL",
            next_step="wsl --shutdown",
        )
    return NotEffective(
        "shutdown-hangs",
        f"`wsl --shutdown` did not return within {patience.choice:.0f} s. Run `wsl --shutdown --force` (unsaved work "
        "in WSL is lost) or restart Windows; the new settings hold from the next start of WSL",
    )


def _await_gone(target: Target, consent: Consent) -> None:
    """Wait until no distribution runs; whether the VM is really another one is proven by its boot_id."""
    deadline = clock.monotonic() + target.patience.gone
    while target.wsl.running() and clock.monotonic() < deadline and not consent.cancel.is_set():
        clock.sleep(LOOK_AGAIN)

"""Restarting WSL, and proving that a new VM runs with the new limits."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from wslmem.errors import CancelledError, WslmemError
from wslmem.machine.guest import guest_memory
from wslmem.machine.guest.guest_memory import GuestReading
from wslmem.machine.system import clock
from wslmem.machine.system.background import Background
from wslmem.machine.wsl.wsl import Wsl
from wslmem.machine.wsl.wsl_errors import WslError
from wslmem.machine.wsl.wsl_problems import STUCK
from wslmem.records import record
from wslmem.sizing.guest import GuestMemory
from wslmem.text import Text, verbatim
from wslmem.units import Seconds
from wslmem.workflows.apply import proof
from wslmem.workflows.apply.events import (
    ApplyEvent,
    Checked,
    Doubt,
    NotEffective,
    Patience,
    Restarted,
    ShuttingDown,
    Stage,
    TookEffect,
    VmGone,
    WillStop,
)
from wslmem.workflows.consent import Consent
from wslmem.wslconfig.effective import Effective

LOOK_AGAIN = Seconds(0.2)
"""Between two looks at a VM that is about to change."""
LOOK_AT_ANOTHER = Seconds(1)
"""Between two looks at a VM that should be gone; each starts wsl.exe twice."""
WATCHED = Seconds(3600)
"""As long as somebody watches a hanging shutdown, the choice is theirs."""


@record
class Target:
    """Which WSL to restart, and what it must show afterwards."""

    wsl: Wsl
    distribution: str
    effective: Effective
    """What the file promises."""
    default: Effective
    """What WSL would do without the file; tells a file that was not read."""
    patience: Patience
    old_file: bool = False
    """Whether this is the file from before, after a rollback."""


@record
class Restart:
    """How a restart ended."""

    guest: GuestMemory | None
    """The new VM; None where none started."""
    problem: NotEffective | None
    """None: every limit was proven."""
    stopped: tuple[str, ...]
    """Distributions that ran before."""
    before: GuestMemory | None = None
    """The VM that ran before; None where none answered."""


Steps = Generator[ApplyEvent, None, Restart]


def restart(target: Target, consent: Consent) -> Steps:
    """Shut WSL down, start it again and compare.

    Raises:
        CancelledError: the person asked to stop while waiting.
        WslmemError: wsl.exe cannot be asked at all.
    """
    stopped = target.wsl.running()
    before = alive(target)
    yield WillStop(stopped, docker_desktop=any(name.startswith("docker-desktop") for name in stopped))
    problem = yield from _shut_down(target, before, consent)
    if problem is None:
        reading = _start(target)
        if isinstance(reading, GuestReading):
            return (yield from _prove(target, reading, before, stopped))
        problem = reading
    yield problem
    return Restart(None, problem, stopped)


def running_guest(target: Target) -> GuestMemory | None:
    """The VM that runs now, None where none does; asking never boots one."""
    found = target.wsl.pick_running(target.distribution)
    return guest_memory.read(target.wsl, found.name, timeout=target.patience.look).memory if found else None


def alive(target: Target) -> GuestMemory | None:
    """As `running_guest`, but None also where the VM does not answer."""
    try:
        return running_guest(target)
    except CancelledError:
        raise
    except WslmemError:
        # One that failed, or that is just going, may not answer; what comes next tells.
        return None


def _start(target: Target) -> GuestReading | NotEffective:
    try:
        return guest_memory.read(target.wsl, target.distribution, timeout=target.patience.boot)
    except CancelledError:
        raise
    except WslmemError as error:
        code = f" ({error.problem.wsl_code})" if isinstance(error, WslError) and error.problem.wsl_code else ""
        why = Text("{cause}{code}", cause=error.cause, code=code)
        text = (
            Text("WSL starts with neither file: your settings are not the cause ({why})", why=why)
            if target.old_file
            else Text("WSL did not start with the new settings: {why}", why=why)
        )
        return NotEffective(DID_NOT_START, text, error.next_step or SHUT_DOWN_AND_AGAIN)


def _prove(target: Target, reading: GuestReading, before: GuestMemory | None, stopped: tuple[str, ...]) -> Steps:
    yield Restarted(reading.memory, reading.warnings)
    guest = _await_swap(target, reading.memory)
    seen = (*_another(before, guest), *proof.checks(target.effective, guest))
    yield from seen
    if all(check.proven for check in seen):
        yield TookEffect(guest)
        return Restart(guest, None, stopped, before)
    old_vm = before is not None and guest.boot_id == before.boot_id
    problem = OLD_VM if old_vm else proof.why_not(target.effective, target.default, guest, reading.warnings)
    yield problem
    return Restart(guest, problem, stopped, before)


def _another(before: GuestMemory | None, guest: GuestMemory) -> Iterator[Checked]:
    """The proof that it is another VM; none where no boot_id is known to compare with: then the limits alone tell."""
    if before is not None:
        changed = guest.boot_id != before.boot_id
        yield Checked("new VM", Text("a new boot_id"), verbatim(guest.boot_id), proven=changed)


CLOSE_AND_SHUT_DOWN = Text(
    "close programs and run `wsl --shutdown`, or restart Windows; the new settings take effect when WSL next starts"
)
SHUT_DOWN_AND_AGAIN = Text("run wsl --shutdown, then the same command again")
DID_NOT_START: Doubt = "vm-did-not-start"
NOT_SHUT_DOWN = frozenset({"shutdown-hangs", "shutdown-failed"})
"""Problems after which the VM of before may still run; the file stays, and holds from the next start of WSL."""
OLD_VM = NotEffective(
    "old-vm",
    Text(
        "`wsl --shutdown` returned, but the old VM is still running (same boot_id): Docker Desktop or an editor may "
        "keep it"
    ),
    Text("quit Docker Desktop and the editors connected to WSL, then run the same command again"),
)


def _await_swap(target: Target, guest: GuestMemory) -> GuestMemory:
    """Read again until the swap is there: WSL activates it after the VM has started."""
    deadline = clock.monotonic() + target.patience.swap
    while target.effective.swap.value and guest.swap_total == 0 and clock.monotonic() < deadline:
        clock.sleep(LOOK_AGAIN)
        guest = guest_memory.read(target.wsl, guest.distribution, timeout=target.patience.boot).memory
    return guest


def _shut_down(
    target: Target, before: GuestMemory | None, consent: Consent
) -> Generator[ApplyEvent, None, NotEffective | None]:
    """Shut down within the limits of patience; the value is the problem, None when the VM is gone."""
    began = clock.monotonic()
    call = _begin(target.wsl, force=False)
    yield ShuttingDown(Seconds(0), "started")
    yield from _tell_while_waiting(call, began, target.patience, consent)
    forced = not call.ended and consent.force.is_set()
    if forced:
        call.abandon()
        yield ShuttingDown(Seconds(clock.monotonic() - began), "forcing")
        call = _begin(target.wsl, force=True)
        call.wait(target.patience.forced, consent.cancel)
    if not call.ended:
        call.abandon()
        return _stopped_waiting(target.patience, consent, forced=forced)
    try:
        call.result()
    except CancelledError:
        raise
    except WslmemError as error:
        return _not_shut_down(error)
    now = _await_gone(target, before, consent)
    if now is not None and before is not None and now.boot_id == before.boot_id:
        return OLD_VM
    yield VmGone(Seconds(clock.monotonic() - began), by_another=now is not None)
    return None


def _begin(wsl: Wsl, *, force: bool) -> Background[None]:
    # The process gets no limit worth the name: the patience of this workflow ends the call.
    return Background(lambda stop: wsl.shutdown(force=force, timeout=WATCHED, cancel=stop))


def _tell_while_waiting(
    call: Background[None], began: float, patience: Patience, consent: Consent
) -> Generator[ApplyEvent, None, None]:
    steps: tuple[tuple[Stage, Seconds], ...] = (
        ("progress", patience.progress), ("warning", patience.warning), ("choice", patience.choice),
    )  # fmt: skip
    for stage, limit in steps:
        call.wait(Seconds(began + limit - clock.monotonic()), consent.cancel)
        if call.ended or consent.cancel.is_set():
            return
        yield ShuttingDown(Seconds(clock.monotonic() - began), stage)
    if consent.attended:
        call.wait(WATCHED, consent.cancel, consent.force)


def _not_shut_down(error: WslmemError) -> NotEffective:
    said = error.problem.quoted if isinstance(error, WslError) else ""
    stuck = isinstance(error, WslError) and error.problem.code == STUCK.code
    return NotEffective(
        "shutdown-failed",
        Text("`wsl --shutdown` failed: {why}", why=said or error.cause),
        Text("{step}; then run the same command again", step=STUCK.next_step) if stuck else CLOSE_AND_SHUT_DOWN,
    )


def _stopped_waiting(patience: Patience, consent: Consent, *, forced: bool) -> NotEffective:
    if consent.cancel.is_set():
        raise CancelledError(
            Text("stopped while WSL was shutting down"),
            next_step=Text("the settings take effect when WSL next starts; to restart it: wsl --shutdown"),
        )
    limit = f"{min(patience.choice, patience.forced) if forced else patience.choice:.0f}"
    if forced:
        return NotEffective(
            "shutdown-hangs",
            Text("`wsl --shutdown` and `wsl --shutdown --force` did not return within {seconds} s each", seconds=limit),
            Text("restart Windows; or in PowerShell as administrator: Restart-Service WSLService"),
        )
    return NotEffective(
        "shutdown-hangs",
        Text("`wsl --shutdown` did not return within {seconds} s", seconds=limit),
        Text(
            "run `wsl --shutdown --force` (unsaved work in WSL will be lost), or the same command with "
            "--force-shutdown; if that does not return either, in PowerShell as administrator: "
            "Restart-Service WSLService"
        ),
    )


def _await_gone(target: Target, before: GuestMemory | None, consent: Consent) -> GuestMemory | None:
    """Wait until no distribution runs, or those of another VM; the value is the VM that runs in the end.

    The list alone would not do: an editor that reconnects starts WSL again at once, and then it never gets empty.
    """
    deadline = clock.monotonic() + target.patience.gone
    now = None
    while target.wsl.running():
        now = alive(target)
        if now is not None and before is not None and now.boot_id != before.boot_id:
            return now
        if clock.monotonic() > deadline or consent.cancel.is_set():
            return now
        clock.sleep(LOOK_AT_ANOTHER)
    return None

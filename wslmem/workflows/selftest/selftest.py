"""What wslmem takes for granted about Windows and WSL, looked at on this machine.

docs/windows-truth.md says of each where it rests. Nothing here changes a setting; files are tried out in a temporary
folder; the VM is neither started nor ended, unless a restart is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wslmem.documents.selftest import Truth
from wslmem.errors import WslmemError
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system.side import Side
from wslmem.records import record, replace

EVERYWHERE: frozenset[Side] = frozenset(("windows", "linux", "wsl"))


class NotHereError(Exception):
    """An assumption cannot be looked at on this machine; the text says why."""


class NoneRunsError(NotHereError):
    """No distribution runs, in which it could be looked at."""


@record
class Seen:
    """What one look saw."""

    text: str
    holds: bool


@record
class Check:
    """One assumption, and how to look at it."""

    name: str
    """As the table in docs/windows-truth.md names it: `replace-keeps-hidden`."""
    expected: str
    look: Callable[[MachinePaths], Seen]
    """May raise NotHereError, WslmemError and OSError."""
    sides: frozenset[Side] = frozenset(("windows",))
    """Where it can be looked at."""
    restarts: bool = False
    """Ends the VM and everything in it."""


@record
class Outcome:
    """One row of the table that a user pastes into an issue."""

    name: str
    expected: str
    seen: str
    truth: Truth


def checks() -> tuple[Check, ...]:
    """All of them; those that leave a VM running come before those that need one, those that leave none after them."""
    from wslmem.workflows.selftest import calls, files, guards, guest, host, restart, wsl

    return (
        *host.CHECKS,
        *files.CHECKS,
        *guards.CHECKS,
        *wsl.CHECKS,
        *restart.LEAVE_ONE,
        *guest.CHECKS,
        *calls.CHECKS,
        *restart.LEAVE_NONE,
    )


FILLING = ("fill-cap", "fill-swap", "fill-host", "fill-clean")
"""Rows of the pressure test, which is no look at one thing: all come from one run."""


def selftest(paths: MachinePaths, *, restart: bool, fill: bool = False) -> Iterator[Outcome]:
    """Look at every assumption that applies to this side, one after the other.

    Args:
        paths: the machine.
        restart: also those that shut WSL down; whoever asks for it accepts that everything in the VM ends.
        fill: also fill the VM that runs to its limit; what it holds is slow meanwhile, and nothing of it ends.

    Raises:
        UnavailableError: with `fill`, where this computer cannot back a full VM now.
    """
    from wslmem.workflows.selftest import names, wsl

    try:
        installed = wsl.quiet_names(paths)
    except (NotHereError, WslmemError, OSError):
        installed = []
    hide = names.of(paths, installed).hidden
    for check in checks():
        if paths.side in check.sides and (restart or not check.restarts):
            outcome = _outcome(check, paths, restart=restart)
            yield replace(outcome, seen=hide(outcome.seen))
    if fill:
        for outcome in _filled(paths):
            yield replace(outcome, seen=hide(outcome.seen))


def _filled(paths: MachinePaths) -> Iterator[Outcome]:
    from wslmem.workflows.selftest.fill import CAP, outcomes

    try:
        yield from outcomes(paths)
    except NotHereError as reason:
        yield Outcome("fill-cap", CAP, str(reason), Truth.UNSEEN)


def _outcome(check: Check, paths: MachinePaths, *, restart: bool) -> Outcome:
    try:
        seen = _seen(check, paths, restart=restart)
    except NotHereError as reason:
        return Outcome(check.name, check.expected, str(reason), Truth.UNSEEN)
    except WslmemError as error:
        return Outcome(check.name, check.expected, str(error.cause), Truth.FAILS)
    except (OSError, ValueError) as error:  # ValueError: a name that this locale cannot write
        return Outcome(check.name, check.expected, f"{type(error).__name__}: {error}", Truth.FAILS)
    return Outcome(check.name, check.expected, seen.text, Truth.HOLDS if seen.holds else Truth.FAILS)


def _seen(check: Check, paths: MachinePaths, *, restart: bool) -> Seen:
    """One look. Where the VM may be started it is: on a slow machine 15 s lie between two looks, and it ended."""
    try:
        return check.look(paths)
    except NoneRunsError:
        if not restart or not _started(paths):
            raise
        return check.look(paths)


def _started(paths: MachinePaths) -> bool:
    from wslmem.workflows.selftest.restart import boot

    try:
        boot(paths)
    except WslmemError:
        return False
    return True

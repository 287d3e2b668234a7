"""Run a Linux command in the guest; start the VM first where none runs."""

from __future__ import annotations

import os
import pwd
import socket
from functools import partial

from . import boot_warnings
from .config import starting
from .config.read import Complaint
from .config.settings import MIB, Settings, load
from .distributions import Distribution
from .failures import (
    BAD_MAC_ADDRESS,
    BOOT_ERRORS,
    NO_DIRECTORY,
    NO_VIRTUALIZATION,
    TTY_LIMIT,
    USER_NOT_FOUND,
    Failure,
    no_resources,
)
from .folder import WINDOWS_PROFILE, Folder
from .lean import asdict
from .options import Request
from .session import Session
from .vm import boot, wire
from .wslenv import imported

VM_GONE = 1
_TRAPPED = {67: USER_NOT_FOUND, 87: TTY_LIMIT}
"""Statuses that wsl.exe takes for its init's own failures (WSL: lxinitshared.h, WslClient.cpp)."""
_ATTEMPTS = 5
"""A VM can end of idleness while a client comes in; then the next one is started."""


def run(session: Session, request: Request, handles: tuple[int, int, int]) -> int:
    """Run the request's command.

    Returns:
        its exit code; its raw wait status when a signal ended it; 1 when the VM went away (WSL: interop.cpp).

    Raises:
        Failure: WSL's own, before or after the command.
        MissingRightError: the machine does not let us limit memory.
    """
    distribution = _distribution(session, request)
    order = _order(session, request, distribution)
    for _ in range(_ATTEMPTS):
        connection = _begin(session, order, handles)
        if connection is not None:
            return _code(session, _status(connection))
    return VM_GONE


def _distribution(session: Session, request: Request) -> Distribution:
    if request.guid is not None:
        return session.registry.identified(request.guid)
    if request.distribution is not None:
        return session.registry.named(request.distribution)
    return session.registry.default()


def _order(session: Session, request: Request, distribution: Distribution) -> dict[str, object]:
    faults = session.knobs.faults
    return {
        "verb": "run",
        "distribution": "system" if request.system else distribution.name,
        "user": request.user or distribution.user or pwd.getpwuid(os.getuid()).pw_name,
        "directory": directory(session, request.directory),
        "mode": request.mode,
        "rest": request.rest,
        "environment": imported(session.environment),
        "path": list(session.knobs.guest_path),
        "dies_after": faults.figure("die-during-exec", 0.2) if "die-during-exec" in faults else None,
    }


def directory(session: Session, given: str | None) -> str:
    """The Linux working directory for `--cd`; the caller's own without it (WSL: WslClient.cpp, SetCurrentDirectory).

    Raises:
        Failure: a Windows path that does not exist.
    """
    if given is None:
        return session.directory
    if given[:1] in {"/", "~"}:
        return given
    tail = given[len(WINDOWS_PROFILE) :].replace("\\", "/")
    place = session.folder.profile + tail
    if not given.lower().startswith(WINDOWS_PROFILE.lower()) or not os.path.isdir(place):
        raise Failure(*NO_DIRECTORY)
    return place


def _begin(session: Session, order: dict[str, object], handles: tuple[int, int, int]) -> socket.socket | None:
    """Hand the order over under the lock; None when the VM ended before it took it."""
    with boot.locked(session.folder):
        connection = wire.connect(session.folder)
        if connection is None:
            start_vm(session)
            if "guest-warnings" in session.knobs.faults:
                os.write(handles[2], boot_warnings.BY_THE_GUEST.encode())
            connection = wire.connect(session.folder)
        if connection is None:
            return None
        try:
            wire.send(connection, order, handles)
            started, _ = wire.receive(connection)
        except OSError:
            started = {}
        if not started:
            connection.close()
            return None
    return connection


def _status(connection: socket.socket) -> int | None:
    """The raw wait status; None when the channel closed without one."""
    with connection:
        try:
            answer, _ = wire.receive(connection)
        except OSError:
            return None
    status = answer.get("status")
    return status if isinstance(status, int) else None


def _code(session: Session, status: int | None) -> int:
    if status is None:
        return VM_GONE
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else status & 0xFF
    forced = session.knobs.faults.guest_status
    code = code if forced is None else forced
    if code in _TRAPPED:
        raise Failure(*_TRAPPED[code])
    return code


def start_vm(session: Session, *, seen: bool = True) -> None:
    """Read `.wslconfig`, warn this client, and start the VM; the caller holds the lock.

    Args:
        session: the call.
        seen: False when it is another program's call, whose stderr nobody reads.

    Raises:
        Failure: the VM does not start.
        MissingRightError: the machine does not let us limit memory.
    """
    knobs, faults = session.knobs, session.knobs.faults
    if not session.release.virtualization:
        raise Failure(*NO_VIRTUALIZATION)
    path = os.devnull if "config-ignored" in faults else session.folder.wslconfig
    settings, warnings, fatal = load(
        path, knobs.total_memory, knobs.total_processors, faults.word("policy"), session.release.number
    )
    if fatal:
        _warn(session, warnings, boot_warnings.NOTHING, seen=seen)
        raise Failure(*BAD_MAC_ADDRESS)
    failure = starting.obstacle(settings, partial(_is_file, session.folder), boot_warnings.PATH)
    if failure is not None:
        _warn(
            session, [one for one in warnings if one.kind not in boot_warnings.LATE], boot_warnings.NOTHING, seen=seen
        )
        raise Failure(*failure)
    lost = _lost(session, settings)
    _warn(session, warnings, lost, seen=seen)
    if "boot-error" in faults:
        raise Failure(*BOOT_ERRORS[faults.word("boot-error")])
    if "vm-no-resources" in faults and settings.memory > faults.figure("vm-no-resources", knobs.total_memory / 2):
        raise Failure(*no_resources(named=session.release.named_resources))
    plan = {name: value for name, value in asdict(settings).items() if name not in ("network", "files", "reclaim")} | {
        "swap": 0 if lost.swap else settings.swap,
        "instance_idle": session.scaled(settings.instance_idle / 1000),
        "vm_idle": session.scaled(settings.vm_idle / 1000),
        "reclaim_after": None if settings.reclaim == "disabled" else session.scaled(session.release.reclaims_after),
        "isolate": settings.isolate and session.release.isolates,
        "osrelease": session.release.osrelease,
        "kernel": session.release.kernel_memory * MIB,
        "namespaced": session.release.namespaced,
        "psi": session.release.psi,
        "swap_kind": knobs.swap,
        "swap_late": session.scaled(faults.figure("swap-late", 3)) if "swap-late" in faults else 0,
        "cgroup": knobs.cgroup,
        "uptime": knobs.uptime,
    }
    boot.start(session.folder, plan)


def _warn(session: Session, warnings: list[Complaint], lost: boot_warnings.Lost, *, seen: bool) -> None:
    if seen and "warnings-eaten" not in session.knobs.faults:
        boot_warnings.tell(session, warnings, lost)


def _lost(session: Session, settings: Settings) -> boot_warnings.Lost:
    """What this VM starts without, and why."""
    network = starting.lost_network(settings)
    if settings.swap and "swap-disk-fails" in session.knobs.faults:
        return boot_warnings.Lost(boot_warnings.SWAP_DISK, network=network)
    disk = starting.swap_disk(settings)
    place = session.folder.local(disk) if disk else None
    if settings.swap > starting.LARGEST_SWAP:
        return boot_warnings.Lost(disk or boot_warnings.SWAP_DISK, "invalid-parameter", network)
    if disk and not (place and os.path.isdir(os.path.dirname(place))):
        return boot_warnings.Lost(disk, "path-not-found", network)
    return boot_warnings.Lost(network=network)


def _is_file(folder: Folder, path: str) -> bool:
    place = folder.local(path)
    return place is not None and os.path.isfile(place)


def boot_for_another(session: Session) -> None:
    """Start the VM as another program does that reconnects at once; its client eats the warnings."""
    start_vm(session, seen=False)
    with open(os.devnull, "r+b") as nowhere:
        order = _order(session, Request(mode="none", rest="true", directory="/"), session.registry.default())
        connection = wire.connect(session.folder)
        if connection is not None:
            wire.send(connection, order, (nowhere.fileno(),) * 3)
            _status(connection)

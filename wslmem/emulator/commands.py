"""The commands that end at once: help, status, version, shutdown, terminate, update (WSL: WslClient.cpp)."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

from .failures import NO_VIRTUALIZATION, OFFLINE, OUT_OF_MEMORY, OWN, Failure, Usage
from .listing import flags, listing
from .session import Session
from .windows_line import next_word


def usage(session: Session, rest: str) -> int:
    """`--help`: the usage text, and -1."""
    del rest
    session.console.say(session.text("usage") + "\n")
    return OWN


def status(session: Session, rest: str) -> int:
    """`--status`: default distribution and version; the note on WSL1 is normal on a healthy machine."""
    flags(rest, {})
    lines = []
    if session.registry.entries:
        lines.append(session.text("status-distribution", session.registry.default().name))
    lines += [session.text("status-version", 2), session.text("no-wsl1")]
    if not session.release.virtualization:
        lines.append(session.text(NO_VIRTUALIZATION[0]))
    session.console.say("\n".join(lines) + "\n")
    return 0


def version(session: Session, rest: str) -> int:
    """`--version`: seven lines, always in this order; needs no service."""
    if session.release.inbox:
        raise Usage("inbox-usage", "--version")
    flags(rest, {})
    found = enumerate(session.release.versions)
    session.console.say("".join(session.text(f"version-{number}", figure) + "\n" for number, figure in found))
    return 0


def shutdown(session: Session, rest: str) -> int:
    """`--shutdown [--force]`: nothing is printed, and 0 proves nothing; only a service out of reach is told."""
    forced = "force" in flags(rest, {} if session.release.inbox else {"force": ""})
    faults = session.knobs.faults
    if "shutdown-noop" in faults:
        return 0
    if "shutdown-fails" in faults:
        raise Failure(*OUT_OF_MEMORY)
    from .vm import boot

    with boot.locked(session.folder):
        if "shutdown-hang-force" in faults if forced else "shutdown-hang" in faults:
            signal.pause()
        if "shutdown-slow" in faults and not forced:
            time.sleep(session.scaled(faults.figure("shutdown-slow", 5)))
        was_running = boot.running(session.folder) is not None
        boot.stop(session.folder)
        _stop_containers(session)
        if was_running and "restart-by-other" in faults:
            from .run import boot_for_another

            boot_for_another(session)
    return 0


def _stop_containers(session: Session) -> None:
    """The service ends the VM of wslc too (microsoft/WSL#41449, which tells of it as it hangs there)."""
    if os.path.isdir(f"{session.folder.path}/wslc/state"):
        from .vm import boot
        from .wslc import session as of_wslc

        boot.stop(of_wslc(session.folder))


def terminate(session: Session, rest: str) -> int:
    """`--terminate NAME`: the system's word of success, also when it did not run."""
    if not rest:
        raise Usage("missing-parameter", "--terminate")
    name = session.registry.named(next_word(rest)[0]).name
    from .vm import boot

    with boot.locked(session.folder):
        boot.ask(session.folder, {"verb": "terminate", "distribution": name})
    session.console.say(session.text("success") + "\n")
    return 0


def update(session: Session, rest: str) -> int:
    """`--update`: there is no network behind the emulated machine."""
    flags(rest, {"pre-release": "", "web-download": ""})
    session.console.say(session.text("checking-updates") + "\n")
    raise Failure(*OFFLINE)


COMMANDS: dict[str, Callable[[Session, str], int]] = {
    "help": usage,
    "list": listing,
    "status": status,
    "version": version,
    "shutdown": shutdown,
    "terminate": terminate,
    "update": update,
}

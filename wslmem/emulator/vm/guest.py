"""One Linux process of the guest, from the order of a client to its exec (WSL: init.cpp, CreateProcessCommon)."""

from __future__ import annotations

import fcntl
import os
import pwd
import signal
import termios

from ..lean import dataclass
from ..windows_line import split
from . import kernel
from .cgroup import join
from .first import OwnProcesses

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games:/usr/local/games"
"""WSL's own PATH for a process without a login shell (WSL: DistributionRegistration.h)."""
SETUP_FAILED = 1
USER_NOT_FOUND = 67
TTY_LIMIT = 87
_SIGNALS = (signal.SIGPIPE, signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGXFSZ)


@dataclass(frozen=True, slots=True)
class Room:
    """Where a guest's process lives."""

    group: str
    """The control group of its distribution."""
    hierarchy: tuple[int, str] | None = None
    """Version and mount point of the control groups, where it is to see its own as the root of all."""
    processes: OwnProcesses | None = None
    """What shows it the processes of the VM alone."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a client wants to run."""

    distribution: str
    user: str
    directory: str
    """Linux path, or `~`."""
    mode: str
    """`none`, `standard` or `login`."""
    rest: str
    """The untouched end of the Windows line."""
    environment: dict[str, str]
    """What WSLENV hands over."""
    path: tuple[str, ...]
    """Folders before the guest's PATH."""


def account(name: str) -> pwd.struct_passwd | None:
    """The guest's account; None = no such user."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def start(order: Order, room: Room, processors: int, streams: list[int]) -> tuple[int, int]:
    """Start the process.

    Args:
        order: what to run.
        room: where it lives.
        processors: how many it may use.
        streams: its stdin, stdout and stderr.

    Returns:
        its pid, and the master side of its terminal: closing that hangs it up. A status instead of a pid, negative,
        when it cannot be started: -67 or -87 shifted as wait statuses are by the caller.
    """
    found = account(order.user)
    if found is None:
        text = f"<3>WSL ({os.getpid()} - Relay) ERROR: CreateProcessParseCommon:1007: getpwnam({order.user}) failed 0\n"
        os.write(streams[2], text.encode())
        return -USER_NOT_FOUND, -1
    try:
        master, slave = os.openpty()
    except OSError:
        return -TTY_LIMIT, -1
    pid = os.fork()
    if pid == 0:
        _become(order, found, room, processors, (slave, streams))
    os.close(slave)
    return pid, master


def _become(
    order: Order,
    found: pwd.struct_passwd,
    room: Room,
    processors: int,
    handles: tuple[int, list[int]],
) -> None:
    """In the child: turn into the guest's process; never returns."""
    slave, streams = handles
    try:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for number, handle in enumerate(_clear_of_standard(streams)):
            os.dup2(handle, number)
        join(room.group)
        if room.processes is not None:
            room.processes.show()
        if room.hierarchy is not None:
            _shut_in(*room.hierarchy)
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:processors])
        for name in _SIGNALS:
            signal.signal(name, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        _take_account(found)
        kernel.die_with_parent(signal.SIGKILL)
        _execute(order, found)
    except OSError as error:
        _complain("CreateProcessCommon:783", f"{error.filename or 'setup'} failed {error.errno}")
    finally:
        os._exit(SETUP_FAILED)


def _shut_in(version: int, mountpoint: str) -> None:
    """Show the group that this process is in as the root of all groups, at the usual place."""
    kernel.unshare(kernel.CLONE_NEWCGROUP | kernel.CLONE_NEWNS)
    kernel.mount("none", "/", kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount_cgroups(mountpoint, version)


def _clear_of_standard(streams: list[int]) -> list[int]:
    """The same streams under numbers that dup2 onto 0, 1 and 2 does not overwrite."""
    return [fcntl.fcntl(handle, fcntl.F_DUPFD_CLOEXEC, 3) for handle in streams]


def _take_account(found: pwd.struct_passwd) -> None:
    if os.geteuid() == found.pw_uid:
        return
    os.initgroups(found.pw_name, found.pw_gid)
    os.setgid(found.pw_gid)
    os.setuid(found.pw_uid)


def _execute(order: Order, found: pwd.struct_passwd) -> None:
    directory = found.pw_dir if order.directory == "~" else order.directory
    if order.directory.startswith("~/"):
        directory = found.pw_dir + order.directory[1:]
    os.chdir("/")
    try:
        os.chdir(directory)
    except OSError as error:
        # WSL says so and runs the command all the same.
        _complain("CreateProcessCommon:811", f"chdir({directory}) failed {error.errno}")
    program, words = command(order, found.pw_shell or "/bin/sh")
    environment = variables(order, found)
    try:
        os.execvpe(program, words, environment)  # noqa: S606 - running what the client asks for is the purpose
    except OSError as error:
        _complain("CreateProcessCommon:818", f"execvpe({program}) failed: {error.strerror}")


def command(order: Order, shell: str) -> tuple[str, list[str]]:
    """The program and its words: argv itself in exec mode, else the user's shell with the rest of the line."""
    words = split(order.rest) if order.mode == "none" else []
    if words:
        return words[0], words
    login = "-" + os.path.basename(shell)
    if not order.rest:
        return shell, [login]
    return shell, [login if order.mode == "login" else shell, "-c", order.rest]


def variables(order: Order, found: pwd.struct_passwd) -> dict[str, str]:
    """The environment of a fresh guest process; nothing of the client's but what WSLENV names."""
    return {
        "HOSTTYPE": os.uname().machine,
        "LANG": "C.UTF-8",
        "PATH": ":".join((*order.path, PATH)),
        "TERM": "xterm-256color",
        "HOME": found.pw_dir,
        "USER": found.pw_name,
        "LOGNAME": found.pw_name,
        "SHELL": found.pw_shell or "/bin/sh",
        "NAME": os.uname().nodename,
        "WSL_DISTRO_NAME": order.distribution,
        "WSL_INTEROP": f"/run/WSL/{os.getpid()}_interop",
        **order.environment,
    }


def _complain(place: str, text: str) -> None:
    os.write(2, f"<3>WSL ({os.getpid()} - Relay) ERROR: {place}: {text}\n".encode())

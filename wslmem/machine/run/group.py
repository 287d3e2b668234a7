"""The memory group (cgroup) that a command runs in: found, made, limited, read, removed; both versions of the kernel's.

Imports next to nothing: a command is started behind it, and its person waits.
"""

from __future__ import annotations

import os
import time

ROOT = "/sys/fs/cgroup"
PREFIX = "wslmem-run-"
_ENTRANCE = "command"
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal


class Group:
    """One group that holds the command and all it starts."""

    __slots__ = ("entrance", "home", "path", "version")

    def __init__(self, path: str, home: str, version: Literal[1, 2]) -> None:
        self.path = path
        """The folder of the group: it has the limit, and the counts of all below it."""
        self.entrance = path if version == 1 else f"{path}/{_ENTRANCE}"
        """The folder that the command is put into. Version 2 forbids processes and groups below side by side: what the
        command makes beside its own group, as a `run` in it does, is then still below ours.
        """
        self.home = home
        """The group that we came from: what outlives the command goes back there."""
        self.version = version

    def enter(self) -> None:
        """Put this process, which has one thread, into it.

        `tasks` moves a thread that moves itself at once; `cgroup.procs` first waits until no process of the machine is
        in the middle of a fork, 3 to 20 ms (Linux 6.18, kernel/cgroup/cgroup.c, cgroup_procs_write_start). Version 2
        has no such file for groups with memory.

        Raises:
            OSError: the kernel refuses.
        """
        write(f"{self.entrance}/{'tasks' if self.version == 1 else 'cgroup.procs'}", "0")

    def limit(self, memory: int, swap: int) -> None:
        """Let the group have `memory` bytes, and `swap` bytes of swap on top.

        Raises:
            OSError: the kernel refuses.
        """
        if self.version == 2:  # noqa: PLR2004 - the kernel's name for it
            write(f"{self.path}/memory.max", str(memory))
            _write_if_there(f"{self.path}/memory.swap.max", str(swap))
        else:
            write(f"{self.path}/memory.limit_in_bytes", str(memory))
            _write_if_there(f"{self.path}/memory.memsw.limit_in_bytes", str(memory + swap))

    def processes(self) -> list[int]:
        """The process ids in the group and in those below it."""
        every = with_below(self.path)
        return [int(word) for path in every for word in read(f"{path}/cgroup.procs").split()]

    def remove(self) -> bool:
        """Send what still runs back to where it came from, and take the group away; False where it stays."""
        for _ in range(100):
            for process in self.processes():
                try:
                    write(f"{self.home}/cgroup.procs", str(process))
                except OSError:
                    continue  # ended meanwhile; one that may not be moved shows below
            if _remove(self.path):
                return True
            time.sleep(0.01)  # one that was killed is still giving its memory back
        return False


def _remove(path: str) -> bool:
    """Take a group without processes away, and those below it; whether it is gone."""
    for folder in reversed(with_below(path)):
        try:
            os.rmdir(folder)  # noqa: PTH106 - pathlib costs 3 ms
        except FileNotFoundError:
            continue
        except OSError:
            return False
    return True


def make() -> Group | None:
    """A new group beside or below the one we are in, where we have the right; else None.

    Version 1: below our own. Version 2 forbids processes and groups below side by side, so it is made beside our own,
    under the same parent: only where our own has no limit that it would escape.
    """
    place = own()
    if place is None:
        return None
    path, version = place
    parent = path if version == 1 or path == ROOT else os.path.dirname(path)  # noqa: PTH120 - pathlib costs 3 ms
    if version == 2 and not _may_be_beside(path, parent):  # noqa: PLR2004
        return None
    _sweep(parent)
    try:
        return _made(f"{parent}/{PREFIX}{os.getpid()}", path, version)
    except OSError:  # one of a process with our number that died and left it: better none than a strange one
        return None


def make_within_scope() -> Group | None:
    """A new group below the one we are in, which is ours whole (`Delegate=yes`): we step aside into `wrap` first.

    Raises:
        OSError: it is not ours after all.
    """
    place = own()
    if place is None or place[1] == 1:
        return None
    path = place[0]
    os.mkdir(f"{path}/wrap")  # noqa: PTH102
    write(f"{path}/wrap/cgroup.procs", "0")
    write(f"{path}/cgroup.subtree_control", "+memory")
    return _made(f"{path}/build", f"{path}/wrap", 2)


def _made(path: str, home: str, version: Literal[1, 2]) -> Group:
    group = Group(path, home, version)
    os.mkdir(path)  # noqa: PTH102
    if group.entrance != path:
        try:
            write(f"{path}/cgroup.subtree_control", "+memory")
            os.mkdir(group.entrance)  # noqa: PTH102
        except OSError:
            _remove(path)
            raise
    return group


def _may_be_beside(path: str, parent: str) -> bool:
    """Whether `parent` hands out memory, and the group at `path` has no limit of its own."""
    if "memory" not in read(f"{parent}/cgroup.subtree_control").split():
        if path != ROOT:
            return False
        try:  # as systemd does it; without it nobody has, and the kernel lets the root alone do so beside processes
            write(f"{parent}/cgroup.subtree_control", "+memory")
        except OSError:
            return False
    limits = ("memory.max", "memory.high", "memory.swap.max")
    return path == parent or all(read(f"{path}/{name}").strip() in {"", "max"} for name in limits)


def _sweep(parent: str) -> None:
    """Take away groups whose makers died before they could; one that still holds a command stays."""
    try:
        names = os.listdir(parent)  # noqa: PTH208
    except OSError:
        return
    for name in names:
        if name.startswith(PREFIX) and not os.path.exists(f"/proc/{name[len(PREFIX) :]}"):  # noqa: PTH110
            _remove(f"{parent}/{name}")


def own() -> tuple[str, Literal[1, 2]] | None:
    """The folder of the memory group that this process is in, and its version; None where none is to be seen."""
    unified = None
    for line in read("/proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if "memory" in controllers.split(","):
            return _seen(f"{ROOT}/memory", path, 1)
        if not controllers:
            unified = path
    if unified is None:
        return None
    return _seen(ROOT, unified, 2)


def _seen(root: str, path: str, version: Literal[1, 2]) -> tuple[str, Literal[1, 2]] | None:
    """The folder of `path`: in a container the path may be the host's, and the root is our own group."""
    for folder in (root + path.rstrip("/"), root):
        if os.path.exists(f"{folder}/cgroup.procs"):  # noqa: PTH110
            return folder, version
    return None


def headroom(path: str) -> int | None:
    """Bytes that the limits of the group at `path` and of those above it still leave; None where none has one."""
    left: list[int] = []
    while path.startswith(ROOT) and len(path) > len(ROOT):
        for most, used in (("memory.max", "memory.current"), ("memory.limit_in_bytes", "memory.usage_in_bytes")):
            limit, now = number(f"{path}/{most}"), number(f"{path}/{used}")
            # Version 1 says "no limit" by a number near 2^63.
            if limit is not None and now is not None and limit < 1 << 60:
                left.append(limit - now)
        path = os.path.dirname(path)  # noqa: PTH120
    return min(left, default=None)


def with_below(path: str) -> list[str]:
    """A group and all groups below it; listed only where the kernel's count of folders says that there are some."""
    try:
        if os.stat(path).st_nlink <= 2:  # noqa: PLR2004, PTH116 - itself and `.`
            return [path]
        with os.scandir(path) as entries:
            below = [entry.path for entry in entries if entry.is_dir()]
    except OSError:
        return [path]
    return [path, *(one for folder in below for one in with_below(folder))]


def write(path: str, text: str) -> None:
    """Write one value into a control file.

    Raises:
        OSError: the kernel refuses it.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(handle, text.encode("ascii"))
    finally:
        os.close(handle)


def _write_if_there(path: str, text: str) -> None:
    """Kernels without swap accounting lack the file."""
    if os.path.exists(path):  # noqa: PTH110
        write(path, text)


def read(path: str) -> str:
    """What a control file says; empty where it is not there, or may not be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - pathlib costs 3 ms
            return file.read()
    except OSError:
        return ""


def number(path: str) -> int | None:
    """The figure in a control file; None where it is not there, or says `max`."""
    text = read(path).strip()
    return int(text) if text.isdigit() else None

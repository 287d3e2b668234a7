"""The memory group (cgroup) that a command runs in: found, made, limited, read, removed; both versions of the kernel's.

Imports next to nothing: a command is started behind it, and its person waits.
"""

from __future__ import annotations

import os
import time

ROOT = "/sys/fs/cgroup"
PREFIX = "wslmem-run-"
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal


class Group:
    """One group that holds the command and all it starts.

    Reading answers None for what the kernel does not tell; a group that is gone tells nothing.
    """

    __slots__ = ("home", "path", "version")

    def __init__(self, path: str, home: str, version: Literal[1, 2]) -> None:
        self.path = path
        """The folder of the group."""
        self.home = home
        """The group that we came from: what outlives the command goes back there."""
        self.version = version

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
        """The process ids in the group."""
        return [int(word) for word in _read(f"{self.path}/cgroup.procs").split()]

    def held(self) -> tuple[int, int] | None:
        """Bytes of memory that cannot be given back without swap (anonymous and shared), and bytes in swap."""
        stat = _numbers(f"{self.path}/memory.stat")
        if self.version == 2:  # noqa: PLR2004
            if "anon" not in stat:
                return None
            return stat["anon"] + stat.get("shmem", 0), _number(f"{self.path}/memory.swap.current") or 0
        if "total_rss" not in stat:
            return None
        return stat["total_rss"] + stat.get("total_shmem", 0), stat.get("total_swap", 0)

    def usage(self) -> int | None:
        """Bytes that count against the limit now, page cache included."""
        name = "memory.current" if self.version == 2 else "memory.usage_in_bytes"  # noqa: PLR2004
        return _number(f"{self.path}/{name}")

    def highest(self) -> int | None:
        """Bytes, page cache included: the kernel's own mark (`memory.peak`, `max_usage_in_bytes`)."""
        name = "memory.peak" if self.version == 2 else "memory.max_usage_in_bytes"  # noqa: PLR2004
        return _number(f"{self.path}/{name}")

    def kills(self) -> int | None:
        """Processes of this group that the kernel killed for want of memory, at whichever group's limit."""
        name = "memory.events" if self.version == 2 else "memory.oom_control"  # noqa: PLR2004
        return _numbers(f"{self.path}/{name}").get("oom_kill")

    def remove(self) -> bool:
        """Send what still runs back to where it came from, and take the group away; False where it stays."""
        for _ in range(100):
            for process in self.processes():
                try:
                    write(f"{self.home}/cgroup.procs", str(process))
                except OSError:
                    continue  # ended meanwhile; one that may not be moved shows below
            try:
                os.rmdir(self.path)  # noqa: PTH106 - as in `make`
            except FileNotFoundError:
                return True
            except OSError:
                time.sleep(0.01)  # one that was killed is still giving its memory back
                continue
            return True
        return False


def make() -> Group | None:
    """A new group beside or below the one we are in, where we have the right; else None.

    Version 1: below our own. Version 2 forbids processes and groups below side by side, so it is made beside our own,
    under the same parent: no limit that counts for us is escaped.
    """
    place = own()
    if place is None:
        return None
    path, version = place
    parent = path if version == 1 or path == ROOT else os.path.dirname(path)  # noqa: PTH120 - pathlib costs 3 ms
    if version == 2 and "memory" not in _read(f"{parent}/cgroup.subtree_control").split():  # noqa: PLR2004
        return None
    _sweep(parent)
    made = f"{parent}/{PREFIX}{os.getpid()}"
    try:
        os.mkdir(made)  # noqa: PTH102 - as above
    except FileExistsError:
        return None  # one of a process with our number that died and left it: better none than a strange one
    except OSError:
        return None
    return Group(made, path, version)


def _sweep(parent: str) -> None:
    """Take away groups whose makers died before they could; one that still holds a command stays."""
    try:
        names = os.listdir(parent)  # noqa: PTH208
    except OSError:
        return
    for name in names:
        if name.startswith(PREFIX) and not os.path.exists(f"/proc/{name[len(PREFIX) :]}"):  # noqa: PTH110
            try:
                os.rmdir(f"{parent}/{name}")  # noqa: PTH106
            except OSError:
                continue


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
    os.mkdir(f"{path}/build")  # noqa: PTH102
    return Group(f"{path}/build", f"{path}/wrap", 2)


def own() -> tuple[str, Literal[1, 2]] | None:
    """The folder of the memory group that this process is in, and its version; None where none is to be seen."""
    unified = None
    for line in _read("/proc/self/cgroup").splitlines():
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
            limit, now = _number(f"{path}/{most}"), _number(f"{path}/{used}")
            # Version 1 says "no limit" by a number near 2^63.
            if limit is not None and now is not None and limit < 1 << 60:
                left.append(limit - now)
        path = os.path.dirname(path)  # noqa: PTH120
    return min(left, default=None)


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


def _read(path: str) -> str:
    try:
        with open(path, encoding="ascii", errors="replace") as file:  # noqa: PTH123 - pathlib costs 3 ms
            return file.read()
    except OSError:
        return ""


def _number(path: str) -> int | None:
    text = _read(path).strip()
    return int(text) if text.isdigit() else None


def _numbers(path: str) -> dict[str, int]:
    found = {}
    for line in _read(path).splitlines():
        name, _, figure = line.partition(" ")
        if figure.isdigit():
            found[name] = int(figure)
    return found

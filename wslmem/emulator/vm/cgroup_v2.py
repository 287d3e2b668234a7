"""The memory controller of cgroup v2 (kernel: Documentation/admin-guide/cgroup-v2.rst)."""

from __future__ import annotations

import errno
import os
from contextlib import suppress

from .cgroup import Group, Usage, processes, statistics, write

LEAF = "wslemu-others"
"""Where the processes of a group go that hands its controllers down."""


class GroupV2(Group):
    """Memory and swap are bounded apart; a group that holds processes cannot hand controllers to its children."""

    def create(self, limit: int, swap: int) -> None:
        parent = os.path.dirname(self.path)
        _hand_down(parent)
        os.makedirs(self.path, exist_ok=True)
        write(f"{self.path}/memory.max", str(limit))
        write(f"{self.path}/memory.oom.group", "0")
        if os.path.exists(f"{self.path}/memory.swap.max"):  # absent in kernels without swap
            write(f"{self.path}/memory.swap.max", str(swap))

    def hand_down(self) -> None:
        """Let the groups in this one have figures of their own; it holds no process itself."""
        _hand_down(self.path)

    def kill(self, path: str) -> None:
        if os.path.exists(f"{path}/cgroup.kill"):  # since Linux 5.14
            write(f"{path}/cgroup.kill", "1")
        super().kill(path)

    def usage(self) -> Usage:
        # Only a group above which memory is handed down has figures: a distribution of an older release has none.
        groups = [one for one in self.below(self.path) if os.path.exists(f"{one}/memory.stat")]
        lowest = [one for one in groups if not any(other.startswith(f"{one}/") for other in groups)]
        anonymous, files, shared, mapped = self.added_up(lowest, "anon", "file", "shmem", "file_mapped")
        told = statistics(f"{self.path}/memory.stat")
        reclaimable = told.get("slab_reclaimable", 0)
        kernel = told.get("kernel", 0) - reclaimable
        return Usage(anonymous, files, shared, mapped, reclaimable, kernel, swap=self._swap())

    def counters(self) -> dict[str, int]:
        found = statistics(f"{self.path}/memory.stat")
        return {name: found[name] for name in ("pgmajfault", "pswpin", "pswpout") if name in found}

    def drop_cache(self) -> None:
        files = statistics(f"{self.path}/memory.stat")["file"]
        with suppress(FileNotFoundError, BlockingIOError):  # before Linux 5.19; or some of it cannot be taken
            write(f"{self.path}/memory.reclaim", str(files))

    def kills(self) -> dict[str, int]:
        """The group counts those below it too."""
        return {self.path: statistics(f"{self.path}/memory.events").get("oom_kill", 0)}

    def _swap(self) -> int:
        try:
            with open(f"{self.path}/memory.swap.current", encoding="ascii") as file:
                return int(file.read())
        except FileNotFoundError:
            return 0  # a kernel without swap


def _hand_down(parent: str) -> None:
    """Let the children of a group have memory limits.

    A group other than the real root can do so only while it holds no process itself: those of a delegated scope (us)
    and of a container's top group (all of the container) go into a leaf first.
    """
    with open(f"{parent}/cgroup.subtree_control", encoding="ascii") as file:
        if "memory" in file.read().split():
            return
    try:
        write(f"{parent}/cgroup.subtree_control", "+memory")
    except OSError as error:
        if error.errno != errno.EBUSY:
            raise
        _empty(parent)
        write(f"{parent}/cgroup.subtree_control", "+memory")


def _empty(parent: str) -> None:
    leaf = f"{parent}/{LEAF}"
    os.makedirs(leaf, exist_ok=True)
    for pid in processes(parent):
        with suppress(ProcessLookupError):
            write(f"{leaf}/cgroup.procs", str(pid))

"""The VM's memory cgroup, in whichever of the two layouts the machine has."""

from __future__ import annotations

import errno
import os
import signal
import time
from abc import ABC, abstractmethod
from contextlib import suppress

from ..lean import dataclass

KILL_SECONDS = 20.0
"""How long killed processes may take to leave the group; a process in an I/O wait can take seconds."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What the VM's processes hold now, bytes; each part as /proc/meminfo means it."""

    anonymous: int
    files: int
    """Page cache, shared memory included."""
    shared: int
    mapped: int
    reclaimable: int
    """Slab that can be given back."""
    kernel: int
    """Kernel memory that cannot."""
    swap: int


class Group(ABC):
    """One memory cgroup with a limit, and below it one group for each running distribution."""

    def __init__(self, path: str) -> None:
        self.path = path

    @abstractmethod
    def create(self, limit: int, swap: int) -> None:
        """Make the group; `limit` bytes of memory and `swap` bytes of swap on top.

        Raises:
            OSError: a right or a controller is missing.
        """

    @abstractmethod
    def usage(self) -> Usage: ...

    @abstractmethod
    def counters(self) -> dict[str, int]:
        """What /proc/vmstat counts and the kernel tells of the group with all below, by the names there."""

    @abstractmethod
    def kills(self) -> dict[str, int]:
        """Processes that the kernel killed in each group that counts them, by its path."""

    @abstractmethod
    def drop_cache(self) -> None:
        """Let the kernel take the file cache of the group with all below, and no memory of programs."""

    def add(self, name: str) -> str:
        """Make the group of a distribution and return its path."""
        path = f"{self.path}/{name}"
        os.makedirs(path, exist_ok=True)
        return path

    def add_limited(self, name: str, limit: int, swap: int) -> None:
        """Make a group in this one with a limit of its own; groups in it are told apart."""
        inner = type(self)(f"{self.path}/{name}")
        inner.create(limit, swap)
        inner.hand_down()

    @abstractmethod
    def hand_down(self) -> None:
        """Let the groups in this one have figures of their own."""

    def below(self, path: str) -> list[str]:
        """The group and all groups in it, the deepest first."""
        return [folder for folder, _, _ in os.walk(path, topdown=False)] if os.path.isdir(path) else []

    def added_up(self, folders: list[str], *names: str) -> list[int]:
        """Figures of `memory.stat`, each group's added up.

        Not what the highest says of all below it: Linux 6.18 leaves that up to two seconds behind, by all that was
        taken meanwhile, where it is read again and again, since a group that is due for a count no longer tells those
        above it (mm/memcontrol.c, memcg_rstat_updated). What a group counts of itself is right.
        """
        found = dict.fromkeys(names, 0)
        for folder in folders:
            with suppress(FileNotFoundError):  # it has just gone
                told = statistics(f"{folder}/memory.stat")
                found = {name: sum_ + told.get(name, 0) for name, sum_ in found.items()}
        return list(found.values())

    def kill(self, path: str) -> None:
        """Kill all processes in a group and the groups in it, and wait until they are gone.

        Raises:
            TimeoutError: one did not go.
        """
        end = time.monotonic() + KILL_SECONDS
        while pids := [pid for folder in self.below(path) for pid in processes(folder)]:
            for pid in pids:
                _kill(pid)
            if time.monotonic() > end:
                raise TimeoutError(f"processes {pids} in {path} do not end")
            time.sleep(0.002)

    def remove(self, path: str) -> None:
        """Kill what is in the group and remove it with all below; a group that is not there is fine."""
        end = time.monotonic() + KILL_SECONDS
        self.kill(path)
        for folder in self.below(path):
            while os.path.isdir(folder):
                try:
                    os.rmdir(folder)
                except OSError as error:
                    # Dead processes stay in a group for a moment, until they are reaped.
                    if error.errno != errno.EBUSY or time.monotonic() > end:
                        raise
                    self.kill(path)
                    time.sleep(0.002)


def join(path: str) -> None:
    """Put the calling process into a group."""
    write(f"{path}/cgroup.procs", "0")


def write(path: str, text: str) -> None:
    """Write one value into a control file.

    Raises:
        OSError: the kernel refuses it.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(handle, text.encode())
    finally:
        os.close(handle)


def statistics(path: str) -> dict[str, int]:
    """A control file of `name figure` lines."""
    with open(path, encoding="ascii") as file:
        return {name: int(figure) for name, figure in (line.split() for line in file)}


def processes(folder: str) -> list[int]:
    """The pids in one group; none when it is gone."""
    try:
        with open(f"{folder}/cgroup.procs", encoding="ascii") as file:
            return [int(line) for line in file]
    except FileNotFoundError:
        return []


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # it went by itself

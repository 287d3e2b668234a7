"""What the guest reads in /proc: the VM's memory, swap, boot and kernel in place of the machine's."""

from __future__ import annotations

import os
import time

from ..lean import dataclass, field
from .cgroup import Usage

MIB = 1024**2
VMSTAT = 64 * 1024
"""Bytes that are enough for /proc/vmstat, some 5 kB."""


def total(memory: int, kernel: int = 128 * MIB, swiotlb: int = 0) -> int:
    """MemTotal of a VM of `memory` bytes: page structures take 1/64, kernel and initrd about 128 MiB.

    Fitted to reports of 8192 MiB -> 7958 MiB and of 12288 MiB -> 11893 MiB; WSL's own figure moves with its kernel.
    The buffer of devices is taken out of it (WSL: c4ef2c7dd).
    """
    return memory // 64 * 63 - kernel - swiotlb


@dataclass(slots=True)
class View:
    """The files that are mounted over /proc for the guest; rewritten in place, so that the mounts follow."""

    folder: str
    memory: int
    """MemTotal, bytes."""
    swap: int
    """SwapTotal to show, bytes."""
    uptime: float = 0.0
    """Seconds that the VM has run when it starts; 0: as long as the machine."""
    started: float = field(init=False, default_factory=time.monotonic)
    machines_vmstat: int = field(init=False, default=-1)
    """The machine's own, open: under its name this process itself sees what is mounted over it."""

    def create(self, boot_id: str, osrelease: str) -> None:
        """Write all files once."""
        os.makedirs(self.folder, exist_ok=True)
        self.machines_vmstat = os.open("/proc/vmstat", os.O_RDONLY | os.O_CLOEXEC)
        self._write("boot_id", f"{boot_id}\n")
        self._write("osrelease", f"{osrelease}\n")
        self.update(Usage(0, 0, 0, 0, 0, 0, 0), swap_is_on=False)
        self.count({"oom_kill": 0})

    def mounts(self) -> dict[str, str]:
        """File in /proc to the file that stands for it."""
        kernel = "/proc/sys/kernel"
        places = {
            "meminfo": "/proc/meminfo",
            "swaps": "/proc/swaps",
            "vmstat": "/proc/vmstat",
            "boot_id": f"{kernel}/random/boot_id",
            "osrelease": f"{kernel}/osrelease",
        }
        if self.uptime:
            places["uptime"] = "/proc/uptime"
        return {place: f"{self.folder}/{name}" for name, place in places.items()}

    def update(self, usage: Usage, *, swap_is_on: bool) -> None:
        """Bring meminfo and swaps up to date."""
        shown = self.swap if swap_is_on else 0
        with open("/proc/meminfo", encoding="ascii") as file:
            figures = {name: rest for name, _, rest in (line.partition(":") for line in file)}
        ours = self._figures(usage, shown)
        lines = [
            f"{name + ':':<16}{ours[name] // 1024:>8} kB\n" if name in ours else f"{name}:{rest}"
            for name, rest in figures.items()
        ]
        self._write("meminfo", "".join(lines))
        row = f"{'/dev/sdb':<40}{'partition':<16}{shown // 1024}\t\t{usage.swap // 1024}\t\t-2\n" if shown else ""
        if self.uptime:
            self._write("uptime", f"{self.uptime + time.monotonic() - self.started:.2f} 0.00\n")
        self._write("swaps", f"{'Filename':<40}{'Type':<16}Size\t\tUsed\t\tPriority\n{row}")

    def count(self, counters: dict[str, int]) -> None:
        """Bring vmstat up to date; what the kernel counts for the machine alone stays the machine's."""
        os.lseek(self.machines_vmstat, 0, os.SEEK_SET)
        rows = [line.split() for line in os.read(self.machines_vmstat, VMSTAT).decode("ascii").splitlines()]
        self._write("vmstat", "".join(f"{name} {counters.get(name, figure)}\n" for name, figure in rows))

    def _figures(self, usage: Usage, swap: int) -> dict[str, int]:
        used = usage.anonymous + usage.shared + usage.kernel
        free = self.memory - usage.anonymous - usage.files - usage.kernel - usage.reclaimable
        files = usage.files - usage.shared
        return {
            "MemTotal": self.memory,
            "MemFree": max(free, 0),
            "MemAvailable": max(self.memory - used, 0),
            "Buffers": 0,
            "Cached": usage.files,
            "SwapCached": 0,
            "Active": usage.anonymous,
            "Inactive": usage.files,
            "Active(anon)": usage.anonymous,
            "Inactive(anon)": usage.shared,
            "Active(file)": 0,
            "Inactive(file)": max(files, 0),
            "SwapTotal": swap,
            "SwapFree": max(swap - usage.swap, 0),
            "AnonPages": usage.anonymous,
            "Mapped": usage.mapped,
            "Shmem": usage.shared,
            "KReclaimable": usage.reclaimable,
            "Slab": usage.reclaimable + usage.kernel,
            "SReclaimable": usage.reclaimable,
            "SUnreclaim": usage.kernel,
            "CommitLimit": self.memory // 2 + swap,
        }

    def _write(self, name: str, text: str) -> None:
        data = text.encode("ascii")
        handle = os.open(f"{self.folder}/{name}", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            os.pwrite(handle, data, 0)
            os.truncate(handle, len(data))
        finally:
            os.close(handle)

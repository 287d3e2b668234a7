"""A memory cgroup (v1 or v2) around one build: limit, anonymous memory, kills."""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
"""Where cgroups are mounted."""


@dataclass(frozen=True, slots=True)
class MemoryCgroup:
    """One cgroup; `v2` decides the file names."""

    folder: Path
    v2: bool

    def limit(self, size: int | None, *, swap: bool = False) -> None:
        """Allow `size` bytes of memory, and no swap or all that there is; None lifts the limit."""
        if self.v2:
            self._write("memory.max", "max" if size is None else str(size))
            self._write("memory.swap.max", "max" if size is None or swap else "0")
        elif size is not None:
            self._write("memory.limit_in_bytes", str(size))
            if not swap:
                self._write_if_there("memory.memsw.limit_in_bytes", str(size))

    def enter(self) -> None:
        """Move the calling process in; for use between fork and exec."""
        self._write("cgroup.procs", str(os.getpid()))

    def anonymous(self) -> int:
        """Bytes of anonymous memory now, of all processes in it."""
        key = "anon " if self.v2 else "total_rss "
        text = (self.folder / "memory.stat").read_text()
        return int(next(line for line in text.splitlines() if line.startswith(key)).split()[1])

    def major_faults(self) -> int:
        """Pages that had to be read from the disk so far."""
        key = "pgmajfault " if self.v2 else "total_pgmajfault "
        text = (self.folder / "memory.stat").read_text()
        return int(next(line for line in text.splitlines() if line.startswith(key)).split()[1])

    def processes(self) -> list[int]:
        return [int(pid) for pid in (self.folder / "cgroup.procs").read_text().split()]

    def kills(self) -> int:
        """Processes killed by the limit so far."""
        text = (self.folder / ("memory.events" if self.v2 else "memory.oom_control")).read_text()
        return int(next(line for line in text.splitlines() if line.startswith("oom_kill ")).split()[1])

    def remove(self) -> None:
        """Kill what is left in it, then remove it."""
        for _ in range(100):
            for pid in self.processes():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, 9)
            with contextlib.suppress(OSError):
                self.folder.rmdir()
                return
            time.sleep(0.05)

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def _write_if_there(self, name: str, text: str) -> None:
        if (self.folder / name).exists():
            self._write(name, text)


def create(name: str) -> MemoryCgroup:
    """A fresh memory cgroup. Needs root."""
    v2 = (ROOT / "cgroup.controllers").exists()
    folder = (ROOT if v2 else ROOT / "memory") / name
    folder.mkdir()
    return MemoryCgroup(folder, v2)

"""The memory controller of cgroup v1 (kernel: Documentation/admin-guide/cgroup-v1/memory.rst)."""

from __future__ import annotations

import os
from contextlib import suppress

from .cgroup import Group, Usage, statistics, write


class GroupV1(Group):
    """Memory is bounded alone and together with swap (`memsw`)."""

    def create(self, limit: int, swap: int) -> None:
        os.makedirs(self.path, exist_ok=True)
        self._count_children()
        write(f"{self.path}/memory.limit_in_bytes", str(limit))
        if os.path.exists(self._memsw):
            write(self._memsw, str(limit + swap))

    def hand_down(self) -> None:
        """Nothing: each group has figures of its own."""

    @property
    def _memsw(self) -> str:
        """Absent when the kernel was started with swapaccount=0."""
        return f"{self.path}/memory.memsw.limit_in_bytes"

    def _count_children(self) -> None:
        hierarchy = f"{self.path}/memory.use_hierarchy"
        with open(hierarchy, encoding="ascii") as file:
            counts = file.read().strip() == "1"
        if not counts:
            write(hierarchy, "1")

    def usage(self) -> Usage:
        groups = self.below(self.path)
        anonymous, files, shared, mapped, swap = self.added_up(groups, "rss", "cache", "shmem", "mapped_file", "swap")
        with open(f"{self.path}/memory.kmem.usage_in_bytes", encoding="ascii") as file:
            kernel = int(file.read())
        return Usage(anonymous, files, shared, mapped, reclaimable=0, kernel=kernel, swap=swap)

    def counters(self) -> dict[str, int]:
        return {"pgmajfault": statistics(f"{self.path}/memory.stat").get("total_pgmajfault", 0)}

    def drop_cache(self) -> None:
        for folder in self.below(self.path):
            with suppress(FileNotFoundError):  # it has just gone
                write(f"{folder}/memory.swappiness", "0")
        write(f"{self.path}/memory.force_empty", "1")

    def kills(self) -> dict[str, int]:
        """A group counts its own processes alone."""
        found = {}
        for folder in self.below(self.path):
            with suppress(FileNotFoundError):  # it has just gone
                found[folder] = statistics(f"{folder}/memory.oom_control").get("oom_kill", 0)
        return found

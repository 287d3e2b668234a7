"""The Windows process that holds the VM's memory: vmmemWSL, or vmmem where Windows is too old to give it its own name.

psutil reads its memory without elevation (from NtQuerySystemInformation when OpenProcess is denied).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from wslmem.records import record
from wslmem.units import Bytes

OWN = "vmmemwsl"
SHARED = "vmmem"
"""Also the process of a Windows Sandbox or another lightweight VM."""


class Memory(Protocol):
    """What psutil tells of a process's memory on Windows."""

    @property
    def rss(self) -> int:
        """Working set, bytes."""

    @property
    def vms(self) -> int:
        """Private bytes: on Windows the same as `private`, which psutil 8 takes away (psutil, PR 2737)."""


class Process(Protocol):
    """What is asked of a psutil.Process."""

    def name(self) -> str:
        """The name of its program."""

    def memory_info(self) -> Memory:
        """Its memory now."""


@record
class VmProcess:
    """The memory of all processes of the VM's name together."""

    name: str
    """As Windows spells it."""
    working_set: Bytes
    private: Bytes


def find(processes: Iterable[Process]) -> VmProcess | None:
    """The sum over the VM's processes; those named for WSL win over the shared name. None when no VM runs."""
    seen = list(_named(processes))
    for wanted in (OWN, SHARED):
        found = [(name, memory) for name, memory in seen if name.casefold() == wanted]
        if found:
            memories = [memory for _, memory in found]
            working_set, private = (Bytes(sum(figures)) for figures in zip(*memories, strict=True))
            return VmProcess(found[0][0], working_set, private)
    return None


def _named(processes: Iterable[Process]) -> Iterator[tuple[str, tuple[int, int]]]:
    import psutil

    for process in processes:
        try:
            name = process.name()
            if name.casefold().removesuffix(".exe") in {OWN, SHARED}:
                memory = process.memory_info()
                yield name, (memory.rss, memory.vms)
        except (psutil.Error, OSError):
            continue  # gone meanwhile, or one that Windows tells nothing of: the others still count

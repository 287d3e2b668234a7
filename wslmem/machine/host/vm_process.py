"""The Windows process that holds the VM's memory: vmmemWSL, or vmmem where Windows is too old to give it its own name.

psutil reads its memory without elevation (from NtQuerySystemInformation when OpenProcess is denied).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from wslmem.records import record
from wslmem.units import Bytes

OWN = "vmmemwsl"
SHARED = "vmmem"
"""Also the process of a Windows Sandbox or another lightweight VM."""
WSLC = "vmmemwslc"
"""How the name begins that the VM of a session of wslc has: vmmem, then the session's name (HcsVirtualMachine.cpp)."""


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


def find(processes: Iterable[Process]) -> tuple[VmProcess | None, VmProcess | None]:
    """The sum over the VM's processes, and that over those of wslc's VMs; None where no such VM runs.

    Of the VM's processes those named for WSL win over the shared name.
    """
    seen = list(_named(processes))
    own = _sum(seen, lambda name: name == OWN) or _sum(seen, lambda name: name == SHARED)
    return own, _sum(seen, lambda name: name.startswith(WSLC))


def _sum(seen: list[tuple[str, tuple[int, int]]], wanted: Callable[[str], bool]) -> VmProcess | None:
    found = [(name, memory) for name, memory in seen if wanted(name.casefold())]
    if not found:
        return None
    working_set, private = (Bytes(sum(figures)) for figures in zip(*(memory for _, memory in found), strict=True))
    return VmProcess(found[0][0], working_set, private)


def names() -> list[str]:
    """The names of all processes that hold a VM's memory, WSL's containers and Windows Sandbox among them."""
    return sorted(name for name in running() if name.casefold().startswith(SHARED))


def running() -> list[str]:
    """The names of all processes that Windows tells the name of."""
    import psutil

    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            found.append(process.name())
    return found


def _named(processes: Iterable[Process]) -> Iterator[tuple[str, tuple[int, int]]]:
    import psutil

    for process in processes:
        try:
            name = process.name()
            plain = name.casefold().removesuffix(".exe")
            if plain in {OWN, SHARED} or plain.startswith(WSLC):
                memory = process.memory_info()
                yield name, (memory.rss, memory.vms)
        except (psutil.Error, OSError):
            continue  # gone meanwhile, or one that Windows tells nothing of: the others still count

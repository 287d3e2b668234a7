"""Does WSL start with this file, and is there a swap disk (WslCoreVm.cpp, `Initialize`, `GenerateConfigJson`)?"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from wslmem.records import record
from wslmem.units import Bytes
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.sight import FILES, NOTHING, Sight
from wslmem.wslconfig.windows_path import Flaw, flaw, split

_SYSTEM_DISTRO = (".img", ".vhd")
"""What a `systemDistro=` may end in."""
_NO_KERNEL = (
    ".yml", ".yaml", ".json", ".txt", ".md", ".ini", ".conf", ".exe", ".dll", ".msi", ".ps1", ".bat", ".sh", ".zip",
    ".iso", ".vhd", ".vhdx", ".tar", ".deb", "\\", "/",
)  # fmt: skip
"""What a kernel certainly does not end in; with a separator it is a folder."""


class Obstacle(StrEnum):
    """What keeps WSL from starting."""

    MAC = "mac"
    NOT_FOUND = "not-found"
    """A file that WSL needs is seen not to be there, or its path cannot be one."""
    MODULES_ALONE = "modules-alone"
    """`kernelModules=` without `kernel=`."""
    EXTENSION = "extension"
    """A `systemDistro=` that is neither .img nor .vhd, or a `kernel=` that is a document or a program of Windows."""


@record
class Blocked:
    """One reason for which WSL does not start."""

    key: str
    obstacle: Obstacle
    flaw: Flaw | None = None
    """What is wrong with the path; None where it is right and nothing is there."""


def blocked(document: WslConfigDocument, sight: Sight = NOTHING) -> tuple[Blocked, ...]:
    """Everything that certainly keeps WSL from starting; empty where nothing does, or nobody can tell."""
    mac = (Blocked("wsl2.macAddress", Obstacle.MAC),) if document.fatal else ()
    return (*mac, *_files(document, sight))


def unproven(document: WslConfigDocument, sight: Sight = NOTHING) -> frozenset[str]:
    """Settings on whose files the start of WSL depends, now or without safeMode, and that nobody saw to exist."""
    given = {name: text(document, name) for name in FILES}
    return frozenset(name for name, path in given.items() if path and sight.is_there(path) is not True)


def _files(document: WslConfigDocument, sight: Sight) -> Iterator[Blocked]:
    if not _safe(document):
        yield from _file("wsl2.kernel", document, sight)
        if text(document, "wsl2.kernel").lower().endswith(_NO_KERNEL):
            yield Blocked("wsl2.kernel", Obstacle.EXTENSION)
        yield from _file("wsl2.kernelModules", document, sight)
        if text(document, "wsl2.kernelModules") and not text(document, "wsl2.kernel"):
            yield Blocked("wsl2.kernelModules", Obstacle.MODULES_ALONE)
    system = text(document, "wsl2.systemDistro")
    if system and not system.lower().endswith(_SYSTEM_DISTRO):
        yield Blocked("wsl2.systemDistro", Obstacle.EXTENSION)
    yield from _file("wsl2.systemDistro", document, sight)


def _file(name: str, document: WslConfigDocument, sight: Sight) -> Iterator[Blocked]:
    path = text(document, name)
    if not path:
        return
    found = flaw(path) or (Flaw.GARBLED if "\ufffd" in path else None)
    if found is not None or sight.is_there(path) is False:
        yield Blocked(name, Obstacle.NOT_FOUND, found)


LARGEST_DISK = Bytes(64 << 40)
"""Of a VHDX (Microsoft Learn: Hyper-V, maximum virtual disk capacity)."""
_PAGE = 4096
NOT_GIVEN = 2**64 - 1
"""WSL's mark for "no swap= given"; `swap=-1` means the same."""


class SwapDisk(StrEnum):
    """What becomes of the swap disk, from best to worst."""

    MADE = "made"
    UNPROVEN = "unproven"
    """`swapFile=` names a folder that nobody looked for."""
    NONE = "none"
    """WSL warns, and the VM starts without swap."""


def swap_disk(document: WslConfigDocument, sight: Sight = NOTHING) -> tuple[SwapDisk, Flaw | None]:
    """Whether WSL can make the swap disk that it wants to make, and what is wrong with its path."""
    path = text(document, "wsl2.swapFile")
    if not path:
        return SwapDisk.MADE, None
    found = flaw(path)
    if found is not None:
        return SwapDisk.NONE, found
    there = sight.is_there(split(path)[0] + "\\")
    if there is None:
        return SwapDisk.UNPROVEN, None
    return (SwapDisk.MADE if there else SwapDisk.NONE), None


def is_too_large(document: WslConfigDocument) -> bool:
    """Whether no disk can be as large as `swap=`: then WSL warns, and the VM has no swap.

    WSL makes the disk a page larger than asked for (WslCoreVm.cpp). -1 in 64 bits is its mark for "not given".
    """
    reading = document.readings.get("wsl2.swap")
    size = reading.value if reading and reading.valid else None
    return isinstance(size, int) and LARGEST_DISK - _PAGE < size < NOT_GIVEN


def text(document: WslConfigDocument, name: str) -> str:
    """What the file gives for a setting that is a text; empty where nothing."""
    reading = document.readings.get(name)
    return str(reading.value or "") if reading else ""


def _safe(document: WslConfigDocument) -> bool:
    reading = document.readings.get("wsl2.safeMode")
    return bool(reading and reading.valid and reading.value)

"""The disk that WSL's swap file lies on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from wslmem.units import Bytes

if TYPE_CHECKING:
    from wslmem.machine.host.paths import MachinePaths


Flaw = Literal["compressed", "encrypted"]
_MARKS: tuple[tuple[Flaw, int], ...] = (("compressed", 0x800), ("encrypted", 0x4000))
"""FILE_ATTRIBUTE_COMPRESSED and _ENCRYPTED (winnt.h): a disk in such a folder is not attached (WSL: WslCoreVm.cpp)."""


def free(paths: MachinePaths, swap_file: str | None) -> Bytes | None:
    """Bytes that are free for the swap file; None where this side cannot tell.

    A folder that is not there yet lies on the disk of the one that is to hold it. Beside a stand-in for Windows the
    disk of the profile counts. From inside WSL the disk of Windows is not asked.
    """
    if paths.side == "wsl":
        return None
    folder = Path(swap_file).parent if swap_file else temporary(paths)
    try:
        import shutil

        place = next((one for one in (folder, *folder.parents) if one.is_dir()), folder)
        return Bytes(shutil.disk_usage(place).free)
    except OSError:
        return None


def temporary(paths: MachinePaths) -> Path:
    """Where WSL puts its swap disk without `swapFile=`: in Temp of local application data, whatever %TEMP% says.

    WSL asks for FOLDERID_LocalAppData (WSL: filesystem.cpp, GetTempFolderPath).
    """
    if paths.side != "windows":
        return paths.wslconfig.parent
    from wslmem.machine.host import profile_windows

    told = profile_windows.local_application_data()
    return Path(told) / "Temp" if told else paths.wslconfig.parent / "AppData" / "Local" / "Temp"


def flaw(paths: MachinePaths, swap_file: str | None) -> Flaw | None:
    """What is wrong with the folder of the swap disk: Windows gives a VM no swap from a file that it packs or encrypts.

    None where nothing is, or where this side cannot tell.
    """
    if paths.side != "windows":
        return None
    folder = Path(swap_file).parent if swap_file else temporary(paths)
    try:
        marks = marks_on(folder)
    except OSError:
        return None
    return next((kind for kind, mark in _MARKS if marks & mark), None)


def marks_on(folder: Path) -> int:
    """The marks of Windows on a folder, 0 where the file system has none. Raises OSError."""
    return int(getattr(folder.stat(), "st_file_attributes", 0))

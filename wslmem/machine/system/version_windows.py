"""Which Windows this is, and whether it is one."""

from __future__ import annotations

import platform
import sys

from wslmem.machine.system.side import side
from wslmem.records import record


@record
class System:
    """The operating system that this process runs on."""

    name: str
    """`Windows`, `Wine`, `Linux`, `WSL`."""
    version: str
    """`10.0.26100`; of Wine its own and, in brackets, the Windows that it says it is."""

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def read() -> System:
    """Ask the operating system. Wine is known by a call that Windows' own ntdll lacks (`wine_get_version`)."""
    here = side()
    if here != "windows":
        return System("WSL" if here == "wsl" else "Linux", platform.release())
    wine = _wine_version()
    windows = windows_version()
    return System("Wine", f"{wine} (says it is Windows {windows})") if wine else System("Windows", windows)


def windows_version() -> str:
    """`10.0.26100`. Not by `platform`, which asks WMI from Python 3.12 on and hangs where that is sick (#125315)."""
    told = vars(sys)["getwindowsversion"]()  # by name: it exists on Windows only, and the type checker runs everywhere
    return f"{told.major}.{told.minor}.{told.build}"


def _wine_version() -> str | None:
    from ctypes import c_char_p

    from wslmem.machine.system import library_windows

    ask = getattr(library_windows.load("ntdll"), "wine_get_version", None)
    if ask is None:
        return None
    ask.restype = c_char_p
    return str(ask().decode("ascii", "replace"))

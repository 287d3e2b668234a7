r"""What Windows makes of a path that WSL read in the file: absolute, or a name that no program finds.

WSL hands the value to Windows as it is (WslCoreVm.cpp): no variable is expanded, `~` is a letter, and a path without a
drive is looked for beside the service, in a folder of Windows.
"""

from __future__ import annotations

from enum import StrEnum

from wslmem.patterns import lazy

_CONTROL = lazy(r"[\x01-\x1f]")
_VARIABLE = lazy(r"%[A-Za-z][A-Za-z0-9_()]*%|\$(?:env:|\{)?[A-Za-z_]|\A~")
_DRIVE = lazy(r"[A-Za-z]:[\\/]")
_SHARE = lazy(r"(?:\\\\|//)[^\\/]++[\\/]++[^\\/]++[\\/]++[^\\/]")
"""A server, a share and a name on it: with less there is no file."""
_FORBIDDEN = lazy(r'[<>"|?*:]')
_GARBLED = "\ufffd"
SEPARATORS = lazy(r"[\\/]+")


class Flaw(StrEnum):
    """Why Windows finds nothing at a path."""

    GARBLED = "garbled"
    """An escape or a character that is not ASCII became another one."""
    VARIABLE = "variable"
    """`%TEMP%`, `$env:TEMP`, `~`: nothing expands them."""
    LINUX = "linux"
    """`/mnt/d/swap.vhdx`: to Windows that is a folder `mnt` on the drive of the service."""
    RELATIVE = "relative"
    """No drive."""
    FORBIDDEN = "forbidden"
    """A character that no name in Windows may have."""


def flaw(path: str) -> Flaw | None:
    """Why Windows cannot find what `path` names; None where it may.

    A garbled character in the last name is no flaw of a file that is to be made: it is made under that name.
    """
    folder, _ = split(path)
    if _CONTROL.search(path) or _GARBLED in folder:
        return Flaw.GARBLED
    if _VARIABLE.search(path):
        return Flaw.VARIABLE
    if _DRIVE.match(path):
        return Flaw.FORBIDDEN if _FORBIDDEN.search(path, 2) else None
    if _SHARE.match(path):
        return None
    if path.startswith("\\") and not path.startswith("\\\\"):
        return None
    return Flaw.LINUX if path.startswith("/") and not path.startswith("//") else Flaw.RELATIVE


def split(path: str) -> tuple[str, str]:
    r"""Folder and name: `C:\temp` and `swap.vhdx`."""
    at = max(path.rfind("\\"), path.rfind("/"))
    return (path[:at], path[at + 1 :]) if at >= 0 else ("", path)


def normal(path: str) -> str:
    r"""A path in the one spelling in which paths are compared: `c:\temp\swap.vhdx`."""
    head = "\\\\" if path.startswith(("\\\\", "//")) else ""
    return head + SEPARATORS.sub(r"\\", path[len(head) :]).rstrip("\\").lower()

"""What the registry of Windows tells of installed programs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_LXSS_MSI = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Lxss\MSI"
"""Where WSL's installer writes the folder of wsl.exe (WSL: package.wix.in, InstallLocation)."""
_WINDOWS = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"

_DEFENDER = r"SOFTWARE\{}Microsoft\Windows Defender\Windows Defender Exploit Guard\Controlled Folder Access"
"""Of Defender's own settings, and below `Policies` those of an administrator, which win."""
GUARD_ON = "on"
_GUARDS = {0: "off", 1: GUARD_ON, 2: "audits", 3: "disks alone", 4: "audits disks alone"}
"""Values of EnableControlledFolderAccess (Microsoft: Defender CSP)."""


def wsl_folder() -> str | None:
    """The folder of the wsl.exe that WSL's installer put there; None without one."""
    return _text(_LXSS_MSI, "InstallLocation")


def windows_edition() -> str | None:
    """`Professional`, `Core`, `ServerDatacenter`; None where Windows does not tell."""
    return _text(_WINDOWS, "EditionID")


def update_revision() -> int | None:
    """The last number of Windows' version, which each month's update raises; None where Windows does not tell."""
    told = _value(_WINDOWS, "UBR")
    return told if isinstance(told, int) else None


def folder_guard() -> str | None:
    """What Controlled Folder Access does: `off`, `on`, `audits`; None where Windows does not tell.

    Windows Server without Defender, and Windows where nobody ever set it, have no such value.
    """
    told = [_value(_DEFENDER.format(part), "EnableControlledFolderAccess") for part in ("Policies\\", "")]
    return next((_GUARDS[one] for one in told if one in _GUARDS), None)


def _text(key: str, name: str) -> str | None:
    told = _value(key, name)
    return told if isinstance(told, str) and told else None


def _value(key: str, name: str) -> Any:  # noqa: ANN401 - a value of the registry is what it is
    """A value below HKEY_LOCAL_MACHINE, as 64-bit programs see it; None where there is none to be read."""
    try:
        winreg = import_module("winreg")  # exists on Windows only, and the type checker runs everywhere
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except (OSError, ImportError):
        return None

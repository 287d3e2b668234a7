r"""Where wslc keeps its settings: `%LocalAppData%\wslc\settings.yaml` (microsoft/WSL: WSLCUserSettings.cpp)."""

from __future__ import annotations

import os
from pathlib import Path

from wslmem.machine.host.paths import MachinePaths

SETTINGS = "settings.yaml"


def path(paths: MachinePaths) -> Path:
    """The file; it need not exist. `%LocalAppData%` is in the Windows user folder, where `.wslconfig` is."""
    return paths.wslconfig.parent / "AppData" / "Local" / "wslc" / SETTINGS


def is_used(paths: MachinePaths) -> bool:
    """Whether wslc was ever used here: it makes its folder for the first session."""
    return os.path.isdir(path(paths).parent)  # noqa: PTH112 - a path that cannot be looked at is none

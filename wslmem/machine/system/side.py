"""Which operating system this process runs on."""

from __future__ import annotations

import os
import sys
from typing import Literal

Side = Literal["windows", "linux", "wsl"]
"""`wsl` is Linux inside WSL."""


def side() -> Side:
    """The operating system that this process runs on.

    WSL's kernels carry `microsoft` in their release (`6.6.87.2-microsoft-standard-WSL2`, `4.4.0-19041-Microsoft`).
    """
    if sys.platform == "win32":
        return "windows"
    return "wsl" if "microsoft" in os.uname().release.casefold() else "linux"

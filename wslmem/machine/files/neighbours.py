"""What lies beside `.wslconfig`, and in the distribution of this process."""

from __future__ import annotations

import os
from pathlib import Path

_WSL_CONF = Path("/etc/wsl.conf")
_MOST = 64 * 1024
"""Bytes of a settings file that are looked at."""


def names(folder: Path) -> list[str]:
    """The names in a folder that contain `wsl`, sorted; none where it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if "wsl" in entry.name.lower() and entry.is_file())
    except OSError:
        return []


def wsl_conf() -> bytes:
    """/etc/wsl.conf of this Linux; empty where there is none."""
    try:
        with _WSL_CONF.open("rb") as file:
            return file.read(_MOST)
    except OSError:
        return b""

"""Whether something is at a path of Windows, from whichever side this process runs on."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from wslmem.wslconfig.windows_path import SEPARATORS, normal

if TYPE_CHECKING:
    from wslmem.machine.system.side import Side

_DRIVES = Path("/mnt")
"""Where WSL mounts the drives of Windows unless /etc/wsl.conf says otherwise."""


def seen(side: Side, wanted: Iterable[str], drives: Path = _DRIVES) -> dict[str, bool]:
    """What is there, by path in `windows_path.normal` spelling; a path that cannot be looked at is left out.

    Args:
        side: of this process; beside a stand-in for Windows nothing can be looked at.
        wanted: absolute paths of Windows.
        drives: where Linux has the drives of Windows.
    """
    found: dict[str, bool] = {}
    for path in wanted:
        here = _here(side, path, drives)
        there = None if here is None else _is_there(here)
        if there is not None:
            found[normal(path)] = there
    return found


def _here(side: Side, path: str, drives: Path) -> str | None:
    """The path as this side has it; None where it has none."""
    if side == "windows":
        return path
    if side != "wsl" or path[1:2] != ":":
        return None
    drive = drives / path[0].lower()
    # A drive that is not mounted shows nothing, which says nothing.
    return str(drive.joinpath(*filter(None, SEPARATORS.split(path[2:])))) if drive.is_dir() else None


def _is_there(path: str) -> bool | None:
    try:
        os.stat(path)  # noqa: PTH116 - Path.exists takes "not allowed" for "not there"
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return None
    return True

"""Where this Python came from, for some keep their files, or their programs, where others do not look."""

from __future__ import annotations

import os
import sys

from wslmem.machine.system.own_folders import is_virtual


def origin(prefix: str = sys.base_prefix) -> str:
    """`store`, `uv`, `conda`, `pyenv`, `folder` (wslmem's own, without an installation) or `installed`.

    Args:
        prefix: the folder that it is installed in, a virtual environment's parent.
    """
    path = prefix.replace("\\", "/").casefold()
    if is_virtual(prefix):
        return "store"
    if "/uv/python/" in path:
        return "uv"
    if os.path.isdir(os.path.join(prefix, "conda-meta")):  # noqa: PTH112, PTH118 - one look, before pathlib is there
        return "conda"
    if "/pyenv/" in path or "/.pyenv/" in path:
        return "pyenv"
    return "folder" if os.path.isfile(os.path.join(prefix, "wslmem.exe")) else "installed"  # noqa: PTH113, PTH118 - as above


def bits() -> int:
    """32 or 64."""
    return 64 if sys.maxsize > 1 << 32 else 32

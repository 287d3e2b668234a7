"""A path of a project as it was typed, on the machine that this is."""

from __future__ import annotations

import os
from pathlib import Path

from wslmem.machine.project import path_spelling
from wslmem.machine.project.path_spelling import Here
from wslmem.machine.system import own_folders
from wslmem.machine.system.side import side


def project(text: str) -> str:
    """The path as this side opens it, however it was spelt.

    Raises:
        UsageError: it names nothing that this side can reach; says what would.
    """
    here = Here(
        side=side(),
        distribution=os.environ.get("WSL_DISTRO_NAME"),
        home=os.path.expanduser("~"),  # noqa: PTH111 - where there is no home, the text stays
        drive=Path(own_folders.working()).drive or "C:",
    )
    return path_spelling.plain(text, here, _exists)


def _exists(path: str) -> bool:
    try:
        return os.path.exists(path)  # noqa: PTH110 - of a text, for Path would change it
    except ValueError:  # a NUL, or half a character
        return False

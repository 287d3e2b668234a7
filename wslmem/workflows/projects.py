"""Which project to size: those of late, those below and beside a folder, and folders that a path goes on with."""

from __future__ import annotations

import os
from pathlib import Path

from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own import recent_projects
from wslmem.machine.project import instead, typed
from wslmem.machine.system import own_folders
from wslmem.machine.system.side import side


def offered(paths: MachinePaths, around: Path) -> tuple[str, ...]:
    """Paths to choose from: recent ones, the last first, modules below `around`, then those beside it; each once."""
    here = Path(own_folders.absolute(str(around)))
    found = (*instead.below(here), *instead.beside(here)) if _is_here(str(around)) else ()
    return tuple(dict.fromkeys((*recent_projects.read(paths.state_dir), *map(str, found))))


def named(text: str) -> str:
    """The path that a person typed.

    Raises:
        UsageError: it names nothing that this side can reach.
    """
    return typed.project(text)


def goes_on(text: str) -> str | None:
    """The first folder whose path begins with `text`; None where there is none, or a look would start the VM."""
    if not text or not _is_here(text):
        return None
    head, tail = os.path.split(text)
    try:
        with os.scandir(os.path.expanduser(head or ".")) as found:  # noqa: PTH111 - the text itself stays as typed
            names = sorted(one.name for one in found if one.name.startswith(tail) and one.is_dir())
    except (OSError, ValueError):
        return None
    shown = [name for name in names if tail.startswith(".") or not name.startswith(".")]
    return text[: len(text) - len(tail)] + shown[0] + os.sep if shown else None


def _is_here(path: str) -> bool:
    """Whether a look stays on this side: shares and paths of the VM would start it, or wait for a network."""
    return side() != "windows" or not path.startswith(("/", "\\", "~"))

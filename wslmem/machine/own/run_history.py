"""What commands took before, by folder and command: the newest runs of each, in the state folder."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePath

from wslmem.codec import NewerError, from_json, to_json
from wslmem.errors import WslmemError
from wslmem.machine.files import files
from wslmem.records import record
from wslmem.units import MIB, Bytes, Seconds

SCHEMA = "wslmem/runs/1"
KEPT = 10
"""Runs of one command that stay, the newest."""
_LIMIT = Bytes(MIB)


@record(kw_only=True)
class PastRun:
    """One run that came to its end."""

    started: str
    """UTC, ISO 8601."""
    wall: Seconds
    peak: Bytes
    """Highest anonymous and shared memory of all its processes."""
    largest: Bytes
    """Of the process that held most."""
    jobs: int | None
    """How many jobs at once it was told to run; None: its own default."""
    exit_code: int
    limit: Bytes | None
    """What it was contained in."""
    killed: bool
    """Whether the kernel, or a limit, ended it: then the peak is no more than a lower bound."""


@record(kw_only=True)
class History:
    """The runs of one command in one folder, as its file has them."""

    command: str
    folder: str
    runs: tuple[PastRun, ...]
    """Oldest first."""


def folder(state_dir: Path, project: PurePath) -> Path:
    """Where the history of the commands run in `project` lies."""
    name = hashlib.sha256(str(project).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return state_dir / "runs" / name


def read(state_dir: Path, project: PurePath, command: str) -> tuple[PastRun, ...]:
    """The runs of `command` in `project`, oldest first; none where nothing sound is kept.

    Raises:
        NewerError: a newer wslmem kept them.
    """
    history = _history(_path(state_dir, project, command))
    return history.runs if history is not None else ()


def everywhere(state_dir: Path) -> Iterator[History]:
    """Every history that is sound and that this version knows to read, in an order that stays."""
    try:
        found = sorted((state_dir / "runs").glob("*/*.json"))
    except OSError:  # nothing is known of what this user may not read
        return
    for path in found:
        with contextlib.suppress(NewerError):
            if (history := _history(path)) is not None and history.runs:
                yield history


def keep(state_dir: Path, project: PurePath, command: str, run: PastRun) -> None:
    """Add `run` to the history.

    Raises:
        NewerError: a newer wslmem kept it; then it stays as it is.
        WslmemError: it cannot be written.
    """
    runs = (*read(state_dir, project, command), run)[-KEPT:]
    text = to_json(History(command=command, folder=str(project), runs=runs), schema=SCHEMA, indent=1)
    files.write_state(_path(state_dir, project, command), text.encode("ascii"))


def _path(state_dir: Path, project: PurePath, command: str) -> Path:
    name = hashlib.sha256(command.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return folder(state_dir, project) / f"{name}.json"


def _history(path: Path) -> History | None:
    """What the file holds; None where it is none, or not sound: the next run writes it anew."""
    try:
        data = files.read_file(path, limit=_LIMIT).data
        history = from_json(History, data or b"", schema=SCHEMA, unmarked=True, place=str(path))
    except NewerError:
        raise
    except WslmemError:
        return None
    return history if all(min(one.wall, one.peak, one.largest, one.exit_code) >= 0 for one in history.runs) else None

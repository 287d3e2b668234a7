"""What commands took before, by folder and command: the newest runs of each, in the state folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path, PurePath
from typing import Any

from wslmem.errors import WslmemError
from wslmem.machine.files import files
from wslmem.records import record
from wslmem.units import MIB, Bytes, Seconds

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


def folder(state_dir: Path, project: PurePath) -> Path:
    """Where the history of the commands run in `project` lies."""
    name = hashlib.sha256(str(project).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return state_dir / "runs" / name


def read(state_dir: Path, project: PurePath, command: str) -> tuple[PastRun, ...]:
    """The runs of `command` in `project`, oldest first; none where nothing sound is kept."""
    try:
        data = files.read_file(_path(state_dir, project, command), limit=_LIMIT).data
    except WslmemError:
        return ()  # a history that cannot be read is no history; the next run writes it anew
    return _parsed(data or b"")


def commands(state_dir: Path, project: PurePath) -> dict[str, tuple[PastRun, ...]]:
    """Every command with a history in `project`."""
    found = {}
    place = folder(state_dir, project)
    for path in sorted(place.glob("*.json")) if place.is_dir() else ():
        try:
            data = files.read_file(path, limit=_LIMIT).data or b""
        except WslmemError:
            continue
        if runs := _parsed(data):
            found[str(json.loads(data).get("command", ""))] = runs
    return found


def everywhere(state_dir: Path) -> Iterator[tuple[str, str, tuple[PastRun, ...]]]:
    """Folder, command and runs of every history that is sound, in an order that stays."""
    for path in sorted((state_dir / "runs").glob("*/*.json")):
        try:
            data = files.read_file(path, limit=_LIMIT).data or b""
        except WslmemError:
            continue
        if runs := _parsed(data):
            document = json.loads(data)
            yield str(document.get("folder", "")), str(document.get("command", "")), runs


def keep(state_dir: Path, project: PurePath, command: str, run: PastRun) -> None:
    """Add `run` to the history.

    Raises:
        WslmemError: it cannot be written.
    """
    runs = (*read(state_dir, project, command), run)[-KEPT:]
    text = json.dumps({"command": command, "folder": str(project), "runs": [asdict(one) for one in runs]}, indent=1)
    files.write_state(_path(state_dir, project, command), text.encode("ascii"))


def _path(state_dir: Path, project: PurePath, command: str) -> Path:
    name = hashlib.sha256(command.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return folder(state_dir, project) / f"{name}.json"


def _parsed(data: bytes) -> tuple[PastRun, ...]:
    try:
        rows = json.loads(data)["runs"]
        return tuple(_run(row) for row in rows)
    except (ValueError, TypeError, KeyError, RecursionError):
        return ()


def _run(row: dict[str, Any]) -> PastRun:
    known = {field.name: row[field.name] for field in fields(PastRun)}
    numbers = (known["wall"], known["peak"], known["largest"], known["exit_code"])
    if not all(isinstance(one, int | float) and one >= 0 for one in numbers):
        raise ValueError(row)
    return PastRun(**known)

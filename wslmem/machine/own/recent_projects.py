"""The projects that were sized of late, in the state folder, the last one first."""

from __future__ import annotations

from pathlib import Path

from wslmem.codec import NewerError, from_json, to_json
from wslmem.errors import WslmemError
from wslmem.machine.files import files
from wslmem.records import record
from wslmem.units import MIB, Bytes

SCHEMA = "wslmem/projects/1"
MOST = 10
_LIMIT = Bytes(MIB)


@record
class RecentProjects:
    """Paths as they were named."""

    paths: tuple[str, ...] = ()


def read(state_dir: Path) -> tuple[str, ...]:
    """The last ones; empty where there were none, or what is kept is not sound."""
    try:
        return _kept(state_dir).paths
    except WslmemError:
        return ()


def note(state_dir: Path, project: str) -> None:
    """Put `project` in front. A disk that refuses costs the picker a row."""
    try:
        before = _kept(state_dir).paths
    except NewerError:
        return
    except WslmemError:
        before = ()  # not sound: it is written anew
    if before[:1] == (project,):
        return
    now = RecentProjects((project, *(one for one in before if one != project))[:MOST])
    try:
        files.write_state(state_dir / "projects.json", to_json(now, schema=SCHEMA).encode("ascii"))
    except WslmemError:
        return


def _kept(state_dir: Path) -> RecentProjects:
    data = files.read_file(state_dir / "projects.json", limit=_LIMIT).data
    return RecentProjects() if data is None else from_json(RecentProjects, data, schema=SCHEMA)

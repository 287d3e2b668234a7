"""The journal: one small file that says what a run is in the middle of, so that the next one can tell and repair.

It is written before the first change and removed after the last; a run that was killed leaves it behind.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from wslmem.machine.files import files
from wslmem.machine.system import clock
from wslmem.records import record


@record
class Entry:
    """What a run was doing."""

    work: str
    """`apply` or `bench`."""
    step: str
    """The last step begun: `backup`, `write`, `restart`, `rollback`."""
    path: str
    """The .wslconfig concerned."""
    backup: str | None
    """File name of the backup that holds the old bytes; None before it is made, or where there was no file."""
    existed: bool
    """Whether there was a file before."""
    started: str
    """UTC, ISO 8601."""
    keep: bool
    """True: the user asked for the new settings to stay. False: a benchmark set them for a while."""
    saved_runs: str | None = None
    """Folder of the benchmark that was interrupted."""
    wrote: str | None = None
    """`backups.digest` of the new content; None before it is written, and of a benchmark."""


class Journal:
    """The journal of one kind of work in one state folder."""

    def __init__(self, state_dir: Path, work: str) -> None:
        self._path = state_dir / f"journal-{work}.json"

    def write(self, entry: Entry) -> None:
        """Record what comes next, durably."""
        files.write_state(self._path, json.dumps(asdict(entry), indent=1).encode("ascii"))

    def read(self) -> Entry | None:
        """What a killed run was doing; None where every run came to its end."""
        data = files.read_file(self._path).data
        if data is None:
            return None
        try:
            return Entry(**json.loads(data))
        except (ValueError, TypeError):
            # Of another version, or damaged: it must not stop every later run, but must not be lost either.
            self._path.replace(self._path.with_suffix(".unreadable"))
            return None

    def end(self) -> None:
        """Everything came to its end."""
        self._path.unlink(missing_ok=True)


def begin(work: str, path: Path, *, existed: bool, keep: bool) -> Entry:
    """The first entry of a run."""
    return Entry(work, "backup", str(path), None, existed, clock.now(), keep)

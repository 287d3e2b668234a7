"""The program that the sweeps run, kill and starve: one change of settings, as the commands make it.

`files_writer.py WORK FOLDER` works on FOLDER/profile/.wslconfig with the state in FOLDER/state. Before it touches
anything it looks for a path that does not exist, which marks the place in a trace of its system calls. The exit code
alone tells the outcome, for a sweep may break every stream.
"""

from __future__ import annotations

import hashlib  # noqa: F401  loaded before the mark, so that the sweeps spend no round on the import of it
import os
import sys
import zlib  # noqa: F401
from pathlib import Path

if os.name == "posix":
    import fcntl  # noqa: F401

sys.path.insert(0, os.environ.get("WSLMEM_UNDER_TEST", str(Path(__file__).parents[3])))

from wslmem.errors import WslmemError
from wslmem.machine.files import files, replace_posix, temporary, writing  # noqa: F401
from wslmem.machine.own.backups import Backups
from wslmem.machine.own.lock import lock

MARK = "/first-touch-of-wslmem"
OLD = b"# mine\r\n[wsl2]\r\nmemory=4GB\r\n" + b"# a comment that fills the page\r\n" * 200
NEW = OLD.replace(b"memory=4GB", b"memory=12GB")
CODES = {"committed": 0, "unchanged": 10, "committed-not-synced": 11}
MIX = 99


def change(folder: Path, before: bytes | None, after: bytes | None) -> int:
    """Back up what is there and replace it: `before` by `after`; nothing where `after` is there already."""
    path, state = folder / "profile" / ".wslconfig", folder / "state"
    with lock(state):
        current = files.read_file(path)
        if current.data not in (before, after):
            return MIX
        if current.data != after:
            Backups(state).save(path, current.data)
        return CODES[files.write_file(path, after, expected=current.data)]


def put_back(folder: Path) -> int:
    """Restore backup 1, which holds OLD, over NEW."""
    from wslmem.machine.host.paths import MachinePaths
    from wslmem.workflows.apply.restore import restore

    paths = MachinePaths("linux", folder / "profile" / ".wslconfig", None, None, folder / "state", folder / "config")
    return CODES[restore(paths, "1").outcome]


WORKS = {
    "edit": lambda folder: change(folder, OLD, NEW),
    "create": lambda folder: change(folder, None, NEW),
    "remove": lambda folder: change(folder, OLD, None),
    "restore": put_back,
}


def run(work: str, folder: Path) -> int:
    """Do `work`; the exit code."""
    try:
        return WORKS[work](folder)
    except WslmemError as error:
        return int(error.exit)


if __name__ == "__main__":
    if sys.argv[1] == "restore":
        import wslmem.workflows.restore  # noqa: F401  loaded before the mark
    os.access(MARK, os.F_OK)
    os._exit(run(sys.argv[1], Path(sys.argv[2])))

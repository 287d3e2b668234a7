"""The program that the sweeps run, kill and starve: one change of settings, as the commands make it.

`files_writer.py WORK FOLDER` works on FOLDER/profile/.wslconfig with the state in FOLDER/state: it looks for what
killed runs left, takes the lock, keeps the journal, and changes the file. Before it touches anything it looks for a
path that does not exist, which marks the place in a trace of its system calls. The exit code alone tells the outcome,
for a sweep may break every stream.
"""

from __future__ import annotations

import hashlib  # noqa: F401  loaded before the mark, so that the sweeps spend no round on the import of it
import os
import sys
import zlib  # noqa: F401
from dataclasses import replace
from pathlib import Path

if os.name == "posix":
    import fcntl  # noqa: F401
    import grp  # noqa: F401
    import pwd  # noqa: F401

sys.path.insert(0, os.environ.get("WSLMEM_UNDER_TEST", str(Path(__file__).parents[3])))

from wslmem.errors import WslmemError
from wslmem.machine.files import files, replace_posix, temporary, writing  # noqa: F401
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import digest
from wslmem.machine.own.journal import Journal, Step, begin, parse
from wslmem.machine.own.lock import lock
from wslmem.workflows.apply import recovery, restore
from wslmem.workflows.apply.exchange import exchange

parse(b"{}", "apply")  # what reading one imports, and the readers of its types, once and for all

MARK = "/first-touch-of-wslmem"
OLD = b"# mine\r\n[wsl2]\r\nmemory=4GB\r\n" + b"# a comment that fills the page\r\n" * 200
NEW = OLD.replace(b"memory=4GB", b"memory=12GB")
CODES = {"committed": 0, "unchanged": 10, "committed-not-synced": 11}
MIX = 99


def machine(folder: Path) -> MachinePaths:
    """The machine in `folder`."""
    return MachinePaths("linux", folder / "profile" / ".wslconfig", None, None, folder / "state", folder / "config")


def entry(paths: MachinePaths, after: bytes | None, backup: str) -> object:
    """What a run says in the journal that is about to write `after`."""
    started = begin("apply", paths.wslconfig, existed=True)
    wrote = (digest(after or b""),)
    return replace(started, step=Step.WRITE, backup=backup, wrote=wrote, settings=(("wsl2.memory", "12GB"),))


def change(folder: Path, before: bytes | None, after: bytes | None) -> int:
    """Back up what is there and replace it: `before` by `after`; nothing where `after` is there already."""
    paths = machine(folder)
    recovery.look(paths)
    journal = Journal(paths.state_dir, "apply", paths.wslconfig)
    with lock(paths.state_dir):
        current = files.read_file(paths.wslconfig)
        if current.data not in (before, after):
            return MIX
        if current.data == after:
            journal.end()
            return CODES["unchanged"]
        done = exchange(
            paths, current, after, announce=lambda backup: journal.write(entry(paths, after, backup.path.name))
        )
        journal.end()
        return CODES[done.outcome]


def put_back(folder: Path) -> int:
    """Restore backup 1, which holds OLD, over NEW."""
    paths = machine(folder)
    recovery.look(paths)
    return CODES[restore.restore(paths, "1").outcome]


def repair(folder: Path) -> int:
    """Put back what the killed run, whose journal is there, has changed."""
    paths = machine(folder)
    left = recovery.look(paths)
    for one in left.interrupted:
        list(recovery.put_back(paths, one))
    return CODES["committed" if left.interrupted else "unchanged"]


def look(folder: Path) -> int:
    """Look for what killed runs left, as every command does first."""
    recovery.look(machine(folder))
    return CODES["unchanged"]


WORKS = {
    "edit": lambda folder: change(folder, OLD, NEW),
    "create": lambda folder: change(folder, None, NEW),
    "remove": lambda folder: change(folder, OLD, None),
    "restore": put_back,
    "repair": repair,
    "look": look,
}


def run(work: str, folder: Path) -> int:
    """Do `work`; the exit code."""
    try:
        return WORKS[work](folder)
    except WslmemError as error:
        return int(error.exit)


if __name__ == "__main__":
    os.access(MARK, os.F_OK)
    os._exit(run(sys.argv[1], Path(sys.argv[2])))

"""What other runs of wslmem are doing with this .wslconfig right now. Looking for them never fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wslmem.errors import BusyError
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own import trust
from wslmem.machine.own.journal import WORKS, Entry, Journal, Work
from wslmem.machine.own.lock import unused
from wslmem.text import Text


def at_work(paths: MachinePaths) -> tuple[Entry, ...]:
    """What other runs are doing with this .wslconfig right now."""
    return tuple(_at_work(paths)) if doubt(paths) is None else ()


def _at_work(paths: MachinePaths) -> Iterator[Entry]:
    for work in WORKS:
        entry = Journal(paths.state_dir, work, paths.wslconfig).read()
        if entry is not None:
            with unused(lock_folder(paths, work)) as nobody:
                if not nobody:
                    yield entry


def refuse_lent(paths: MachinePaths) -> None:
    """Stop a change of a file that a benchmark has lent its settings: it would be made of those.

    Raises:
        BusyError: one is at work.
    """
    for entry in at_work(paths):
        if entry.work == "bench":
            raise BusyError(
                Text("a benchmark is running, and its settings are in the file (since {since})", since=entry.started),
                place=str(paths.wslconfig),
                on_disk=Text("not changed by this run"),
                next_step=Text("wait until it ends, or end it with Ctrl-C: it restores the file"),
            )


def lock_folder(paths: MachinePaths, work: Work) -> Path:
    """Where the lock lies that a kind of work holds as long as it runs; a benchmark lets applies in between."""
    return paths.state_dir / "bench" if work == "bench" else paths.state_dir


def doubt(paths: MachinePaths) -> Text | None:
    """Why nothing in the state folder is believed: others can write it. None where it is this user's alone."""
    try:
        return trust.doubt(paths.state_dir)
    except OSError:  # there is none, or none that anything could be read from
        return None

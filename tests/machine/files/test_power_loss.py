"""A power cut at any moment of a change, on a disk that loses and reorders all that was not flushed."""

from __future__ import annotations

import subprocess

import files_power
import files_sweep
import pytest
from files_power import Act
from files_sweep import SCENARIOS
from files_writer import MARK

EDIT = SCENARIOS[0]


@pytest.fixture(scope="module")
def run(needs_tool, tmp_path_factory) -> tuple[str, list[Act]]:
    """The folder of an edited machine, and what the edit asked of the kernel."""
    folder = tmp_path_factory.mktemp("power")
    machine = files_sweep.prepare(folder / "machine", EDIT)
    log = folder / "trace"
    act = [needs_tool("strace"), "-qq", "-y", "-o", str(log), *files_sweep.command(EDIT, machine)]
    subprocess.run(act, check=True)
    every = files_power.acts(log.read_text(errors="replace"), MARK)
    return str(machine), [one for one in every if one.path.startswith(str(machine)) and not one.path.endswith("/lock")]


def violations(machine: str, log: list[Act]) -> tuple[int, list[str]]:
    """How many disks were looked at, and what was wrong with them."""
    config = f"{machine}/profile/.wslconfig"
    ended = next(index for index, act in enumerate(log) if act.kind == "unlink" and is_journal(act.path))
    before = {config: -1}
    known = {act.path for act in log if act.kind == "mkdir"}
    count, found = 0, []
    for length, disk in files_power.crashes(log, before):
        count += 1
        file = disk.names.get(config)
        if file is None or file in disk.torn:
            found.append(f"after {length} acts: no whole file")
        elif file != -1 and not any(sound(disk, path, known) for path in disk.names):
            found.append(f"after {length} acts: the new file, and no backup of the old one")
        elif file != -1 and length <= ended and not any(told(disk, path, known) for path in disk.names):
            found.append(f"after {length} acts: the new file, and no journal that tells of it")
        elif file == -1 and length == len(log):
            found.append("said to be committed, and lost")
        if length == len(log) and any(map(is_journal, disk.names)):
            found.append("the journal of a run that came to its end is there again")
    return count, found


def is_journal(path: str) -> bool:
    return "/journal-apply-" in path and path.endswith(".json")


def told(disk: files_power.Disk, path: str, known: set[str]) -> bool:
    return is_journal(path) and disk.reachable(path, known) and disk.names[path] not in disk.torn


def sound(disk: files_power.Disk, path: str, known: set[str]) -> bool:
    return path.endswith(".bak") and disk.reachable(path, known) and disk.names[path] not in disk.torn


def test_a_power_cut_leaves_the_old_file_or_the_new_one_with_a_backup_of_the_old(run):
    machine, log = run
    count, found = violations(machine, log)
    assert found == []
    assert count > 30
    assert sum(act.kind == "sync" for act in log) == 9


def test_every_single_flush_is_needed(run):
    """Take any one fsync out of what the run asked for, and some power cut breaks a promise.

    The folder of the backups gets its name flushed twice before the change, the second time with the journal's: there
    the two are left out together.
    """
    machine, log = run
    flushes = [index for index, act in enumerate(log) if act.kind == "sync"]
    change = next(index for index, act in enumerate(log) if act.target == f"{machine}/profile/.wslconfig")
    state = [index for index in flushes if index < change and log[index].path == f"{machine}/state"]
    assert len(state) == 2
    for left_out in ([index] if index not in state[:1] else state for index in flushes):
        without = [act for index, act in enumerate(log) if index not in left_out]
        assert violations(machine, without)[1] != [], [log[index] for index in left_out]


def test_the_order_of_flush_and_rename_is_needed(run):
    machine, log = run
    config = next(index for index, act in enumerate(log) if act.target.endswith("/.wslconfig"))
    flush = next(index for index, act in enumerate(log) if act.kind == "sync" and act.path == log[config].path)
    late = [*log[:flush], *log[flush + 1 : config + 1], log[flush], *log[config + 1 :]]
    assert any("no whole file" in text for text in violations(machine, late)[1])

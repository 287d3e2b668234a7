"""Every system call of a change, killed, failed and cut short: the old file or the new one, never a mix."""

from __future__ import annotations

import compileall
import errno
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import files_sweep
import pytest
from files_sweep import RECOVERIES, SCENARIOS, Round
from files_writer import NEW

MACHINE = Path(__file__).parents[3] / "wslmem"


@pytest.fixture(scope="session")
def strace(needs_tool: Callable[[str], str]) -> str:
    return needs_tool("strace")


def violations(rounds: list[Round]) -> list[str]:
    return [text for one in rounds for text in one.violations]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_change_killed_at_any_system_call_leaves_the_old_file_or_the_new_one(scenario, strace, tmp_path, thorough):
    count = None if thorough else 30
    rounds = files_sweep.kill_sweep(strace, scenario, tmp_path, count, dict(os.environ))
    assert violations(rounds) == []
    assert sum(one.code == files_sweep.KILLED for one in rounds) > len(rounds) * 0.8
    assert {one.after for one in rounds} == {False, True}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_change_whose_system_calls_fail_keeps_the_file_whole_and_tells_the_truth(
    scenario, strace, tmp_path, thorough
):
    rounds = files_sweep.error_sweep(strace, scenario, tmp_path, None if thorough else 30, dict(os.environ))
    assert violations(rounds) == []
    assert {0, 74, 77} <= {one.code for one in rounds}


def test_a_link_that_cannot_be_read_any_more_is_told_or_only_a_look_at_recovery_data_misses_it(strace, tmp_path):
    scenario = SCENARIOS[1]
    every = [point for point in files_sweep.points(strace, scenario, tmp_path / "points") if point.name == "readlink"]
    rounds = [
        files_sweep.broken_run(
            strace, scenario, tmp_path / str(point.count), dict(os.environ), f"readlink:error=EIO:when={point.count}"
        )
        for point in every
    ]
    assert violations(rounds) == []
    # Looking for what was interrupted, and pruning, never stop a run: there the change goes through, whole.
    assert {one.code for one in rounds} == {0, 66}


@pytest.mark.parametrize("scenario", RECOVERIES, ids=lambda scenario: scenario.name)
def test_a_recovery_killed_at_any_system_call_loses_neither_file_nor_backup_nor_journal(
    scenario, strace, tmp_path, thorough
):
    count = None if thorough else 30
    rounds = files_sweep.kill_sweep(strace, scenario, tmp_path, count, dict(os.environ))
    assert violations(rounds) == []
    assert sum(one.code == files_sweep.KILLED for one in rounds) > len(rounds) * 0.8


@pytest.mark.parametrize("scenario", RECOVERIES, ids=lambda scenario: scenario.name)
def test_a_recovery_whose_system_calls_fail_tells_the_truth_and_looking_never_fails(
    scenario, strace, tmp_path, thorough
):
    rounds = files_sweep.error_sweep(strace, scenario, tmp_path, None if thorough else 30, dict(os.environ))
    assert violations(rounds) == []
    codes = {one.code for one in rounds}
    assert codes == {10} if scenario.work == "look" else {0, 74} <= codes


@pytest.mark.parametrize("scenario", [*SCENARIOS[:3], RECOVERIES[0]], ids=lambda scenario: scenario.name)
def test_a_change_killed_twice_still_ends_well(scenario, strace, tmp_path, thorough):
    rounds = files_sweep.second_kill_sweep(strace, scenario, tmp_path, 300 if thorough else 12, dict(os.environ))
    assert violations(rounds) == []


@pytest.mark.parametrize("size", [1, 10, 4096])
def test_a_disk_that_takes_only_a_few_bytes_at_a_time_gets_them_all_or_the_old_file_stays(size, strace, tmp_path):
    """`retval` makes the call return without writing: also a disk that lies about what it took is caught."""
    scenario = SCENARIOS[0]
    rounds = [
        files_sweep.broken_run(
            strace, scenario, tmp_path / f"{when}", dict(os.environ), f"write:retval={size}:when={when}"
        )
        for when in ("1", "2", "3", "4", "2+")
    ]
    assert violations(rounds) == []
    assert any(one.code == 74 for one in rounds)


@pytest.mark.posix_only(reason="limits the size of files with ulimit")
@pytest.mark.parametrize("room", [0, 4, 8, 12, 16, 20, 24])
def test_a_disk_that_runs_full_in_the_middle_of_the_new_file_keeps_the_old_one(room, tmp_path):
    """A file size limit stands in for the disk: the write that reaches it comes back short, the next one fails."""
    scenario = SCENARIOS[0]
    files_sweep.prepare(tmp_path / "machine", scenario)
    limit = ["sh", "-c", f'trap "" XFSZ; ulimit -f {room}; exec "$@"', "sh"]
    code = subprocess.run([*limit, *files_sweep.command(scenario, tmp_path / "machine")], check=False).returncode
    one = files_sweep.judged(scenario, tmp_path / "machine", code)
    assert one.violations == ()
    assert one.after == (room * 512 >= len(NEW))


@pytest.mark.parametrize("alike", files_sweep.ALIKE, ids=" ".join)
def test_errors_that_stand_for_each_other_are_told_apart_nowhere(alike):
    """Python makes the same exception of them, and no line of ours names one without the others."""
    assert len({type(OSError(getattr(errno, name), "")) for name in alike}) == 1
    for room in ("machine/files", "machine/own", "workflows/apply"):
        for path in (MACHINE / room).glob("*.py"):
            for line in path.read_text("utf-8").splitlines():
                named = {*re.findall(r"errno\.(E[A-Z]+)", line)} & {*alike}
                assert named in (set(), {*alike}) or "windows" in path.stem, line


def test_the_same_call_among_the_same_calls_fails_once(strace, tmp_path):
    prunes = next(one for one in SCENARIOS if one.backups > 1)
    every = files_sweep.points(strace, prunes, tmp_path)
    once = files_sweep.distinct(every)
    assert len(once) == len({point.site for point in every}) < len(every)
    assert {point.name for point in once} == {point.name for point in every}


UNUSED = ("cli", "tui", "telling", "emulator", "locale", "schemas")
"""Parts of wslmem that no change of the file needs."""


def broken(tmp_path: Path, *breaks: tuple[str, str, str]) -> dict[str, str]:
    """An environment in which the writer is a copy of wslmem with some lines broken: (module, was, becomes)."""
    copy = tmp_path / "broken"
    # With what is compiled already: but for the broken modules it stays good, the copies keep their times.
    shutil.copytree(MACHINE, copy / "wslmem", ignore=shutil.ignore_patterns(*UNUSED))
    for module, was, becomes in breaks:
        path = copy / "wslmem" / f"{module}.py"
        text = path.read_text()
        assert text.count(was) == 1
        path.write_text(text.replace(was, becomes))
    compileall.compile_dir(copy, quiet=1)
    return dict(os.environ) | {"WSLMEM_UNDER_TEST": str(copy)}


RENAME = "    temporary.replace(target)\n"
IN_PLACE = """    with target.open("wb", buffering=0) as stream:
        stream.write(temporary.read_bytes())
    temporary.unlink()
"""
FOLLOW = "Path(os.path.realpath(named))"
IN_A_CIRCLE = "target.is_symlink()"
WRITE_ALL = "rest = rest[os.write(fd, rest) :]"
LOOK = "        _insist_that_it_holds(fd, data)\n"
MUTANTS = {
    "the new file is written in place": [("machine/files/replace_posix", RENAME, IN_PLACE)],
    "the mode is forgotten": [("machine/files/replace_posix", "temporary.chmod(old.st_mode & 0o7777)", "pass")],
    "the link is replaced": [
        ("machine/files/reading", FOLLOW, "Path(os.path.abspath(named))"),
        ("machine/files/reading", IN_A_CIRCLE, "False"),
        ("machine/files/reading", "target.lstat()", "target.stat()"),
        ("machine/files/file_system", "READ = os.O_RDONLY | PLAIN | NO_LINK", "READ = os.O_RDONLY | PLAIN"),
    ],
    "no backup is made": [
        ("machine/own/backups", 'files.write_own(made.path, data or b"", like=like)', "files.Outcome.COMMITTED")
    ],
    "the backup forgets the mode": [("machine/own/backups", "like=like)", "like=None)")],
    "an unreadable journal is thrown away": [
        ("machine/own/journal", "file_system.rename_to_new(place, kept)", "place.unlink()")
    ],
    "an interrupted run is forgotten on sight": [
        ("workflows/apply/recovery", "if one.held in (Held.NEW, Held.UNKNOWN)", "if one.held is Held.UNKNOWN")
    ],
    "a short write is believed": [
        ("machine/files/temporary", WRITE_ALL, "rest = rest[os.write(fd, rest) * 0 : 0]"),
        ("machine/files/temporary", LOOK, ""),
    ],
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_sweep_notices_a_writer_that_is_broken_on_purpose(mutant, strace, tmp_path):
    program = broken(tmp_path, *MUTANTS[mutant])
    kills = [
        f"{name}:signal=SIGKILL:when={when}"
        for name, last in (("write", 8), ("exit_group", 1))
        for when in range(1, last + 1)
    ]
    rounds = (
        files_sweep.broken_run(strace, scenario, tmp_path / f"{number}-{index}", program, injection)
        for number, scenario in enumerate((SCENARIOS[1], *RECOVERIES[1:]))
        for index, injection in enumerate([*kills, "write:retval=10:when=3"])
    )
    assert any(one.violations for one in rounds)

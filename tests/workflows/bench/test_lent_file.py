"""What a benchmark lends the file is no history, is put back whatever happens, and never over somebody's edit."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wslmem.bench.plan import Leg, Side
from wslmem.errors import BusyError, NotPermittedError, WslmemError
from wslmem.machine.files import file_errors, files
from wslmem.machine.own.backups import KEEP, Backups
from wslmem.workflows.apply import recovery
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.apply.events import ApplyRequest
from wslmem.workflows.apply.repair import repair
from wslmem.workflows.apply.restore import restore
from wslmem.workflows.bench.events import BenchFinished, Remarked, RunStarted
from wslmem.workflows.consent import Consent
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import plan

EDIT = b"[wsl2]\r\nmemory=1GB # saved just now\r\n"
THOROUGH = bool(os.environ.get("WSLMEM_THOROUGH"))
DONE = ("true",)
"""A build that takes no time."""


def history(bench: Any) -> list[str]:
    return [one.path.name for one in Backups(bench.paths.state_dir).list(bench.paths.wslconfig)]


def lived(bench: Any, count: int) -> list[str]:
    """As many backups as a person has after some weeks."""
    kept = Backups(bench.paths.state_dir)
    for number in range(count):
        kept.keep(bench.paths.wslconfig, b"[wsl2]\nmemory=%dGB\n" % number)
    return history(bench)


def left_of(bench: Any) -> list[str]:
    return [path.name for path in bench.paths.state_dir.glob("journal-*")]


@pytest.mark.timeout(600)
def test_a_sweep_of_13_points_puts_the_file_back_and_costs_the_history_nothing(bench: Any, tmp_path: Path) -> None:
    before = lived(bench, KEEP + 2)
    (tmp_path / "go.mod").write_text("module example.com/app\n\ngo 1.22\n")
    points = ",".join(f"{900 + 10 * number}MB" for number in range(13))
    settings = {
        "WSLMEM_CONFIG": str(bench.paths.wslconfig),
        "WSLMEM_WSL": str(bench.paths.wsl_exe),
        "WSLMEM_STATE": str(bench.paths.state_dir),
    }
    act = [
        "bench",
        str(tmp_path),
        "--sweep",
        f"memory={points}",
        "--runs",
        "1",
        "--command",
        "true",
        "--prepare",
        "true",
        "--yes",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "wslmem", *act], env=os.environ | settings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert bench.paths.wslconfig.read_bytes() == bench.old
    assert history(bench)[:-1] == before, "one more, the user's own file, and none less"
    assert Backups(bench.paths.state_dir).list(bench.paths.wslconfig)[-1].path.read_bytes() == bench.old
    assert left_of(bench) == []


def test_three_benchmarks_leave_the_history_as_it_was(bench: Any) -> None:
    before = lived(bench, KEEP + 2)
    for _ in range(3):
        bench.run(command=DONE)
    after = history(bench)
    assert after[:-1] == before
    assert bench.paths.wslconfig.read_bytes() == bench.old


def test_the_file_comes_back_with_its_mode(bench: Any) -> None:
    bench.paths.wslconfig.chmod(0o600)
    modes = set()
    bench.run(command=DONE, each=lambda _: modes.add(bench.paths.wslconfig.stat().st_mode & 0o777))
    assert modes == {0o600}


def test_a_leg_that_fails_half_way_leaves_nothing_lent(bench: Any) -> None:
    """WSL is gone when a leg has written its settings: they are the benchmark's, so they go."""

    def break_wsl(_: object) -> None:
        if bench.paths.wslconfig.read_bytes() != bench.old:
            bench.stand_in.knobs(faults=["service-stuck"])

    with pytest.raises(WslmemError) as raised:
        bench.run(command=DONE, each=break_wsl)
    assert bench.paths.wslconfig.read_bytes() == bench.old
    assert left_of(bench) == []
    assert str(raised.value.on_disk) == "the old file, as it was before the benchmark"


def test_a_file_that_cannot_be_put_back_is_told_as_what_it_is(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder was made read-only while a build ran."""
    lent: list[bytes] = []

    def refused(path: Path, *_: object, **__: object) -> None:
        raise file_errors.unwritten(PermissionError(errno.EROFS, "Read-only file system"), path)

    def bar(event: object) -> None:
        if isinstance(event, RunStarted) and not lent:
            lent.append(bench.paths.wslconfig.read_bytes())
            monkeypatch.setattr(files, "write_file", refused)

    with pytest.raises(NotPermittedError) as raised:
        bench.run(command=DONE, each=bar)
    (number,) = [one.number for one in Backups(bench.paths.state_dir).list(bench.paths.wslconfig)]
    assert bench.paths.wslconfig.read_bytes() == lent[0] != bench.old
    assert str(raised.value.on_disk) == f"the settings of the benchmark; the old file is backup {number}"
    assert str(raised.value.next_step).endswith(f", then run: wslmem restore {number}")
    assert len(left_of(bench)) == 1, "the next run tells it too"
    monkeypatch.undo()
    restore(bench.paths, str(number))
    assert bench.paths.wslconfig.read_bytes() == bench.old


class Editor:
    """Saves at one event of a benchmark."""

    def __init__(self, path: Path, number: int) -> None:
        self.path = path
        self.number = number
        self.saved_at = ""
        self.count = 0

    def __call__(self, event: object) -> None:
        if self.count == self.number:
            self.saved_at = type(event).__name__
            self.path.write_bytes(EDIT)
        self.count += 1


def test_an_edit_at_any_event_stays(bench: Any) -> None:
    seen = set()
    for number in range(0, 200, 1 if THOROUGH else 5):
        bench.paths.wslconfig.write_bytes(bench.old)
        editor = Editor(bench.paths.wslconfig, number)
        held = ""
        try:
            bench.run(command=DONE, each=editor)
        except WslmemError as error:
            held = str(error.on_disk)
        if not editor.saved_at:
            break
        assert not held or "another program's version" in held, editor.saved_at
        assert bench.paths.wslconfig.read_bytes() == EDIT, editor.saved_at
        assert left_of(bench) == [], editor.saved_at
        assert recovery.look(bench.paths) == recovery.Left(), editor.saved_at
        seen.add(editor.saved_at)
    assert {"BenchStarted"} < seen


def test_what_a_person_saved_after_a_killed_benchmark_is_not_put_back(bench: Any) -> None:
    folder = bench.killed_at("RunStarted", 0)
    bench.paths.wslconfig.write_bytes(EDIT)
    (found,) = recovery.interruptions(bench.paths)
    assert (found.held, found.entry.saved_runs) == (recovery.Held.OTHER, str(folder))
    with pytest.raises(BusyError):
        list(recovery.put_back(bench.paths, found))
    assert bench.paths.wslconfig.read_bytes() == EDIT
    assert isinstance(bench.run(resume=folder)[-1], BenchFinished)
    assert bench.paths.wslconfig.read_bytes() == EDIT
    assert left_of(bench) == []


def test_a_killed_benchmark_whose_backup_is_gone_keeps_nobody_from_the_next_one(bench: Any) -> None:
    bench.killed_at("RunStarted", 0)
    lent = bench.paths.wslconfig.read_bytes()
    for one in Backups(bench.paths.state_dir).list(bench.paths.wslconfig):
        one.path.unlink()
    events = bench.run(command=DONE)
    assert isinstance(events[-1], BenchFinished)
    assert "old-file-lost" in [event.caution.code for event in events if isinstance(event, Remarked)]
    assert bench.paths.wslconfig.read_bytes() == lent, "the only file there is"


def test_nobody_changes_a_file_that_is_lent(bench: Any) -> None:
    """What is written then would be made of the benchmark's settings, and stay."""
    Backups(bench.paths.state_dir).keep(bench.paths.wslconfig, EDIT)
    refused = []

    def change(_: object) -> None:
        content = files.read_file(bench.paths.wslconfig)
        if content.data == bench.old:
            return
        edit = plan(wslconfig.read(content.data or b""), (("wsl2.memory", "3GB"),))
        for act in (
            lambda: list(apply(ApplyRequest((("wsl2.memory", "3GB"),)), bench.paths, Consent.script())),
            lambda: restore(bench.paths, "1"),
            lambda: repair(bench.paths, content, edit),
        ):
            with pytest.raises(BusyError, match="benchmark is running") as raised:
                act()
            refused.append(raised.value)

    events = bench.run(
        command=DONE, legs=(Leg("before", 1, 0),), sides=(Side("before", bench.plan.sides[0].settings),), each=change
    )
    assert isinstance(events[-1], BenchFinished)
    assert refused
    assert bench.paths.wslconfig.read_bytes() == bench.old

"""The demo: the whole job on a real build, and nothing left behind, however it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from wslmem.bench.plan import BenchPlan
from wslmem.bench.result import BenchResult, Environment
from wslmem.cli.demo_story import Teller
from wslmem.machine.own import sandbox
from wslmem.machine.own.backups import Backups
from wslmem.workflows.demo import DemoFinished

pytestmark = pytest.mark.posix_only(reason="the demo emulates WSL, which takes Linux")

OLD = sandbox.LIVED_IN


def start(folder: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-u", "-m", "wslmem", "demo", "--runs", "1", "--dir", str(folder), *options]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL
    )


def left_behind(folder: Path) -> list[str]:
    """Processes, mounts and swap files that name the folder."""
    found = [line for table in ("/proc/mounts", "/proc/swaps") for line in Path(table).read_text().splitlines()]
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        except OSError:  # it ended meanwhile
            continue
    return [line for line in found if str(folder) in line]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_demo_shows_a_killed_build_the_change_its_proof_and_a_completed_build(tmp_path: Path) -> None:
    demo = start(tmp_path / "sandbox", "--json")
    stdout, story = demo.communicate()
    assert demo.returncode == 0, story
    facts = json.loads(stdout)
    assert facts["verdict"] == {"before": "killed", "after": "completes"}
    assert any("Killed process" in line and "(compile)" in line for line in facts["kernel_lines"])
    assert max(facts["mem_total"]["before"]) < 512 << 20 < min(facts["mem_total"]["after"])
    changed = [
        line for line in facts["diff"].splitlines() if line.startswith(("+", "-")) and line[:3] not in ("+++", "---")
    ]
    assert [line.partition("=")[0] for line in changed] == ["-memory", "-swap", "+memory", "+swap"]
    assert "   # was 8GB, but Chrome got slow" in changed[2]
    report = json.loads(next(Path(path) for path in facts["reports"] if path.endswith("bench.json")).read_text())
    endings = {(run["side"], run["verdict"]["ending"]) for run in report["runs"]}
    assert endings == {("before", "oom"), ("after", "ok")}
    assert left_behind(tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "step", ["restart WSL with the file as it is", "build before the change", "diff", "build after"]
)
def test_a_killed_demo_leaves_the_old_file_or_the_new_one_and_nothing_that_runs(tmp_path: Path, step: str) -> None:
    folder = tmp_path / "sandbox"
    demo = start(folder)
    assert demo.stdout is not None
    for line in demo.stdout:
        if step in line:
            break
    os.kill(demo.pid, signal.SIGKILL)
    demo.communicate()
    config = folder / "machine" / "profile" / ".wslconfig"
    data = config.read_bytes()
    assert data == OLD or (b"memory=512MB" not in data and data.count(b"\r\n") == OLD.count(b"\r\n"))
    if data != OLD:
        backups = Backups(folder / "state")
        assert OLD in [backups.read(one) for one in backups.list(config)]
    sandbox.end(folder)
    assert left_behind(tmp_path) == []


@pytest.mark.slow
def test_a_demo_that_is_told_to_stop_says_so_and_promises_nothing_of_its_sandbox(tmp_path: Path) -> None:
    demo = start(tmp_path / "sandbox")
    assert demo.stdout is not None
    for line in demo.stdout:
        if "build before the change" in line:
            break
    demo.send_signal(signal.SIGINT)
    told, story = demo.communicate()
    assert demo.returncode == 130, story
    assert "stopped" in told
    assert "--resume" not in told + story
    assert left_behind(tmp_path) == []


def test_a_folder_that_is_not_empty_and_no_sandbox_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    demo = start(tmp_path)
    _, story = demo.communicate()
    assert demo.returncode == 73
    assert "--dir" in story
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("kept", [True, False])
def test_a_report_is_named_only_where_it_is_there_when_the_demo_has_ended(kept):
    told: list[str] = []
    plan = BenchPlan(project="/home/dev/shop", sides=(), legs=())
    result = BenchResult(
        plan=plan, runs=(), environment=Environment(), sides=(), started="2026-11-23T11:44:50Z", wslmem_version="0.1"
    )
    teller = Teller(told.append, kept=kept)
    teller.tell(DemoFinished(result, survey=None, written=(Path("report.html"),)))
    assert ("report.html" in "\n".join(told)) is kept
    assert ("--keep" in "\n".join(told)) is not kept
    assert bool(teller.document().reports) is kept

"""What the hosted jobs make of the self test: a row that is promised to a job is to be seen there, and to hold."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "tests" / "windows" / "hosted" / "self_test.py"
SPEC = importlib.util.spec_from_file_location("hosted_self_test", PROGRAM)
assert SPEC
assert SPEC.loader
hosted = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(hosted)


def told(**truths: str) -> dict[str, object]:
    rows = dict.fromkeys(hosted.promised("wsl"), "holds") | {
        name.replace("_", "-"): how for name, how in truths.items()
    }
    return {"checks": [{"name": name, "truth": how, "seen": "s"} for name, how in rows.items()]}


def test_every_job_has_rows_and_the_one_with_a_distribution_most() -> None:
    counts = {job: len(hosted.promised(job)) for job in ("tests", "wsl", "arm")}
    assert counts["wsl"] > 40 > counts["arm"] > 10, counts


@pytest.mark.parametrize(
    ("truths", "wrong"),
    [
        ({}, []),
        ({"version_lines": "not seen"}, ["version-lines: not seen: s"]),
        ({"stub_answer": "not seen"}, []),
        ({"console_modes": "does not hold"}, ["console-modes: does not hold: s"]),
    ],
    ids=["all hold", "a promised row is not seen", "nobody promised it", "another row does not hold"],
)
def test_a_row_that_nobody_sees_is_as_loud_as_one_that_does_not_hold(truths, wrong) -> None:
    assert hosted.unwitnessed("wsl", told(**truths)) == wrong


def test_a_row_that_is_gone_is_told() -> None:
    assert hosted.unwitnessed("wsl", {"checks": []})[0].endswith(": no such row")


@pytest.mark.posix_only(reason="the hosted program is run on this machine, which has no WSL")
def test_the_program_keeps_the_table_and_fails_where_nothing_can_be_seen(tmp_path) -> None:
    own = {"HOME": str(tmp_path), "GITHUB_STEP_SUMMARY": str(tmp_path / "s")}
    line = [sys.executable, str(PROGRAM), "wsl", str(tmp_path / "out")]
    done = subprocess.run(line, capture_output=True, text=True, check=False, env=own)
    assert done.returncode == 1
    assert "version-lines: not seen: there is no wsl.exe" in done.stdout
    table = (tmp_path / "out" / "selftest.md").read_text()
    assert (tmp_path / "s").read_text() == table
    assert table.startswith("```text\nwslmem")

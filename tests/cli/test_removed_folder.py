"""The folder that we stand in was removed, as that of another branch is: only what needs it says so."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wslmem.errors import Exit
from wslmem.machine.run import readings

pytestmark = pytest.mark.posix_only(reason="Windows keeps a folder in which a program stands")


@pytest.fixture
def gone(wslmem: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable:
    """Run a command line from nowhere."""
    folder = tmp_path / "branch"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    return wslmem


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("status --dismiss", 0), ("show", 0), ("apply --memory 3GB --shutdown never", 0), ("restore", 0), ("config", 0),
        ("config set theme textual-light", 0), ("explain LOG", 0), ("version -v", 0), ("schema status", 0),
        ("dsc get --input {}", 0), ("scan APP", 0), ("__complete apply --", 0), ("scan", 66), ("scan app", 66),
        ("status", 0), ("show --config there", 66), ("show --log there", 73), ("explain there", 66),
    ],
)  # fmt: skip
def test_a_command_line_is_answered(gone: Callable, tmp_path: Path, line: str, code: int) -> None:
    log, app = tmp_path / "log", tmp_path / "app"
    log.write_text("x: signal: killed\n")
    app.mkdir()
    (app / "go.mod").write_text("module example.com/app\n\ngo 1.22\n")
    (app / "main.go").write_text("package main\n\nfunc main() {}\n")
    done = gone(*({"LOG": str(log), "APP": str(app)}.get(one, one) for one in line.split()))
    assert done.code == code, done.stderr


def test_a_command_runs_there_as_without_us(gone: Callable) -> None:
    del gone
    act = [sys.executable, "-m", "wslmem", "run", "--", "sh", "-c", "sleep 0.3; exit 5"]
    done = subprocess.run(act, capture_output=True, timeout=60, check=False, env=dict(os.environ))
    assert done.returncode == 5
    assert b"error" not in done.stderr


def test_where_nothing_can_be_watched_no_command_is_started(
    wslmem: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("wslmem.machine.run.readings", "wslmem.cli.run_lane"):
        monkeypatch.setattr(f"{module}.SEEN", str(tmp_path / "no-proc"))
    done = wslmem("run", "--", "touch", str(tmp_path / "started"))
    assert (done.code, (tmp_path / "started").exists()) == (Exit.UNAVAILABLE, False)
    assert readings.SEEN in done.stderr

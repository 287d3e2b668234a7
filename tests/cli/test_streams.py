"""Closed streams, full disks and readers that leave: work that has begun ends, and the exit code says what was lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.posix_only(reason="/dev/full and streams that a shell closes are POSIX's")

LINES = [
    "status", "show", "show --json", "scan PROJECT", "recommend PROJECT", "restore", "restore --json", "explain LOG",
    "explain", "report LOG", "watch --count 1", "completion bash", "schema apply", "schema nonsense", "selftest --json",
    "--help", "--version", "apply --help", "nonsense", "", "--json", "--plain", "apply --memory 8gb", "show --bogus",
    "apply --check --memory 5GB", "apply --memory 4GB --shutdown never",
    "bench --yes", "apply --memory 4GB --shutdown never --config CONFIG", "__complete apply --", "config", "version -v",
    "run -- true", "run --no-live -- true", "dsc get", "intune detect --memory 4GB",
]  # fmt: skip
"""Some of every verb: results, errors, help, what asks, and the express lane."""
STREAMS = {
    "full": ">/dev/full", "closed": ">&-", "no-stderr": "2>&-", "full-stderr": "2>/dev/full", "nothing": ">&- 2>&- <&-",
    "no-stdin": "<&-", "unreadable": "0>/dev/null", "no-reader": "| true", "null": "</dev/null >/dev/null",
}  # fmt: skip


@pytest.fixture
def shell(config: Path, tmp_path: Path):
    """Run a line of sh in which `wslmem` is this program; the exit code is wslmem's own, whatever follows in a pipe."""
    project = tmp_path / "app"
    project.mkdir()
    (project / "go.mod").write_text("module example.com/app\n\ngo 1.22\n")
    (project / "main.go").write_text("package main\n\nfunc main() {}\n")
    (tmp_path / "build.log").write_text("compile: signal: killed\n")
    machine = {"WSLMEM_STATE": str(tmp_path / "state"), "WSLMEM_CONFIG": str(config)}
    environ = {**os.environ, **machine, "WSLMEM_WSL": str(tmp_path / "no-wsl.exe")}

    def run(line: str, streams: str, **more: str) -> subprocess.CompletedProcess[str]:
        line = line.replace("PROJECT", str(project)).replace("LOG", str(tmp_path / "build.log"))
        line = line.replace("CONFIG", str(config))
        command = f"{{ {sys.executable} -m wslmem {line}; echo $? >{tmp_path}/code; }} {streams}"
        done = subprocess.run(
            ["sh", "-c", command], capture_output=True, text=True, env=environ | more, check=False, timeout=120,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        done.returncode = int((tmp_path / "code").read_text())
        return done

    return run


SOME = ["show", "explain", "--plain", "apply --memory 8gb", "dsc get"]
CASES = [(line, streams) for line in LINES for streams in STREAMS if streams in ("full", "nothing") or line in SOME]


@pytest.mark.parametrize(("line", "streams"), CASES)
def test_no_state_of_the_streams_is_a_bug(shell, line: str, streams: str):
    done = shell(line, STREAMS[streams])
    assert done.returncode in (0, 1, 2, 64, 65, 66, 69, 74), done
    for word in ("Traceback", "Exception", "internal error"):
        assert word not in done.stderr


@pytest.mark.parametrize("line", ["show", "--version", "apply --memory 4GB --shutdown never --config CONFIG", "--help"])
@pytest.mark.parametrize("streams", ["full", "closed"])
def test_a_result_that_cannot_be_written_ends_with_74_and_says_so(shell, line: str, streams: str):
    done = shell(line, STREAMS[streams])
    assert done.returncode == 74
    assert "could not be written" in done.stderr
    assert "on disk: nothing changed" in done.stderr.replace("on disk:  ", "on disk: ")


def test_a_reader_that_had_enough_needs_no_message(shell):
    done = shell("show", "| true", PYTHONUNBUFFERED="1")
    assert (done.returncode, done.stderr) in ((74, ""), (0, ""))


@pytest.mark.parametrize("streams", ["full", "closed", "nothing", "full-stderr"])
def test_an_apply_that_nobody_can_hear_is_whole_and_tells_what_is_on_disk(shell, config: Path, tmp_path: Path, streams):
    old = config.read_bytes()
    done = shell("apply --memory 6GB --shutdown never", STREAMS[streams])
    assert config.read_bytes() == old.replace(b"4GB", b"6GB")
    assert not list((tmp_path / "state").glob("journal*"))
    assert done.returncode == (0 if streams == "full-stderr" else 74)
    if streams in ("full", "closed"):
        assert "the new settings" in done.stderr
        assert "wslmem restore" in done.stderr


@pytest.mark.parametrize("streams", ["full", "closed", "no-reader"])
def test_a_restart_that_has_begun_is_proven_though_nobody_reads_the_result(stand_in, tmp_path: Path, shell, streams):
    stand_in.wslconfig.write_bytes(b"[wsl2]\nmemory=1GB\n")
    machine = {"WSLMEM_CONFIG": str(stand_in.wslconfig), "WSLMEM_WSL": str(stand_in.wsl_exe)}
    done = shell("apply --memory 2GB --shutdown now --yes", STREAMS[streams], **machine)
    assert done.returncode == 74
    assert "verified" in done.stderr or "proven: memory" in done.stderr
    assert "the new settings" in done.stderr
    assert b"memory=2GB" in stand_in.wslconfig.read_bytes()
    assert not list((tmp_path / "state").glob("journal*"))


def test_watch_ends_when_its_reader_leaves(stand_in, shell):
    machine = {"WSLMEM_CONFIG": str(stand_in.wslconfig), "WSLMEM_WSL": str(stand_in.wsl_exe)}
    assert shell("watch --interval 0.05", "| head -n 1", **machine).returncode == 74


def test_json_without_a_terminal_is_the_status(shell):
    done = shell("--json", "</dev/null")
    assert done.returncode == 0
    assert json.loads(done.stdout)["schema"] == "wslmem/status/1"

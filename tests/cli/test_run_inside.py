"""`wslmem run` from Windows: the command runs in the distribution as it would there, and is told of in the same way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import PurePosixPath

import pytest

PYTHON = "python3 -c \"h = bytearray(b'x') * (200 << 20); import time; time.sleep(1.5)\""


@pytest.fixture
def project(tmp_path):
    """A folder, as Python and as the distribution spells it."""
    folder = tmp_path / "my project"
    folder.mkdir()
    return folder


@pytest.fixture
def argv(stand_in, tmp_path, project):
    """The command line and its environment."""
    environment = dict(os.environ) | {
        "WSLMEM_WSL": str(stand_in.wsl_exe),
        "WSLMEM_CONFIG": str(stand_in.wslconfig),
        "WSLMEM_STATE": str(tmp_path / "state"),
    }
    inside = project.as_posix().removeprefix("Z:")
    environment |= {"WSLENV": "TMPDIR", "TMPDIR": str(PurePosixPath(inside).parent)}

    def make(*arguments, options=()):
        line = [sys.executable, "-m", "wslmem", "run", "--distribution", "Ubuntu-24.04", "--cd", inside]
        return [*line, *options, "--", *arguments], environment

    return make


@pytest.fixture
def run(argv):
    def run(*arguments, options=(), **more):
        line, environment = argv(*arguments, options=options)
        return subprocess.run(line, env=environment, capture_output=True, check=False, timeout=300, **more)

    return run


@pytest.mark.parametrize("code", [0, 1, 9, 67, 87, 255])
def test_the_exit_code_is_the_commands_own_also_those_that_wsl_takes_for_its_own(run, code):
    assert run("sh", "-c", f"exit {code}").returncode == code


def test_streams_and_arguments_arrive_to_the_byte_and_the_line_comes_last(run, project):
    words = ["a b", 'c"d', "e'f", "$HOME", "x\\y\\", "", "line\nline", "*"]
    told = run("printf", "%s|", *words)
    assert told.stdout == "".join(f"{word}|" for word in words).encode()
    data = bytes(range(256)) * 300
    ran = run("sh", "-c", "cat; pwd >&2", input=data)
    assert ran.stdout == data
    first, between, last = ran.stderr.decode().splitlines()
    assert first.endswith("/my project")
    assert between == ""
    assert last.startswith("wslmem: ")


def test_a_signal_ends_it_as_a_shell_tells_it(run):
    assert run("sh", "-c", "kill -9 $$").returncode == 137
    assert run("no-such-command").returncode == 127


def test_the_peak_of_the_whole_tree_is_seen_and_remembered_and_nothing_stays(run, tmp_path):
    ran = run("sh", "-c", f"{PYTHON} & {PYTHON} & wait", options=("--json",))
    told = json.loads(ran.stderr.splitlines()[-1])
    assert 400 * 2**20 < told["peak"] < 460 * 2**20
    assert told["exit_code"] == 0
    assert told["largest"][0]["name"].startswith("python")
    (kept,) = (tmp_path / "state" / "runs").rglob("*.json")
    assert json.loads(kept.read_text(encoding="utf-8"))["runs"][0]["peak"] == told["peak"]
    after = run("sh", "-c", 'ls -d "$TMPDIR"/wslmem-run.*')
    assert len(after.stdout.splitlines()) == 1  # that of the run that looks


def test_what_ran_inside_is_sized_by_it_from_the_same_side(run, argv, project):
    (project / "build.sh").write_text(f"exec {PYTHON}\n")
    run("sh", "build.sh")
    line, environment = argv()
    inside = line[line.index("--cd") + 1]
    asked = ["recommend", "--json", inside, "--command", "sh build.sh"]
    told = subprocess.run([*line[:3], *asked], env=environment, capture_output=True, check=False, timeout=300)
    assert json.loads(told.stdout)["build"] > 200 * 2**20


def test_a_build_that_the_kernel_kills_in_the_vm_is_told_at_once_with_the_kernels_words(run, stand_in):
    stand_in.wslconfig.write_bytes(b"[wsl2]\nmemory=512MB\nswap=0\n")
    ran = run("python3", "-c", "held = [bytearray(b'x') * (64 << 20) for _ in range(40)]")
    assert ran.returncode == 137
    words = ran.stderr.decode()
    assert "Proven: out of memory" in words
    assert "oom_kill rose by 1" in words


def test_what_only_a_wslmem_inside_can_do_is_refused_before_anything_starts(run, project):
    for option in ("--memory", "--jobs", "--time-limit"):
        ran = run("touch", "made", options=(option, "1"))
        assert ran.returncode == 69
        assert b"pipx install wslmem" in ran.stderr
    assert not (project / "made").exists()


def test_a_folder_that_the_distribution_does_not_see_is_told(argv):
    line, environment = argv("true")
    line[line.index("--cd") + 1] = "/no/such/folder"
    ran = subprocess.run(line, env=environment, capture_output=True, check=False, timeout=300)
    assert ran.returncode == 66
    assert b"not started in Ubuntu-24.04" in ran.stderr


@pytest.mark.posix_only(reason="a console of Windows sends Ctrl-C to wsl.exe itself")
def test_ctrl_c_is_the_commands_own_and_the_line_is_told_all_the_same(argv):
    line, environment = argv("sh", "-c", "trap 'echo caught' INT; echo ready; read -r line; exit 5")
    pipe = subprocess.PIPE
    with subprocess.Popen(line, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True) as ours:
        assert ours.stdout.readline() == b"ready\n"
        ours.send_signal(signal.SIGINT)  # to us alone: the command hears of it from its own terminal
        _, told = ours.communicate(b"go on\n", timeout=300)
        assert ours.returncode == 5
        assert told.lstrip().startswith(b"wslmem: ")

"""The group around a build goes with the benchmark that made it, however that one ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.posix_only(reason="control groups are of Linux")
ROOT = Path(__file__).parents[2]
SCRIPT = """
import os, subprocess, sys
from lab.benchmarks import real_tools

real_tools.unwind_on_signals()
with real_tools.Around() as around:
    print(around.folder, flush=True)
    os.environ["GROUP"] = str(around.folder)
    subprocess.run(["sh", "-c", sys.argv[1]], preexec_fn=around.enter, check=False)
"""
BELOW = "mkdir $GROUP/below && echo $$ >$GROUP/below/cgroup.procs && "
"""As `wslmem run` makes a group; killed, it cannot take it away."""
LONG = "setsid sleep 1000 & echo started; sleep 1000"


@pytest.fixture
def benchmark():
    """Starts one with a command, which tells that it started, and names its group."""
    if os.geteuid() != 0:
        pytest.skip("control groups take root")

    def start(command: str) -> tuple[subprocess.Popen[str], Path]:
        script = subprocess.Popen([sys.executable, "-c", SCRIPT, command], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert script.stdout is not None
        folder = Path(script.stdout.readline().strip())
        assert script.stdout.readline() == "started\n"
        return script, folder

    return start


@pytest.mark.parametrize("command", [LONG, BELOW + LONG], ids=["", "groups below"])
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_ends_the_build_and_takes_its_group_away(benchmark, name, command):
    script, folder = benchmark(command)
    assert folder.exists()
    script.send_signal(getattr(signal, name))
    assert script.communicate()[0] == ""  # ends when nobody holds the other side any more
    assert script.returncode == 128 + getattr(signal, name)
    assert not folder.exists()


def test_what_a_killed_benchmark_left_goes_with_the_next_one(benchmark):
    killed, left = benchmark(BELOW + LONG)
    killed.kill()
    killed.wait()
    assert left.exists()
    next_one, folder = benchmark("echo started")
    next_one.communicate()
    assert killed.communicate()[0] == ""
    assert not left.exists()
    assert not folder.exists()

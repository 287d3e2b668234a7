"""The kernel that is a program ends with the lab's script, however that one ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KERNEL = """#!/bin/sh
# Stands in for the kernel: several processes, of which two live on without the others. They hold our standard output.
sleep 1000 &
setsid sleep 1000 &
echo booted
wait
"""


@pytest.fixture
def kernel(tmp_path, needs_tool):
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("namespaces of processes take root")
    needs_tool("unshare")
    program = tmp_path / "linux"
    program.write_text(KERNEL)
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGKILL", "SIGHUP"])
def test_the_kernel_and_all_that_it_started_end_with_the_script(kernel, name, tmp_path):
    command = [sys.executable, "-m", "lab.cgroup_v2", "--linux", str(kernel)]
    quiet, environment = subprocess.DEVNULL, {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=quiet, env=environment) as script:
        assert script.stdout is not None
        said = script.stdout.readline()
        script.send_signal(getattr(signal, name))
        assert script.stdout.read() == b""  # ends when nobody holds the other side any more
    assert said == b"booted\n"
    assert script.returncode != 0
    if name != "SIGKILL":
        assert [path.name for path in tmp_path.iterdir()] == ["linux"]

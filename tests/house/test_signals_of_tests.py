"""However the tests were started: what they start takes the signals that ask it to end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[1] / "conftest.py"
STARTS = """
import runpy, subprocess, sys
runpy.run_path(sys.argv[1], run_name="shared")
subprocess.run(["grep", "SigIgn", "/proc/self/status"])
"""
BOTH = 0b11
"""SIGHUP and SIGINT, as the kernel tells them: signal 1 is the first bit. A shell that starts the tests in the
background lets them ignore SIGQUIT as well."""


@pytest.mark.posix_only(reason="looks at the signals of POSIX")
def test_what_is_ignored_around_the_tests_is_not_ignored_by_what_they_start():
    line = ["sh", "-c", "trap '' INT HUP; exec \"$@\"", "", sys.executable, "-c", STARTS, SHARED]
    _, ignored = subprocess.run(line, capture_output=True, check=True).stdout.split()
    assert int(ignored, 16) & BOTH == 0

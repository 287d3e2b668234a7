"""The main job on a real Windows: `python main_job.py DISTRIBUTION OUT`, where nothing of value is in WSL.

A Go build is killed in a VM that is too small, the advice is applied and proven, the build completes. The project lies
in the VM and is named from Windows in both ways that people have: by its share, and as the folder one is in. A copy on
drive C has the same packages. Anything else ends with an AssertionError that shows what was said.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from wslmem.machine.own import sample_module

SMALL = "[wsl2]\r\nmemory=768MB\r\nswap=0\r\n"
KILLED = 4


def ran(*arguments: str, cwd: str | None = None, code: int = 0) -> str:
    """What `wslmem ARGUMENTS` prints; it has to end with `code`."""
    line = [sys.executable, "-P", "-m", "wslmem", *arguments]
    done = subprocess.run(line, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False, timeout=1800)
    sys.stderr.write(f"$ wslmem {arguments}  -> {done.returncode}\n{done.stderr}\n")
    assert done.returncode == code, done.stdout[-4000:]
    return done.stdout


def told(*arguments: str, cwd: str | None = None, code: int = 0) -> Any:
    """The JSON of a command."""
    return json.loads(ran(*arguments, "--json", cwd=cwd, code=code))


def wsl(*arguments: str) -> str:
    """What wsl.exe prints; it has to end well."""
    done = subprocess.run(["wsl.exe", *arguments], capture_output=True, check=True, timeout=300)
    return done.stdout.decode("utf-8", "replace")


def main(distribution: str, out: Path) -> None:
    """Do it."""
    config = Path(os.environ["USERPROFILE"], ".wslconfig")
    with tempfile.TemporaryDirectory() as folder:
        there = sample_module.write(Path(folder) / "project")
        seen = "/mnt/" + there.drive[0].lower() + there.as_posix()[2:]
        wsl("-d", distribution, "-u", "root", "--cd", "/", "-e", "cp", "-r", seen, "/root/project")
        share = rf"\\wsl.localhost\{distribution}\root\project"
        on_drive, by_name, here = told("scan", str(there)), told("scan", share), told("scan", cwd=share)
        assert by_name["in_guest"], by_name
        assert here["in_guest"], here
        assert here["root"] == by_name["root"] == "/root/project", (here["root"], by_name["root"])
        assert not on_drive["in_guest"], on_drive
        assert abs(on_drive["packages"] - by_name["packages"]) <= by_name["packages"] / 5, "both list a Linux build"

        config.write_text(SMALL, encoding="ascii", newline="")
        wsl("--shutdown")
        before = told("bench", share, "--as-is", "--runs", "1", "--yes", code=KILLED)
        assert "Killed process" in json.dumps(before), "the kernel's own word"
        line = ("--memory", "auto", "--swap", "auto", "--shutdown", "now", "--require-effective", "--yes")
        applied = told("apply", share, *line)
        assert applied["changed"], applied
        assert applied["shutdown"]["done"], applied
        ran("bench", share, "--as-is", "--runs", "1", "--yes", "--out", str(out / "bench"))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).resolve())

"""Two VMs on one computer: what status, watch and apply make of a session of wslc that runs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from wslmem.cli import main
from wslmem.units import GIB, MIB

pytestmark = pytest.mark.posix_only(reason="the stand-in for PowerShell is a program of Linux")
HOLD = "import sys, time; held = b'x' * (200 << 20); print('full', flush=True); sys.stdin.read()"


@pytest.fixture
def computer(stand_in, tmp_path, monkeypatch):
    """A computer of 8 GiB with WSL 3.0.1, 2 GB for each of its VMs, and a container that holds 200 MiB."""
    stand_in.knobs(profile="3.0.1", host_memory=8 * GIB, processors=2)
    stand_in.wslconfig.write_bytes(b"[wsl2]\nmemory=2GB\nswap=0\n")
    settings = stand_in.profile / "AppData" / "Local" / "wslc" / "settings.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_bytes(b"session:\r\n  memorySize: 2GB # mine\r\n")
    for name, path in {
        "CONFIG": stand_in.wslconfig,
        "WSL": stand_in.wsl_exe,
        "STATE": tmp_path / "state",
        "POWERSHELL": stand_in.folder / "powershell.exe",
    }.items():
        monkeypatch.setenv(f"WSLMEM_{name}", str(path))
    line = [str(stand_in.folder / "wslc.exe"), "run", sys.executable, "-c", HOLD]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as container:
        assert container.stdout.readline() == b"full\n"
        yield stand_in
        container.kill()


def total(computer, *words):
    told = subprocess.run([*words, "/bin/grep", "MemTotal", "/proc/meminfo"], capture_output=True, check=True).stdout
    return int(told.split()[1]) // 1024


def test_status_shows_what_both_may_take_and_take(computer, capsys):
    assert main(["status", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["wslc"]["memory"], told["host"]["vm_working_set"]) == (2 * GIB, None)
    assert 350 * MIB <= told["host"]["wslc_working_set"] <= 450 * MIB
    assert told["host"]["total"] - told["host"]["available"] - told["host"]["wslc_working_set"] == 2 * GIB
    assert main(["status"]) == 0
    assert "used by its VM" in capsys.readouterr().out


def test_status_warns_where_both_together_are_more_than_the_computer_has(computer, capsys):
    computer.wslconfig.write_bytes(b"[wsl2]\nmemory=5GB\n")
    assert main(["status", "--json"]) == 0
    assert "two-vms" in [one["code"] for one in json.loads(capsys.readouterr().out)["cautions"]]


def test_watch_tells_it_beside_the_vm(computer, capsys):
    assert main(["watch", "--count", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["host"]["wslc"] >= 350 * MIB


def test_an_apply_is_proven_in_its_own_vm_and_the_next_session_has_what_was_written(computer, capsys):
    """wslmem cannot look into the VM of a session; the emulator can."""
    words = ["apply", "--memory", "1GB", "--wslc-memory", "512MB", "--shutdown", "now", "--yes", "--json"]
    assert main([*words, "--require-effective"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["took_effect"], told["problem"]) == (True, None)
    assert told["wslc"]["memory"] == 512 * MIB
    assert total(computer, str(computer.wsl_exe), "-e") == 1024 * 63 // 64 - 150
    assert total(computer, str(computer.folder / "wslc.exe"), "run") == 512 * 63 // 64 - 150

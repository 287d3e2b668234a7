"""The main job by the Windows program: a build is killed in the emulated VM, the advice taken, the build completes."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from wslmem.errors import Exit
from wslmem.machine.own import sample_module
from wslmem.machine.system import process
from wslmem.workflows.selftest import calls, guest

WSLCONFIG = (
    b"# Settings for WSL. Copied from a blog in 2023, edited since.\r\n[wsl2]\r\nmemory=384MB   # was 8GB\r\n"
    b"swap=0   # to spare the SSD\r\nlocalhostForwarding=true\r\n\r\n[experimental]\r\nsparseVhd=true\r\n"
)
KERNEL = re.compile(r"Killed process \d+ \(compile\)")
FUNCTIONS = 6_000
"""Of the one large package: its compile peaks at 320 MB, where the VM has 250; with a main that prints without the
standard library the whole build takes half the processor time of the demo's."""
MAIN = 'package main\n\nimport "example.com/sample/tables"\n\nfunc main() { println(tables.Sum(7)) }\n'
LIMIT = 400
TIMED = {"call-times", "pipes-end-with-wsl"}
"""Rows that tell how fast this machine is."""
IN_THE_VM = {one.name for one in (*guest.CHECKS, *calls.CHECKS)}
"""Rows that a VM that runs shows."""
DISTRIBUTION = "Ubuntu-24.04"
BRIDGE = Path(__file__).with_name("bridge")
sys.path.insert(0, str(BRIDGE))
import client  # noqa: E402 - the bridge's, whose modules are no package


@dataclass
class Machine:
    """The Windows program on one emulated machine."""

    stand_in: Any
    project: str
    """As Windows names it."""
    inside: str
    """As the VM names it."""

    def wslmem(self, *arguments: str, cwd: str | None = None) -> process.Completed:
        """Run `wslmem ARGUMENTS` as a process of Windows."""
        given = {
            "WSLMEM_WSL": str(self.stand_in.wsl_exe),
            "WSLMEM_CONFIG": str(self.stand_in.wslconfig),
            "WSLMEM_STATE": str(self.stand_in.folder / "state of wslmem"),
        }
        line = [sys.executable, "-m", "wslmem", *arguments]
        return process.run(line, env=dict(os.environ) | given, timeout=LIMIT, cwd=cwd)

    def build(self, cache: Path) -> tuple[int, Any]:
        """One build in the VM by `wslmem run`, from nothing: its exit code, and what is told of it."""
        go = ("env", f"GOCACHE={cache.as_posix().removeprefix('Z:')}", "go", "build", "./...")
        done = self.wslmem("run", "--json", "--cd", self.inside, "--", *go)
        return done.returncode, json.loads(done.stderr.splitlines()[-1])

    def told(self, *arguments: str, cwd: str | None = None) -> Any:
        """The JSON of a command that must end well."""
        done = self.wslmem(*arguments, "--json", cwd=cwd)
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)


@pytest.fixture
def on_drive_c():
    """A folder on drive C, which is not where the tests' own folders are."""
    with tempfile.TemporaryDirectory(dir="C:\\", prefix="main job ") as folder:
        yield Path(folder)


@pytest.fixture
def make(stand_in, tmp_path, on_drive_c):
    """A lived-in machine with a Go project in its VM, or on drive C, whose build does not fit into the VM."""
    if "WSLMEM_LANE_GO" not in os.environ:
        pytest.skip("no Go toolchain of the Linux side is known here")
    root = os.environ["WSLMEM_LANE_GO"]
    stand_in.wslconfig.write_bytes(WSLCONFIG)
    stand_in.knobs(guest_path=[f"{root}/bin"])
    client.prepare("drives", stand_in.folder, DISTRIBUTION)

    def at(place: str) -> Machine:
        project = sample_module.write((tmp_path if place == "share" else on_drive_c) / "project", functions=FUNCTIONS)
        (project / "main.go").write_text(MAIN, encoding="utf-8")
        if place == "drive":
            return Machine(stand_in, str(project), "/mnt/c/" + "/".join(project.parts[1:]))
        inside = str(project).removeprefix("Z:")
        return Machine(
            stand_in, rf"\\wsl.localhost\{DISTRIBUTION}{inside}".replace("/", "\\"), inside.replace("\\", "/")
        )

    return at


def sized(machine: Machine, *, in_guest: bool) -> Any:
    """What the project is sized as: the Linux build that it is in the VM, however it is named."""
    scanned = machine.told("scan", machine.project)
    assert scanned["in_guest"] is in_guest
    if not in_guest or "WSLMEM_BRIDGE" not in os.environ:  # Wine starts no program in a folder of a share
        assert machine.told("scan", cwd=machine.project)["packages"] == scanned["packages"]
    assert scanned["estimate"]["peaks"]
    return scanned


def taken(machine: Machine) -> None:
    """Take the advice; the file is as it was but for two values."""
    advised = {one["key"]: one["value"] for one in machine.told("recommend", machine.project)["settings"]}
    assert advised["wsl2.memory"] != "384MB"
    line = ("--memory", "auto", "--swap", "auto", "--shutdown", "now", "--require-effective", "--yes")
    applied = machine.told("apply", machine.project, *line)
    assert applied["changed"]
    assert applied["shutdown"]["done"]
    assert {change["key"] for change in applied["changes"]} == {"wsl2.memory", "wsl2.swap"}
    values = re.compile(rb"^(memory|swap)=\S+", re.MULTILINE)
    now = machine.stand_in.wslconfig.read_bytes()
    assert now != WSLCONFIG
    assert values.sub(rb"\1=", now) == values.sub(rb"\1=", WSLCONFIG)


@pytest.mark.timeout(LIMIT * 2)
def test_a_build_in_the_vm_that_was_killed_completes_after_the_advice_is_taken(make):
    machine = make("share")
    sized(machine, in_guest=True)
    status = machine.told("status")
    assert (status["wsl"]["version"], status["effective"]["memory"]["value"]) == ("2.6.1.0", 384 << 20)

    before = machine.wslmem("bench", machine.project, "--as-is", "--runs", "1", "--json")
    assert before.returncode == 4, before.stderr.decode()
    assert KERNEL.search(before.stdout.decode()), json.loads(before.stdout)["runs"]
    taken(machine)
    after = machine.wslmem("bench", machine.project, "--as-is", "--runs", "1", "--out", str(machine.stand_in.folder))
    assert after.returncode == 0, after.stderr.decode() + after.stdout.decode()
    assert "report.html" in {path.name for path in machine.stand_in.folder.iterdir()}


@pytest.mark.timeout(LIMIT * 2)
def test_a_build_on_drive_c_that_was_killed_completes_after_the_advice_is_taken(make, tmp_path):
    machine = make("drive")
    sized(machine, in_guest=False)
    code, before = machine.build(tmp_path / "killed")
    assert code not in (0, 2), before
    assert before["verdict"]["ending"].startswith("oom"), before["verdict"]
    taken(machine)
    code, after = machine.build(tmp_path / "completed")
    assert (code, after["verdict"]) == (0, None)
    assert after["peak"] > before["total"], "what it needed is more than the VM had"


def test_the_self_test_tells_wine_from_windows_and_holds(stand_in):
    machine = Machine(stand_in, "", "")
    stand_in.wslconfig.write_bytes(b"[wsl2]\r\nmemory=512MB\r\nswap=64MB\r\n")
    os.utime(stand_in.wslconfig, (0, 0))  # before the VM started, which tells the uptime of the machine below it
    done = machine.wslmem("selftest", "--restart", "--json")
    told = json.loads(done.stdout)
    wine = "WSLMEM_BRIDGE" in os.environ
    share = {"unc-project"} if wine else set()  # Wine knows its share by another name
    wrong = {one["name"]: one["seen"] for one in told["checks"] if one["truth"] == "does not hold"}
    assert {name: seen for name, seen in wrong.items() if name not in share | TIMED} == {}
    unseen = {one["name"]: one["seen"] for one in told["checks"] if one["truth"] == "not seen"}
    assert {name: why for name, why in unseen.items() if name in IN_THE_VM} == {}
    assert told["system"]["name"] == ("Wine" if wine else "Windows")
    assert done.returncode == (Exit.FAILED if wrong else Exit.OK)

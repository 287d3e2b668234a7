"""An apply is killed at its first event, at its second, ... until one comes to its end, and started again each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backups
from wslmem.telling import recovery as telling
from wslmem.workflows.apply import events
from wslmem.workflows.apply.recovery import interruptions, put_back

pytestmark = pytest.mark.posix_only(reason="drives the emulated WSL for long; the lane tries single kills and faults")

OLD = b"# mine\r\n[wsl2]\r\nmemory=3GB   # was 8GB\r\nprocessors=1\r\n"
NEW = OLD.replace(b"3GB", b"2GB")

THOROUGH = bool(os.environ.get("WSLMEM_THOROUGH"))
KILLED_AT = """
import json, os, sys
from pathlib import Path
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system.side import side
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.consent import Consent
from wslmem.workflows.apply.events import ApplyRequest, Shutdown

given = json.loads(sys.argv[1])
state = Path(given["state"])
paths = MachinePaths(side(), Path(given["config"]), Path(given["wsl"]), None, state, state)
request = ApplyRequest((("wsl2.memory", "2GB"),), shutdown=Shutdown.NOW)
for number, event in enumerate(apply(request, paths, Consent.script())):
    print(type(event).__name__, flush=True)
    if number == given["number"]:
        os.kill(os.getpid(), 9)  # SIGKILL; on Windows TerminateProcess with this exit code
"""


@pytest.fixture
def killed_at(paths: MachinePaths) -> Callable[[int], tuple[bool, str]]:
    """Run an apply in a process of its own, killed at its event `number`; whether it was, and its last event."""

    def run(number: int) -> tuple[bool, str]:
        given = {
            "config": str(paths.wslconfig), "wsl": str(paths.wsl_exe), "state": str(paths.state_dir), "number": number,
        }  # fmt: skip
        act = [sys.executable, "-c", KILLED_AT, json.dumps(given)]
        done = subprocess.run(act, input=b"", capture_output=True, check=False)
        last = done.stdout.split()[-1].decode()
        assert abs(done.returncode) == 9 or (done.returncode == 0 and last == "ApplyResult"), done.stderr
        return done.returncode != 0, last

    return run


def each_event(killed_at: Callable[[int], tuple[bool, str]], paths: MachinePaths, step: int = 1) -> Any:
    """Kill an apply at each event in turn, from the old file each time; the events it was killed at."""
    for number in range(0, 100, step):
        paths.wslconfig.write_bytes(OLD)
        killed, event = killed_at(number)
        if not killed:
            return
        yield event


def check_what_is_left(paths: MachinePaths, event: str) -> None:
    """The old file, or the new one with its backup and a message that names file, backup and commands."""
    content = paths.wslconfig.read_bytes()
    assert content in (OLD, NEW), event
    left = interruptions(paths)
    if content == OLD or event == "ApplyResult":
        assert left == (), "nothing is half done"
        return
    (one,) = left
    backup = Backups(paths.state_dir).find(paths.wslconfig, one.entry.backup)
    assert Backups(paths.state_dir).read(backup) == OLD, event
    told = str(telling.in_one((*telling.facts(one), *telling.ways(one))))
    for word in (str(paths.wslconfig), f"wslmem restore {backup.number};", "wslmem apply --memory 2GB --shutdown now"):
        assert word in told, event


def test_the_same_command_brings_a_killed_apply_to_its_proof(
    killed_at: Callable, run: Callable[..., list[events.ApplyEvent]], paths: MachinePaths
) -> None:
    seen = []
    for event in each_event(killed_at, paths):
        seen.append(event)
        check_what_is_left(paths, event)
        *_, end = run()
        assert end.effective is True, event
        assert paths.wslconfig.read_bytes() == NEW, event
        assert interruptions(paths) == (), event
        subprocess.run([str(paths.wsl_exe), "--shutdown"], check=True, input=b"")
    assert {"Linted", "Planned", "BackedUp", "Written", "WillStop", "ShuttingDown", "VmGone", "Restarted"} <= {*seen}
    assert {"Checked", "TookEffect", "ApplyResult"} <= {*seen}


def test_the_same_command_rolls_back_and_proves_it_where_the_new_file_cannot_take_effect(
    killed_at: Callable, run: Callable[..., list[events.ApplyEvent]], paths: MachinePaths, stand_in: Any
) -> None:
    stand_in.knobs(faults=["policy:wsl2.processors"])
    seen = []
    for event in each_event(killed_at, paths, step=1 if THOROUGH else 6):
        seen.append(event)
        check_what_is_left(paths, event)
        *_, end = run()
        assert end.rolled_back, event
        assert paths.wslconfig.read_bytes() == OLD, event
        assert interruptions(paths) == (), event
    assert not THOROUGH or {"NotEffective", "OldFileBack", "RolledBack"} <= {*seen}


def test_the_old_file_can_be_put_back_after_a_kill_at_each_event(killed_at: Callable, paths: MachinePaths) -> None:
    for event in each_event(killed_at, paths):
        check_what_is_left(paths, event)
        for one in interruptions(paths):
            list(put_back(paths, one))
        assert paths.wslconfig.read_bytes() == OLD, event
        assert interruptions(paths) == (), event

"""An apply is killed at its first event, at its second, ... until one comes to its end, and started again each time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
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

KILL, HANG_UP = 9, 1  # Windows has no such names, and collects this file
THOROUGH = bool(os.environ.get("WSLMEM_THOROUGH"))
KILLED_AT = """
import json, os, signal, sys
from wslmem.cli import apply_run, main

given, told = json.loads(sys.argv[1]), apply_run.apply
if given["signal"] != signal.SIGKILL:
    signal.signal(given["signal"], signal.SIG_DFL)  # whoever started the tests may have had it ignored

def watched(*arguments):
    number = 0
    for event in told(*arguments):
        print("event", type(event).__name__, flush=True)
        numbered = getattr(event, "stage", "started") == "started"  # not what a slow shutdown tells besides
        if numbered and number == given["number"]:
            os.kill(os.getpid(), given["signal"])
        number += numbered
        yield event

apply_run.apply = watched
sys.exit(main(["apply", "--memory", "2GB", "--shutdown", "now", "--yes"]))
"""
ENDED = {KILL: (-9,), signal.SIGTERM: (143,), HANG_UP: (129,)}
"""The exit codes of a command that was ended by the signal."""


@pytest.fixture
def killed_at(paths: MachinePaths) -> Callable[[int, int], tuple[bool, str]]:
    """Run the command in a process of its own that gets a signal at its event `number`; whether that ended it, and the
    last event.
    """
    environ = os.environ | {
        "WSLMEM_CONFIG": str(paths.wslconfig),
        "WSLMEM_WSL": str(paths.wsl_exe),
        "WSLMEM_STATE": str(paths.state_dir),
    }

    def run(number: int, sent: int) -> tuple[bool, str]:
        act = [sys.executable, "-c", KILLED_AT, json.dumps({"number": number, "signal": sent})]
        done = subprocess.run(act, input=b"", capture_output=True, check=False, env=environ)
        *_, last = [line.split()[1] for line in done.stdout.decode().splitlines() if line.startswith("event ")]
        killed = done.returncode in ENDED[sent]
        assert killed or (done.returncode in (0, 3) and last == "ApplyResult"), done.stderr
        if killed and sent != KILL:
            assert b"on disk:" in done.stderr
            assert b"next:" in done.stderr or paths.wslconfig.read_bytes() == OLD
        return killed, last

    return run


def each_event(
    killed_at: Callable[[int, int], tuple[bool, str]], paths: MachinePaths, step: int = 1, sent: int = KILL
) -> Iterator[str]:
    """Send an apply a signal at each event in turn, from the old file each time; the events that it ended at.

    A gentle signal at the last events ends nothing any more; the kill does at each.
    """
    for number in range(0, 100, step):
        paths.wslconfig.write_bytes(OLD)
        killed, event = killed_at(number, sent)
        if killed:
            yield event
        elif event == "ApplyResult":
            return


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


@pytest.mark.parametrize("sent", [signal.SIGTERM, HANG_UP])
def test_after_a_gentle_signal_at_any_event_the_same_command_or_its_undo_settles_it(
    killed_at: Callable, run: Callable[..., list[events.ApplyEvent]], paths: MachinePaths, sent: int
) -> None:
    seen = []
    for event in each_event(killed_at, paths, step=1 if THOROUGH else 3, sent=sent):
        seen.append(event)
        check_what_is_left(paths, event)
        if len(seen) % 2:
            assert run()[-1].effective is True, event
            assert paths.wslconfig.read_bytes() == NEW, event
        else:
            for one in interruptions(paths):
                list(put_back(paths, one))
            assert paths.wslconfig.read_bytes() == OLD, event
        assert interruptions(paths) == (), event
        subprocess.run([str(paths.wsl_exe), "--shutdown"], check=True, input=b"")
    assert len(seen) > 2


def test_the_old_file_can_be_put_back_after_a_kill_at_each_event(killed_at: Callable, paths: MachinePaths) -> None:
    for event in each_event(killed_at, paths):
        check_what_is_left(paths, event)
        for one in interruptions(paths):
            list(put_back(paths, one))
        assert paths.wslconfig.read_bytes() == OLD, event
        assert interruptions(paths) == (), event

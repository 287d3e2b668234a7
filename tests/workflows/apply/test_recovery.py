"""Killed at any moment, an apply leaves the old file or the new one, its backup, and a word for the next run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backups
from wslmem.telling import recovery as telling
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.apply.at_work import at_work
from wslmem.workflows.apply.events import ApplyRequest, Shutdown
from wslmem.workflows.apply.recovery import dismiss, interruptions, put_back
from wslmem.workflows.consent import Consent

OLD = b"# mine\r\n[wsl2]\r\nmemory=3GB   # was 8GB\r\nprocessors=1\r\n"
NEW = OLD.replace(b"3GB", b"2GB")

KILLED_AFTER = """
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
for event in apply(request, paths, Consent.script()):
    if type(event).__name__ == given["event"]:
        os.kill(os.getpid(), 9)  # SIGKILL; on Windows TerminateProcess with this exit code
"""


@pytest.fixture
def killed_after(paths: MachinePaths) -> Callable[[str], None]:
    """Run an apply in a process of its own that is killed when it tells an event."""

    def run(event: str) -> None:
        given = {
            "config": str(paths.wslconfig), "wsl": str(paths.wsl_exe), "state": str(paths.state_dir), "event": event,
        }  # fmt: skip
        act = [sys.executable, "-c", KILLED_AFTER, json.dumps(given)]
        done = subprocess.run(act, input=b"", capture_output=True, check=False)
        assert abs(done.returncode) == 9, done.stderr

    return run


@pytest.mark.parametrize(
    "event", ["BackedUp", "Written", "WillStop", "ShuttingDown", "VmGone", "Restarted", "TookEffect"]
)
def test_a_killed_apply_is_told_and_can_be_undone(killed_after: Callable, paths: MachinePaths, event: str) -> None:
    killed_after(event)
    content = paths.wslconfig.read_bytes()
    assert content in (OLD, NEW)
    assert [Backups(paths.state_dir).read(one) for one in Backups(paths.state_dir).list(paths.wslconfig)] == [OLD]
    left = interruptions(paths)
    assert bool(left) == (content == NEW), "a run that never touched the file is forgotten on sight"
    for one in left:
        told = str(telling.in_one((*telling.facts(one), *telling.ways(one))))
        assert f"file: {paths.wslconfig}: has the new settings" in told
        assert "to finish: wslmem apply --memory 2GB --shutdown now" in told
        assert "to undo: wslmem restore 1" in told
        list(put_back(paths, one))
    assert paths.wslconfig.read_bytes() == OLD
    assert interruptions(paths) == ()


def test_a_killed_apply_can_be_left_as_it_is(killed_after: Callable, paths: MachinePaths) -> None:
    killed_after("Written")
    dismiss(paths, interruptions(paths)[0])
    assert interruptions(paths) == ()
    assert paths.wslconfig.read_bytes() == NEW


def test_a_killed_apply_is_finished_by_the_same_command(
    killed_after: Callable, run: Callable[..., Any], paths: MachinePaths
) -> None:
    killed_after("Written")
    assert run()[-1].effective is True
    assert interruptions(paths) == ()
    assert paths.wslconfig.read_bytes() == NEW


@pytest.mark.parametrize("event", ["BackedUp", "Written", "Restarted"])
def test_an_apply_that_is_still_at_work_was_not_interrupted(paths: MachinePaths, event: str) -> None:
    request = ApplyRequest((("wsl2.memory", "2GB"),), shutdown=Shutdown.NOW)
    seen = []
    for told in apply(request, paths, Consent.script()):
        if type(told).__name__ == event:
            seen.append(interruptions(paths))
            assert [entry.work for entry in at_work(paths)] == ["apply"]
            assert list(paths.state_dir.glob("journal-*.json")), "and its journal is not taken from it"
    assert seen == [()]


def test_a_journal_about_another_file_is_not_ours_to_tell(killed_after: Callable, paths: MachinePaths) -> None:
    killed_after("Written")
    from dataclasses import replace

    assert interruptions(replace(paths, wslconfig=paths.wslconfig.with_name("other"))) == ()
    assert len(interruptions(paths)) == 1

"""A shutdown that hangs, by a clock that goes on when it is looked at: told after 2, 20 and 60 s, and how it ends."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from wslmem.cli import main
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import clock
from wslmem.units import Seconds
from wslmem.workflows.apply.events import Patience

pytestmark = pytest.mark.posix_only(reason="at this pace a call over the bridge would outlast its limits")

LOOK = 0.2
"""Seconds between two looks at the clock. It is looked at after each wait of 50 ms, however long that took."""
LINE = ("apply", "--memory", "2GB", "--shutdown", "now", "--json")
SECONDS = re.compile(r"\((\d+) s\)")


@pytest.fixture
def hanging(
    paths: MachinePaths,
    boot: Callable[[], str],
    stand_in: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., tuple[int, dict[str, Any], list[str]]]:
    """Run an apply on the command line while `wsl --shutdown` hangs; give exit code, JSON and story."""
    boot()
    for name, path in {"CONFIG": paths.wslconfig, "WSL": paths.wsl_exe, "STATE": paths.state_dir}.items():
        monkeypatch.setenv(f"WSLMEM_{name}", str(path))
    monkeypatch.setattr(clock, "monotonic", map(Seconds, itertools.count(step=LOOK)).__next__)

    def run(*more: str, faults: tuple[str, ...] = ("shutdown-hang",)) -> tuple[int, dict[str, Any], list[str]]:
        stand_in.knobs(faults=list(faults))
        code = main([*LINE, *more])
        told = capsys.readouterr()
        return code, json.loads(told.out), told.err.splitlines()

    return run


def test_the_stages_are_those_that_are_promised() -> None:
    patience = Patience()
    assert (patience.progress, patience.warning, patience.choice) == (2, 20, 60)


def test_a_script_is_told_at_2_20_and_60_seconds_and_ends_with_1(hanging: Callable, paths: MachinePaths) -> None:
    code, told, story = hanging()
    seconds = [int(found[1]) for line in story if (found := SECONDS.search(line))]
    assert [promised <= each < promised + 5 for promised, each in zip((2, 20, 60), seconds, strict=True)] == [True] * 3
    assert code == 1
    assert (told["took_effect"], told["shutdown"]["done"], told["changed"]) == (False, False, True)
    assert b"memory=2GB" in paths.wslconfig.read_bytes()
    cause, on_disk, next_step = story[-3:]
    assert "did not return within 60 s" in cause
    assert str(paths.wslconfig) in on_disk
    assert "wslmem restore 1" in on_disk
    assert "wsl --shutdown --force" in next_step
    assert told["problem"]["code"] == "shutdown-hangs"


def test_a_script_that_agreed_to_it_has_the_shutdown_forced_at_60_seconds(hanging: Callable) -> None:
    code, told, story = hanging("--force-shutdown")
    assert any("forcing the shutdown" in line for line in story)
    assert code == 0
    assert (told["took_effect"], told["shutdown"]["done"]) == (True, True)


def test_a_force_that_hangs_as_well_ends_with_1_and_advises_to_restart_windows(hanging: Callable) -> None:
    code, _, story = hanging("--force-shutdown", faults=("shutdown-hang", "shutdown-hang-force"))
    assert code == 1
    assert "restart Windows" in story[-1]
    assert "--force" not in story[-1], "that is what has just been tried"

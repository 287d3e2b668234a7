"""The self test on the emulated machine: what holds, what does not, and what cannot be seen."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from wslmem.documents.selftest import Truth
from wslmem.machine.host.paths import MachinePaths
from wslmem.units import Seconds
from wslmem.workflows.selftest import calls
from wslmem.workflows.selftest import selftest as selftest_module
from wslmem.workflows.selftest.selftest import Outcome, checks, selftest

pytestmark = pytest.mark.posix_only(reason="tests/windows/test_main_job.py runs the whole self test over the bridge")


@pytest.fixture
def look(paths: MachinePaths, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Outcome]]:
    """Run it and give the outcomes by name; how busy this machine is decides none of them."""
    for name in ("SLOW", "LET_GO", "GONE"):
        monkeypatch.setattr(calls, name, Seconds(600))
    paths.wslconfig.write_bytes(b"[wsl2]\nmemory=512MB\nswap=0\n")
    os.utime(paths.wslconfig, (1, 1))  # older than the VM, whose uptime the emulator takes from this machine

    def run(*, restart: bool = False, **other: Any) -> dict[str, Outcome]:
        return {one.name: one for one in selftest(replace(paths, **other), restart=restart)}

    return run


def test_on_a_machine_as_the_sources_say_nothing_is_seen_that_does_not_hold(look: Callable, boot: Callable) -> None:
    boot()
    seen = look()
    assert [one for one in seen.values() if one.truth is Truth.FAILS] == []
    assert seen["arguments-arrive"].truth is seen["memtotal-in-band"].truth is Truth.HOLDS


def test_the_vm_is_neither_started_nor_ended_unless_a_restart_is_asked_for(look: Callable, boot: Callable) -> None:
    assert look()["exit-code-passes"].truth is Truth.UNSEEN
    before = boot()
    assert "shutdown-ends-the-vm" not in look()
    assert boot() == before


def test_a_restart_leaves_nothing_unseen_that_a_running_vm_shows(look: Callable, boot: Callable, stand_in: Any) -> None:
    before = boot()
    stand_in.wslconfig.write_bytes(b"[wsl2]\nmemory=512MB\nswap=64MB\n")
    os.utime(stand_in.wslconfig, (1, 1))
    stand_in.knobs(swap="cosmetic", time_scale=5)  # a distribution ends 3 s after its last program
    seen = look(restart=True)
    assert {one.name: one.seen for one in seen.values() if one.truth is Truth.UNSEEN} == {
        "stub-answer": "WSL is installed"
    }
    assert {one.name for one in seen.values() if one.truth is Truth.FAILS} == set()
    assert boot() != before


@pytest.mark.parametrize(("restart", "truth"), [(True, Truth.HOLDS), (False, Truth.UNSEEN)])
def test_a_vm_that_ended_between_two_looks_is_started_where_it_may_be(
    look: Callable, monkeypatch: pytest.MonkeyPatch, restart: bool, truth: Truth
) -> None:
    inside = tuple(one for one in checks() if one.name == "exit-code-passes")
    monkeypatch.setattr(selftest_module, "checks", lambda: inside)
    assert look(restart=restart)["exit-code-passes"].truth is truth


@pytest.mark.parametrize(
    ("faults", "name"),
    [
        (["utf16"], "utf8-on-request"),
        (["garbage-stdout"], "list-forms-agree"),
        (["rc-5"], "exit-code-passes"),
    ],
)
def test_a_machine_that_is_different_is_told(
    look: Callable, boot: Callable, stand_in: Any, faults: Any, name: str
) -> None:
    boot()
    stand_in.knobs(faults=faults)
    assert look()[name].truth is Truth.FAILS


def test_without_wsl_its_rows_say_so(look: Callable) -> None:
    seen = look(wsl_exe=None)
    assert seen["version-lines"].seen == "there is no wsl.exe"
    assert seen["version-lines"].truth is Truth.UNSEEN
    assert seen["replace-whole"].truth is Truth.HOLDS


def test_an_error_while_looking_is_what_was_seen(look: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    from wslmem.machine.files import files

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write_file", full)
    assert "No space left" in look(wsl_exe=None)["replace-whole"].seen


def test_no_two_checks_have_one_name() -> None:
    names = [one.name for one in checks()]
    assert len(set(names)) == len(names)

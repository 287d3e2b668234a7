"""Under each fault an apply is in effect and proven, or the old file is back, or a message says what is where."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wslmem.cli.error_text import as_text
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backups
from wslmem.telling.apply import closing
from wslmem.workflows.apply import events
from wslmem.workflows.apply.recovery import interruptions

pytestmark = pytest.mark.posix_only(reason="drives the emulated WSL for long; the lane tries single kills and faults")

EMULATOR = Path(__file__).parents[3] / "wslmem" / "emulator"
OLD = b"# mine\r\n[wsl2]\r\nmemory=3GB   # was 8GB\r\nprocessors=1\r\n"
NEW = OLD.replace(b"3GB", b"2GB")

PROVEN, OLD_PROVEN, OLD_BACK, TOLD = "proven", "old proven", "old file", "told"
FAULTS = {
    "shutdown-hang": TOLD,
    "shutdown-hang,shutdown-hang-force": TOLD,
    "shutdown-slow:0.5": PROVEN,
    "shutdown-noop": OLD_PROVEN,
    "shutdown-fails": TOLD,
    "vm-no-resources:1": OLD_BACK,
    "swap-late:1": PROVEN,
    "swap-disk-fails": OLD_BACK,
    "config-ignored": OLD_BACK,
    "policy:wsl2.memory": OLD_BACK,
    "policy:wsl2.kernel": PROVEN,
    "die-during-exec:0": OLD_BACK,
    "garbage-stdout": PROVEN,
    "utf16": PROVEN,
    "crcrlf": PROVEN,
    "warnings-eaten": PROVEN,
    "guest-warnings": PROVEN,
    "network-fallback": PROVEN,
    "restart-by-other": PROVEN,
    "docker-present": PROVEN,
    "rc-0": PROVEN,
    "rc-1": PROVEN,
    "rc-67": PROVEN,
    "rc-255": PROVEN,
}
"""Every fault, and what an apply that begins with a running VM ends in."""
ENDS = {
    "shutdown-hang": "choice",
    "shutdown-hang,shutdown-hang-force": "choice",
    "shutdown-noop": "gone",
    "swap-disk-fails": "swap",
}
"""Faults that come out when a limit ends, by its name; all others without any."""
WITHOUT_A_VM = {"stub-waits", "service-refuses"}
"""A wsl.exe without WSL, or whose service refuses, has no VM that could run; tests/machine/wsl asks it."""


def boot_errors() -> list[str]:
    """By name from the emulator's own table; the default run takes some, for an apply sees them all alike."""
    table = (EMULATOR / "failures.py").read_text().partition("BOOT_ERRORS = {")[2].partition("\n}")[0]
    names = re.findall(r'^    "([a-z-]+)":', table, re.MULTILINE)
    return [f"boot-error:{name}" for name in (names if os.environ.get("WSLMEM_THOROUGH") else names[::5])]


def test_no_fault_of_the_emulator_is_left_out() -> None:
    known = set(re.findall(r'^ {8}"([a-z0-9-]+)",$', (EMULATOR / "faults.py").read_text(), re.MULTILINE))
    assert known - {"boot-error"} - WITHOUT_A_VM <= {
        name.partition(":")[0] for fault in FAULTS for name in fault.split(",")
    }


@pytest.fixture
def paths_with_a_vm(paths: MachinePaths, boot: Callable[[], str]) -> MachinePaths:
    """The emulated machine while its VM runs with the old file."""
    boot()
    return paths


@pytest.mark.parametrize(("fault", "expected"), [*FAULTS.items(), *((fault, OLD_BACK) for fault in boot_errors())])
def test_an_apply_under_a_fault_ends_as_promised(
    run: Callable[..., list[events.ApplyEvent]], stand_in: Any, paths_with_a_vm: MachinePaths, fault: str, expected: str
) -> None:
    paths = paths_with_a_vm
    stand_in.knobs(faults=fault.split(","))
    try:
        seen = run(ends=ENDS.get(fault, ""))
    finally:
        stand_in.knobs(faults=[])
    assert ended_as(seen, paths) == expected, seen[-1]
    left = closing(seen[-1], paths.wslconfig)
    told = as_text(left) if left is not None else ""
    if expected != PROVEN:
        assert re.search(r"^  next: +\S", told, re.MULTILINE), told
        assert str(paths.wslconfig) in told, told
    if expected == TOLD:
        (backup,) = Backups(paths.state_dir).list(paths.wslconfig)
        assert f"wslmem restore {backup.number}" in told
        assert Backups(paths.state_dir).read(backup) == OLD


def ended_as(seen: list[events.ApplyEvent], paths: MachinePaths) -> str:
    """In which of the promised ways it ended; what is on disk and in the VM must agree."""
    content = paths.wslconfig.read_bytes()
    assert content in (OLD, NEW)
    assert interruptions(paths) == ()
    end = seen[-1]
    assert isinstance(end, events.ApplyResult)
    if end.effective:
        assert (content, processors_and_memory(paths)) == (NEW, (1, 2))
        return PROVEN
    assert end.problem is not None
    if not end.rolled_back:
        assert content == NEW
        return TOLD
    assert content == OLD
    proven = next(event.proven for event in seen if isinstance(event, events.RolledBack))
    if proven:
        assert processors_and_memory(paths) == (1, 3)
    return OLD_PROVEN if proven else OLD_BACK


def processors_and_memory(paths: MachinePaths) -> tuple[int, int]:
    """What the VM shows to somebody else: processors, and whole GiB of memory= that fit its MemTotal."""
    act = [str(paths.wsl_exe), "-e", "/bin/sh", "-c", "nproc; grep MemTotal /proc/meminfo"]
    shown = subprocess.run(act, capture_output=True, text=True, check=True, input="").stdout.split()
    return int(shown[0]), -(-int(shown[2]) // (1 << 20))

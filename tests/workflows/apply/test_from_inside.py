"""From inside WSL the file is edited, and the restart is handed to Windows instead of ending the run in the middle."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from wslmem.machine.host.paths import MachinePaths
from wslmem.workflows.apply import events
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.apply.recovery import interruptions
from wslmem.workflows.consent import Consent

MEMORY = {
    "TotalKB": 16 << 20, "FreeKB": 8 << 20, "CommitLimitKB": 20 << 20, "CommitFreeKB": 10 << 20, "Processors": 8,
    "PageFilesAutomatic": True, "PageFilesMB": [], "VmName": None, "VmWorkingSet": None, "VmPrivate": None,
}  # fmt: skip


pytestmark = pytest.mark.posix_only(reason="a program of Windows is played by a script of a Linux shell")


@pytest.fixture
def inside(paths: MachinePaths, tmp_path: Path) -> MachinePaths:
    """The emulated machine as a process inside its VM sees it: Windows answers through PowerShell alone."""
    shell = tmp_path / "powershell.exe"
    shell.write_text(
        f"#!/bin/sh\nprintf '%s\\n' \"$4\" >> {tmp_path}/asked\n"
        'case "$4" in\n'
        f"*Start-Process*) echo 'handed over' ;;\n*) echo '{json.dumps(MEMORY)}' ;;\nesac\n"
    )
    shell.chmod(shell.stat().st_mode | stat.S_IXUSR)
    return replace(paths, side="wsl", powershell_exe=shell)


def test_the_restart_is_handed_to_windows(inside: MachinePaths, tmp_path: Path, boot: Callable) -> None:
    boot()
    request = events.ApplyRequest((("wsl2.memory", "4GB"),), shutdown=events.Shutdown.NOW)
    seen = list(apply(request, inside, Consent.script()))
    handed = next(event for event in seen if isinstance(event, events.HandedOver))
    asked = (tmp_path / "asked").read_text().splitlines()
    assert handed.command in asked[-1]
    assert "wsl.exe --shutdown; wsl.exe -d Ubuntu-24.04" in handed.command
    assert b"memory=4GB" in inside.wslconfig.read_bytes()
    assert not any(isinstance(event, events.ShuttingDown) for event in seen)
    assert seen[-1].effective is None, "that is for the next start to prove"
    assert interruptions(inside) == ()


def test_the_limits_of_the_windows_host_count_and_not_those_of_the_vm(inside: MachinePaths) -> None:
    request = events.ApplyRequest((("wsl2.memory", "15GB"),))
    seen = list(apply(request, inside, Consent.script()))
    codes = [caution.code for caution in seen[-1].cautions]
    assert codes == ["commit-limit", "little-for-windows"]

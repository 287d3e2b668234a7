"""Driving an apply against the emulated machine, by path alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system.side import side
from wslmem.records import replace
from wslmem.units import Seconds
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.apply.events import ApplyEvent, ApplyRequest, Patience, Shutdown
from wslmem.workflows.consent import Consent

OLD = b"# mine\r\n[wsl2]\r\nmemory=3GB   # was 8GB\r\nprocessors=1\r\n"
STAGES = (1.5, 3) if sys.platform == "win32" else (0.3, 0.6)
"""From Windows a call of wsl.exe crosses the bridge, which takes half a second by itself."""
SOON = Seconds(3 * STAGES[-1])
"""After both stages of a shutdown, and after what the emulator does at once."""
PATIENT = Patience(*map(Seconds, (*STAGES, 120, 120, 240, 120, 120, 120)))
"""Soon tells of a shutdown that lasts, and ends no wait before what is waited for: a busy machine may take long."""


@pytest.fixture
def paths(stand_in: Any, tmp_path: Path) -> MachinePaths:
    """The emulated machine with a lived-in file."""
    stand_in.wslconfig.write_bytes(OLD)
    state = tmp_path / "state"
    return MachinePaths(side(), stand_in.wslconfig, stand_in.wsl_exe, None, state, state / "config.toml")


@pytest.fixture
def patience() -> Patience:
    """What `run` gives a shutdown; a test that waits for the end of a limit names it: `ends="gone"`."""
    return PATIENT


@pytest.fixture
def run(paths: MachinePaths) -> Callable[..., list[ApplyEvent]]:
    """Apply memory=2GB with a restart and give all events."""

    def drive(*, force: bool = False, memory: str = "2GB", ends: str = "", **wishes: Any) -> list[ApplyEvent]:
        patience = replace(PATIENT, **({ends: SOON} if ends else {}))
        fields: dict[str, Any] = {"shutdown": Shutdown.NOW, "patience": patience} | wishes
        request = ApplyRequest((("wsl2.memory", memory),), **fields)
        return list(apply(request, paths, Consent.script(force=force)))

    return drive


@pytest.fixture
def boot(stand_in: Any) -> Callable[[], str]:
    """Start the VM as a user would, and give its boot_id."""

    def start() -> str:
        command = [str(stand_in.wsl_exe), "-e", "cat", "/proc/sys/kernel/random/boot_id"]
        return subprocess.run(command, capture_output=True, text=True, check=True, input="").stdout.strip()

    return start

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
from wslmem.units import Seconds
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.apply.events import ApplyEvent, ApplyRequest, Patience, Shutdown
from wslmem.workflows.consent import Consent

OLD = b"# mine\r\n[wsl2]\r\nmemory=3GB   # was 8GB\r\nprocessors=1\r\n"
LIMITS = (1.5, 3, 7.5, 6, 60, 9) if sys.platform == "win32" else (0.3, 0.6, 1.5, 3, 30, 6)
"""From Windows a call of wsl.exe crosses the bridge, which takes half a second by itself."""
QUICK = Patience(*map(Seconds, LIMITS))


@pytest.fixture
def paths(stand_in: Any, tmp_path: Path) -> MachinePaths:
    """The emulated machine with a lived-in file."""
    stand_in.wslconfig.write_bytes(OLD)
    state = tmp_path / "state"
    return MachinePaths(side(), stand_in.wslconfig, stand_in.wsl_exe, None, state, state / "config.toml")


@pytest.fixture
def patience() -> Patience:
    """What `run` gives a shutdown."""
    return QUICK


@pytest.fixture
def run(paths: MachinePaths) -> Callable[..., list[ApplyEvent]]:
    """Apply memory=2GB with a restart and give all events."""

    def drive(*, force: bool = False, memory: str = "2GB", **wishes: Any) -> list[ApplyEvent]:
        fields: dict[str, Any] = {"shutdown": Shutdown.NOW, "patience": QUICK} | wishes
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

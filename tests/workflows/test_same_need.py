"""A build needs the same before its settings are applied and after that, wherever it is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from wslmem.cli import main
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own import sample_module
from wslmem.tui.app import WslmemApp
from wslmem.units import MIB

HELD = 700
HOLD = f"held = bytearray(b'x') * ({HELD} << 20); print(flush=True); input()"
"""What an editor's server holds: it goes with the VM, and comes back when somebody opens the editor again."""


@pytest.fixture
def told(paths: MachinePaths, tmp_path: Path, monkeypatch: Any, capfd: Any) -> Callable[..., Any]:
    """What a command tells of the sample module, as JSON."""
    sample_module.write(tmp_path / "sample")
    for name, value in (("CONFIG", paths.wslconfig), ("WSL", paths.wsl_exe), ("STATE", paths.state_dir)):
        monkeypatch.setenv(f"WSLMEM_{name}", str(value))

    def tell(verb: str) -> Any:
        capfd.readouterr()
        assert main([verb, str(tmp_path / "sample"), "--json"]) in (0, 2)
        return json.loads(capfd.readouterr().out)

    return tell


@contextmanager
def lived_in(wsl: Path) -> Iterator[None]:
    """The VM with an editor's server in it."""
    command = [str(wsl), "--", sys.executable, "-c", HOLD]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as editor:
        assert editor.stdout is not None
        assert editor.stdout.readline()
        yield


def memory(told: Any) -> str | None:
    """What is advised for memory=; None where the file stays."""
    return next(one["value"] for one in told["settings"] if one["key"] == "wsl2.memory")


@pytest.mark.posix_only(reason="holds memory in the VM")
@pytest.mark.parametrize("uptime", [30, 5000], ids=["young", "settled"])
async def test_a_build_needs_the_same_before_its_settings_are_applied_and_after(
    stand_in, paths, run, told, uptime
) -> None:
    stand_in.knobs(host_memory=16 << 30, uptime=uptime)
    stand_in.wslconfig.write_bytes(b"[wsl2]\r\nmemory=1GB\r\nswap=0\r\n")
    with lived_in(paths.wsl_exe):
        before, status = told("recommend"), told("status")
        assert before["other_processes"]["size"] > HELD * MIB
        assert before["other_processes"]["source"] == "measured"
        stand_in.knobs(uptime=5)
        run(memory=memory(before))
    after = told("recommend")
    assert after["other_processes"] == before["other_processes"] | {"source": "measured-earlier"}
    assert (after["need"], memory(after)) == (before["need"], None)
    assert told("status")["other_processes"]["size"] == status["other_processes"]["size"]
    app = WslmemApp(paths, paths.state_dir.parent / "sample")
    async with app.run_test() as pilot:
        while app.state.survey is None or not app.state.survey.complete:
            await pilot.pause(0.05)
        assert app.state.survey.recommendation.need == before["need"]

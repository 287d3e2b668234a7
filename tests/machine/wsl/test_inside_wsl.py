"""Inside WSL a shutdown is refused, or handed to Windows."""

from __future__ import annotations

from pathlib import Path

import pytest

from wslmem.errors import UnavailableError
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.wsl import inside_wsl
from wslmem.machine.wsl.wsl import Wsl
from wslmem.machine.wsl.wsl_errors import InsideWslError
from wslmem.units import Seconds


def paths(tmp_path: Path, powershell: Path | None, wsl: Path | None = None) -> MachinePaths:
    return MachinePaths("wsl", tmp_path / "f", wsl, powershell, tmp_path / "state", tmp_path / "config.toml")


def test_a_shutdown_from_inside_is_refused_with_the_command_for_windows(tmp_path, program):
    mark = tmp_path / "called"
    exe = program("wsl.exe", f"touch {mark}")
    with pytest.raises(InsideWslError) as caught:
        Wsl.at(paths(tmp_path, None, exe)).shutdown()
    assert "wsl.exe --shutdown" in str(caught.value.next_step)
    assert not mark.exists()


def test_windows_gets_a_detached_command_that_waits_shuts_down_and_starts_again(tmp_path, program):
    shell = program("powershell.exe", f'printf %s "$4" > {tmp_path}/given; printf "handed over\\r\\n"')
    handed = inside_wsl.hand_over(paths(tmp_path, shell), restart="Ubuntu-24.04", delay=Seconds(2.5))
    script = (tmp_path / "given").read_text()
    assert handed.command == "wsl.exe --shutdown; wsl.exe -d Ubuntu-24.04 --cd / -e /bin/sh -c true"
    assert handed.delay == 2.5
    assert "Start-Process -WindowStyle Hidden -FilePath powershell.exe" in script
    assert f"'Start-Sleep -Milliseconds 2500; {handed.command}'" in script


def test_force_is_passed_on_and_nothing_is_started_again_unless_asked():
    assert inside_wsl.command(force=True) == "wsl.exe --shutdown --force"


@pytest.mark.parametrize("name", ["'; Remove-Item x; '", "a b", ""])
def test_a_name_that_could_be_code_is_refused(name):
    with pytest.raises(ValueError, match="no name"):
        inside_wsl.command(restart=name)


@pytest.mark.parametrize("text", ["exit 1", "echo something else"])
def test_when_windows_does_not_take_over_the_command_to_type_is_told(tmp_path, program, text):
    with pytest.raises(UnavailableError) as caught:
        inside_wsl.hand_over(paths(tmp_path, program("powershell.exe", text)))
    assert str(caught.value.next_step) == "in PowerShell, run: wsl.exe --shutdown"

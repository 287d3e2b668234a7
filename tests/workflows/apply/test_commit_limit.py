"""A VM that Windows cannot back is refused, until somebody who was told confirms it; in each face."""

from __future__ import annotations

import io
import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from wslmem.cli import main, plain
from wslmem.errors import UsageError
from wslmem.machine.host.paths import MachinePaths
from wslmem.workflows.apply import events
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.consent import Consent

pytestmark = pytest.mark.posix_only(reason="a program of Windows is played by a script of a Linux shell")

GIB_IN_KB = 1 << 20
WANTED = (("wsl2.memory", "14GB"),)
FIXED = {"PageFilesAutomatic": False, "PageFilesMB": [4096]}
MANAGED = {"PageFilesAutomatic": True, "PageFilesMB": []}


@pytest.fixture
def with_page_files(paths: MachinePaths, tmp_path: Path) -> Callable[..., MachinePaths]:
    """Windows with 16 GB of RAM and 10 GB of its commit limit of 20 GB taken, as a process inside WSL is told of it."""

    def make(**page_files: Any) -> MachinePaths:
        told = {
            "TotalKB": 16 * GIB_IN_KB, "FreeKB": 8 * GIB_IN_KB, "CommitLimitKB": 20 * GIB_IN_KB,
            "CommitFreeKB": 10 * GIB_IN_KB, "Processors": 8, "VmName": None, "VmWorkingSet": None, "VmPrivate": None,
        }  # fmt: skip
        shell = tmp_path / "powershell.exe"
        shell.write_text(f"#!/bin/sh\necho '{json.dumps(told | page_files)}'\n")
        shell.chmod(shell.stat().st_mode | stat.S_IXUSR)
        return replace(paths, side="wsl", powershell_exe=shell)

    return make


def last(paths: MachinePaths, **wishes: Any) -> events.ApplyResult:
    *_, end = apply(events.ApplyRequest(WANTED, **wishes), paths, Consent.script())
    assert isinstance(end, events.ApplyResult)
    return end


def test_more_than_fixed_page_files_can_ever_back_is_refused_with_the_figures(
    with_page_files: Callable[..., MachinePaths],
) -> None:
    paths = with_page_files(**FIXED)
    before = paths.wslconfig.read_bytes()
    with pytest.raises(UsageError, match=r"memory=14GB.*\(10 GiB\).*20 GiB.*10 GiB is in use") as caught:
        last(paths)
    assert "--yes" in str(caught.value.next_step)
    assert str(caught.value.on_disk) == "unchanged"
    assert paths.wslconfig.read_bytes() == before


def test_consent_lifts_the_refusal_and_leaves_a_caution(with_page_files: Callable[..., MachinePaths]) -> None:
    end = last(with_page_files(**FIXED), accept_small=True)
    assert end.changed
    assert "commit-limit" in [caution.code for caution in end.cautions]


def test_page_files_that_windows_lets_grow_leave_a_caution_alone(with_page_files: Callable[..., MachinePaths]) -> None:
    end = last(with_page_files(**MANAGED))
    assert end.changed
    assert "commit-limit" in [caution.code for caution in end.cautions]


@pytest.mark.parametrize(
    "room", [{"PageFilesMB": [8192]}, {"VmName": "vmmemWSL", "VmWorkingSet": 1, "VmPrivate": 4 << 30}]
)
def test_what_page_files_may_grow_to_and_what_the_vm_holds_already_count_as_room(
    with_page_files: Callable[..., MachinePaths], room: dict[str, Any]
) -> None:
    assert last(with_page_files(**FIXED | room)).changed


def test_what_the_file_said_before_is_not_refused(with_page_files: Callable[..., MachinePaths]) -> None:
    paths = with_page_files(**FIXED)
    paths.wslconfig.write_bytes(b"[wsl2]\nmemory=14GB\n")
    *_, end = apply(events.ApplyRequest((("wsl2.swap", "1GB"),)), paths, Consent.script())
    assert end.changed


def test_on_the_command_line_yes_confirms_it(
    with_page_files: Callable[..., MachinePaths], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = with_page_files(**FIXED)
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(release="6.6.87.2-microsoft-standard-WSL2", nodename=""))
    for name, path in {"CONFIG": paths.wslconfig, "WSL": paths.wsl_exe, "STATE": paths.state_dir}.items():
        monkeypatch.setenv(f"WSLMEM_{name}", str(path))
    monkeypatch.setenv("WSLMEM_POWERSHELL", str(paths.powershell_exe))
    line = ["apply", "--memory", "14GB", "--shutdown", "never", "--json"]
    assert main(line) == 64
    refused = json.loads(capsys.readouterr().out)["error"]
    assert "--yes" in refused["next_step"]
    assert main([*line, "--yes"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["changed"] is True
    assert "commit-limit" in [warning["code"] for warning in told["warnings"]]


def test_in_plain_questions_it_is_told_before_the_file_is_written(
    with_page_files: Callable[..., MachinePaths],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    paths = with_page_files(**FIXED)
    monkeypatch.setattr("sys.stdin", io.StringIO("2\n14GB\n\n\ny\nn\n0\n"))
    plain.ask(paths, tmp_path)
    told = capsys.readouterr().out
    assert told.index("Windows can commit only 10 GiB") < told.index("Write the file?")
    assert b"memory=14GB" in paths.wslconfig.read_bytes()

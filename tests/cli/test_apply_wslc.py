"""`wslmem apply --wslc-memory`: settings.yaml of wslc with the promises of `.wslconfig`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from wslmem.machine.own.backups import Backups, digest
from wslmem.machine.own.journal import Journal, Step, begin

SETTINGS = b"# mine\r\nsession:\r\n  cpuCount: 4\r\n  memorySize: 4GB # for tests\r\n"


@pytest.fixture
def settings(config: Path) -> Path:
    """settings.yaml beside the `.wslconfig` of the test."""
    path = config.parent / "AppData" / "Local" / "wslc" / "settings.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes(SETTINGS)
    return path


def test_one_value_changes_and_wslconfig_stays(wslmem: Callable, config: Path, settings: Path) -> None:
    before = config.read_bytes()
    ran = wslmem("apply", "--wslc-memory", "1GB")
    assert (ran.code, settings.read_bytes()) == (0, SETTINGS.replace(b"4GB", b"1GB"))
    assert config.read_bytes() == before
    assert "takes effect when wslc starts its next VM" in ran.stdout


def test_the_command_that_it_tells_brings_the_old_file_back(wslmem: Callable, settings: Path) -> None:
    wslmem("apply", "--wslc-memory", "1GB")
    ran = wslmem("restore", "1", "--config", str(settings))
    assert (ran.code, settings.read_bytes()) == (0, SETTINGS)


def test_both_files_change_in_one_run_and_json_tells_both(wslmem: Callable, config: Path, settings: Path) -> None:
    ran = wslmem("apply", "--json", "--memory", "2GB", "--wslc-memory", "1GB", "--shutdown", "never", "--yes")
    assert ran.code == 0
    assert (ran.json["changed"], ran.json["wslc"]["changed"], ran.json["wslc"]["memory"]) == (True, True, 1 << 30)
    assert Path(ran.json["wslc"]["backup"]).read_bytes() == SETTINGS
    assert b"memory=2GB" in config.read_bytes()
    assert b"memorySize: 1GB" in settings.read_bytes()


def test_check_and_diff_write_nothing_and_end_with_2(wslmem: Callable, settings: Path) -> None:
    ran = wslmem("apply", "--check", "--diff", "--wslc-memory", "1GB")
    assert (ran.code, settings.read_bytes()) == (2, SETTINGS)
    assert "+  memorySize: 1GB # for tests" in ran.stdout
    assert wslmem("apply", "--check", "--wslc-memory", "4GB").code == 0


def test_the_same_again_writes_nothing(wslmem: Callable, settings: Path, tmp_path: Path) -> None:
    stamp = settings.stat().st_mtime_ns
    ran = wslmem("apply", "--wslc-memory", "4GB")
    assert (ran.code, settings.stat().st_mtime_ns) == (0, stamp)
    assert "nothing to do" in ran.stdout
    assert list((tmp_path / "state").rglob("*.bak")) == []


@pytest.mark.parametrize(
    "case",
    [(b"session: {", "1GB", 65), (SETTINGS, "1gb", 64), (SETTINGS, "9999999GB", 64), (b"session: 4\n", "1GB", 65)],
)
def test_what_cannot_be_done_changes_neither_file(
    wslmem: Callable, config: Path, settings: Path, case: tuple[bytes, str, int]
) -> None:
    data, value, code = case
    settings.write_bytes(data)
    before = config.read_bytes()
    ran = wslmem("apply", "--memory", "2GB", "--yes", "--shutdown", "never", "--wslc-memory", value)
    assert ran.code == code, ran.stderr
    assert (settings.read_bytes(), config.read_bytes()) == (data, before)


def test_a_killed_change_is_told_and_taken_back_by_the_command_that_it_names(
    wslmem: Callable, settings: Path, tmp_path: Path
) -> None:
    state, new = tmp_path / "state", SETTINGS.replace(b"4GB", b"1GB")
    backup = Backups(state).keep(settings, SETTINGS).backup
    settings.write_bytes(new)
    entry = replace(
        begin("apply", settings, existed=True), step=Step.WRITE, backup=backup.path.name, wrote=(digest(new),)
    )
    Journal(state, "apply", settings).write(entry)
    told = wslmem("status").stdout
    assert f'wslmem restore 1 --config "{settings}"' in told
    assert "to finish" not in told
    assert wslmem("restore", "1", "--config", str(settings)).code == 0
    assert settings.read_bytes() == SETTINGS
    assert "interrupted" not in wslmem("status").stdout


def test_without_wslc_it_says_so(wslmem: Callable, config: Path) -> None:
    ran = wslmem("apply", "--wslc-memory", "1GB")
    assert ran.code == 66, ran.stderr
    assert "never used" in ran.stderr


def test_status_tells_both_vms_and_that_they_are_too_much(wslmem: Callable, settings: Path) -> None:
    settings.write_bytes(b"# all defaults\n")
    ran = wslmem("status", "--json")
    total = ran.json["host"]["total"]
    assert ran.json["wslc"]["is_default"] is True
    assert abs(ran.json["wslc"]["memory"] - total // 2) < 1 << 20
    settings.write_bytes(f"session:\n  memorySize: {total}\n".encode())
    assert any(one["code"] == "two-vms" for one in wslmem("status", "--json").json["cautions"])
    settings.write_bytes(b"session:\n  memorySize: 4gb\n")
    assert "4gb is no size that wslc reads" in wslmem("status").stdout

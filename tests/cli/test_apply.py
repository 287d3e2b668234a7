"""`wslmem --apply`: the one value's bytes change, and nothing else; every refusal leaves the file as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


def test_one_value_changes_and_not_a_byte_beside_it(wslmem: Callable, config: Path) -> None:
    before = config.read_bytes()
    ran = wslmem("--apply", "--memory", "6GB", "--shutdown", "never")
    assert ran.code == 0
    assert config.read_bytes() == before.replace(b"4GB", b"6GB")


def test_a_second_run_writes_nothing_and_makes_no_backup(wslmem: Callable, config: Path, tmp_path: Path) -> None:
    wslmem("--apply", "--memory", "6GB", "--shutdown", "never")
    stamp, backups = config.stat().st_mtime_ns, sorted((tmp_path / "state").rglob("*.bak"))
    ran = wslmem("--apply", "--memory", "6GB", "--shutdown", "never")
    assert (ran.code, ran.stdout) == (0, "nothing to do: the file already has these settings\n")
    assert config.stat().st_mtime_ns == stamp
    assert sorted((tmp_path / "state").rglob("*.bak")) == backups
    assert len(backups) == 1


def test_the_same_size_in_another_spelling_is_nothing_to_do(wslmem: Callable, config: Path) -> None:
    before = config.read_bytes()
    assert wslmem("apply", "--memory", "4096MB", "--shutdown", "never").code == 0
    assert config.read_bytes() == before


def test_check_writes_nothing_and_ends_with_2(wslmem: Callable, config: Path) -> None:
    before = config.read_bytes()
    ran = wslmem("apply", "--check", "--diff", "--memory", "6GB")
    assert ran.code == 2
    assert "+memory=6GB   # was 8GB" in ran.stdout
    assert config.read_bytes() == before
    assert wslmem("apply", "--check", "--memory", "4GB").code == 0


def test_the_json_of_an_apply_names_change_diff_and_backup(wslmem: Callable, config: Path) -> None:
    ran = wslmem("apply", "--json", "--memory", "6GB", "--swap", "2GB", "--shutdown", "never")
    told = ran.json
    assert ran.code == 0
    assert told["schema"] == "wslmem/apply/1"
    assert told["changed"] is True
    assert told["changes"] == [
        {"key": "wsl2.memory", "before": "4GB", "after": "6GB"},
        {"key": "wsl2.swap", "before": None, "after": "2GB"},
    ]
    assert "-memory=4GB" in told["diff"]
    assert Path(told["backup"]).read_bytes().startswith(b"# mine")
    assert told["effective"] is None
    assert ran.stdout.isascii()


def test_default_removes_the_key(wslmem: Callable, config: Path) -> None:
    assert wslmem("apply", "--memory", "default", "--shutdown", "never").code == 0
    assert b"memory" not in config.read_bytes()
    assert b"processors=2" in config.read_bytes()


@pytest.mark.parametrize(
    ("option", "value", "offer"),
    [
        ("--memory", "8gb", "--memory 8GB"),
        ("--memory", "8 GB", "--memory 8GB"),
        ("--memory", "1.5GB", "--memory 1536MB"),
        ("--memory", "8", "--memory 8GB"),
        ("--memory", "lots", "digits"),
        ("--memory", "0", "--memory default"),
        ("--swap", "8GiB", "--swap 8GB"),
        ("--processors", "four", "whole number"),
        ("--processors", "0", "whole number"),
    ],
)  # fmt: skip
def test_a_value_that_wsl_would_ignore_is_refused_with_one_that_works(
    wslmem: Callable, config: Path, option: str, value: str, offer: str
) -> None:
    before = config.read_bytes()
    ran = wslmem("apply", option, value, "--shutdown", "never")
    assert ran.code == 64
    assert offer in ran.stderr
    assert config.read_bytes() == before


def test_a_host_cannot_be_asked_for_more_than_it_has(wslmem: Callable, config: Path) -> None:
    before = config.read_bytes()
    ran = wslmem("apply", "--memory", "900TB", "--shutdown", "never")
    assert ran.code == 64
    assert "RAM" in ran.stderr
    assert config.read_bytes() == before


def test_less_than_2_gb_needs_consent(wslmem: Callable, config: Path) -> None:
    assert wslmem("apply", "--memory", "1GB", "--shutdown", "never").code == 64
    assert b"memory=4GB" in config.read_bytes()
    assert wslmem("apply", "--memory", "1GB", "--yes", "--shutdown", "never").code == 0
    assert b"memory=1GB" in config.read_bytes()


def test_a_folder_in_the_place_of_the_file_is_refused(wslmem: Callable, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    ran = wslmem("apply", "--config", str(folder), "--memory", "4GB", "--shutdown", "never")
    assert ran.code == 65
    assert str(folder) in ran.stderr


def test_a_missing_file_is_made_with_its_section(wslmem: Callable, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh" / ".wslconfig"
    fresh.parent.mkdir()
    assert wslmem("apply", "--config", str(fresh), "--memory", "4GB", "--shutdown", "never").code == 0
    assert b"[wsl2]" in fresh.read_bytes()
    assert b"memory=4GB" in fresh.read_bytes()


def test_a_profile_of_config_toml_names_settings(wslmem: Callable, config: Path, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir(exist_ok=True)
    (tmp_path / "state" / "config.toml").write_text('[profiles.heavy]\nmemory = "5GB"\nswap = "1GB"\n')
    assert wslmem("apply", "--profile", "heavy", "--shutdown", "never").code == 0
    assert b"memory=5GB" in config.read_bytes()
    assert wslmem("apply", "--profile", "light", "--shutdown", "never").code == 66


def test_errors_are_json_too_when_json_was_asked_for(wslmem: Callable) -> None:
    told = wslmem("apply", "--json", "--memory", "8gb").json
    assert told["schema"] == "wslmem/error/1"
    assert told["exit"] == 64
    assert "8GB" in told["error"]["next_step"]


def test_a_wrong_option_ends_with_64_and_names_the_help(wslmem: Callable) -> None:
    ran = wslmem("apply", "--memorry", "8GB")
    assert ran.code == 64
    assert "wslmem apply --help" in ran.stderr


def test_a_restart_without_wsl_is_refused_before_a_byte_is_written(wslmem: Callable, config: Path) -> None:
    before = config.read_bytes()
    assert wslmem("apply", "--memory", "6GB", "--shutdown", "now").code == 69
    assert config.read_bytes() == before


@pytest.mark.parametrize(("swap", "told"), [("60TB", "free"), ("9000TB", "no disk can be as large")])
def test_swap_that_its_disk_cannot_hold_is_refused(wslmem: Callable, config: Path, swap: str, told: str) -> None:
    before = config.read_bytes()
    ran = wslmem("apply", "--swap", swap, "--shutdown", "never")
    assert ran.code == 64
    assert told in ran.stderr
    assert config.read_bytes() == before

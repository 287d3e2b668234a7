"""`wslmem restore`: what it lists, puts back and verifies, as a person and a script see it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wslmem.machine.own.backups import Backups

CHANGE = ("apply", "--memory", "3GB", "--shutdown", "never")


def test_verify_says_that_all_is_sound(wslmem: Callable) -> None:
    wslmem(*CHANGE)
    ran = wslmem("restore", "--verify")
    assert ran.code == 0
    assert ran.stdout.startswith("sound: 1 backup and 0 journals in ")


def test_verify_names_what_is_not_sound_and_fails(wslmem: Callable, config: Path, tmp_path: Path) -> None:
    wslmem(*CHANGE)
    (one,) = Backups(tmp_path / "state").list(config)
    one.path.write_bytes(b"something else")
    ran = wslmem("restore", "--verify")
    assert ran.code == 1
    assert f"error  {one.path}: this backup is damaged" in ran.stdout
    assert "1 problem: 1 backup and 0 journals in " in ran.stdout
    told = wslmem("restore", "--verify", "--json").json
    assert [defect["path"] for defect in told["defects"]] == [str(one.path)]
    assert told["backups"] == 1


def test_verify_takes_no_backup(wslmem: Callable) -> None:
    assert wslmem("restore", "--verify", "1").code == 64


@pytest.mark.posix_only(reason="modes of POSIX")
@pytest.mark.parametrize("later", [None, 0o644, 0o640])
def test_a_private_file_has_a_private_backup_and_comes_back_private(
    wslmem: Callable, config: Path, tmp_path: Path, later: int | None
) -> None:
    """Whether it is gone by then, or an editor has made it anew for everybody."""
    config.chmod(0o600)
    before = config.read_bytes()
    wslmem(*CHANGE)
    (one,) = Backups(tmp_path / "state").list(config)
    assert one.path.stat().st_mode & 0o777 == 0o600
    config.unlink()
    if later is not None:
        config.write_bytes(b"made anew")
        config.chmod(later)
    assert wslmem("restore", "1").code == 0
    assert config.read_bytes() == before
    assert config.stat().st_mode & 0o777 == 0o600


@pytest.mark.posix_only(reason="modes of POSIX")
def test_a_file_that_was_made_private_since_is_not_opened_by_a_restore(wslmem: Callable, config: Path) -> None:
    config.chmod(0o644)
    wslmem(*CHANGE)
    config.chmod(0o600)
    assert wslmem("restore", "1").code == 0
    assert config.stat().st_mode & 0o777 == 0o600

"""Whatever runs after a killed run says what that one left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from wslmem.machine import files
from wslmem.machine.backups import Backups
from wslmem.workflows.journal import Journal, begin


@pytest.fixture
def killed(wslmem: Callable, config: Path, tmp_path: Path) -> Path:
    """A state folder whose last apply was killed after it had written the file."""
    state = tmp_path / "state"
    old = config.read_bytes()
    backup = Backups(state).save(config, old)
    entry = replace(begin("apply", config, existed=True, keep=True), step="write", backup=backup.path.name)
    files.write_file(config, old.replace(b"4GB", b"6GB"), expected=old)
    Journal(state, "apply").write(entry)
    return state


@pytest.mark.parametrize("line", ["show", "restore", "apply --memory 6GB --shutdown never"])
def test_the_next_command_says_what_was_interrupted_and_what_can_be_done(
    wslmem: Callable, killed: Path, line: str
) -> None:
    told = wslmem(*line.split()).stderr
    assert told.startswith("interrupted: An apply begun ")
    assert "`wslmem restore 2" in told, "the old file has a name"


def test_it_is_told_until_it_is_dismissed(wslmem: Callable, killed: Path) -> None:
    assert "interrupted" in wslmem("status", "--dismiss").stdout
    assert "interrupted" not in wslmem("status").stdout
    assert not list(killed.glob("journal-*"))


def test_putting_the_old_file_back_settles_it(wslmem: Callable, killed: Path, config: Path) -> None:
    name = next(killed.rglob("*.bak")).name
    assert wslmem("restore", name).code == 0
    assert b"memory=4GB" in config.read_bytes()
    assert "interrupted" not in wslmem("show").stderr

"""Whatever runs after a killed run says what that one left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.mark.parametrize("line", ["show", "restore", "apply --memory 6GB --shutdown never"])
def test_the_next_command_says_what_was_interrupted_and_what_can_be_done(
    wslmem: Callable, killed: Path, line: str
) -> None:
    told = wslmem(*line.split()).stderr
    assert told.startswith("interrupted  apply, started 20")
    assert "  to undo    wslmem restore 1\n" in told
    assert "  to ignore  wslmem status --dismiss\n" in told


def test_it_is_told_until_it_is_dismissed(wslmem: Callable, killed: Path) -> None:
    assert "interrupted" in wslmem("status", "--dismiss").stdout
    assert "interrupted" not in wslmem("status").stdout
    assert not list(killed.glob("journal-*"))


def test_putting_the_old_file_back_settles_it(wslmem: Callable, killed: Path, config: Path) -> None:
    name = next(killed.rglob("*.bak")).name
    assert wslmem("restore", name).code == 0
    assert b"memory=4GB" in config.read_bytes()
    assert "interrupted" not in wslmem("show").stderr

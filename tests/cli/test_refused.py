"""A change that is refused, or fails, changes nothing, adds no backup and says none, and leaves no journal."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from wslmem.machine.files import replace_posix, temporary
from wslmem.machine.own.backups import Backups

pytestmark = pytest.mark.posix_only(reason="modes, links and marks of POSIX")

CHANGE = "apply --memory 3GB --shutdown never"


@pytest.fixture
def immutable(config: Path, needs_tool: Callable[[str], str]) -> Iterator[Path]:
    """The file, marked so that even root cannot replace it."""
    marked = subprocess.run([needs_tool("chattr"), "+i", str(config)], check=False, capture_output=True)
    if marked.returncode:
        pytest.skip(f"this disk has no such mark: {marked.stderr.decode().strip()}")
    yield config
    subprocess.run(["chattr", "-i", str(config)], check=True)


def check(ran: Any, code: int, state: Path, config: Path) -> None:
    assert ran.code == code, ran.stderr
    assert "backed up" not in ran.stderr
    assert "backup" not in ran.stderr.partition("on disk:")[0]
    assert Backups(state).list(config) == ()
    assert not list(state.glob("journal-*"))
    assert not list(config.parent.glob(".wslmem*"))


def test_a_read_only_file(wslmem: Callable, config: Path, tmp_path: Path) -> None:
    config.chmod(0o444)
    before = config.read_bytes()
    check(wslmem(*CHANGE.split()), 77, tmp_path / "state", config)
    assert config.read_bytes() == before


def test_a_file_with_two_names(wslmem: Callable, config: Path, tmp_path: Path) -> None:
    os.link(config, config.with_name("other"))
    check(wslmem(*CHANGE.split()), 65, tmp_path / "state", config)


def test_a_missing_folder(wslmem: Callable, tmp_path: Path) -> None:
    config = tmp_path / "missing" / ".wslconfig"
    check(wslmem(*CHANGE.split(), "--config", str(config)), 73, tmp_path / "state", config)


def test_a_file_that_cannot_be_replaced(wslmem: Callable, immutable: Path, tmp_path: Path) -> None:
    before = immutable.read_bytes()
    ran = wslmem(*CHANGE.split())
    assert (ran.code, immutable.read_bytes()) == (77, before)
    assert Backups(tmp_path / "state").list(immutable) == ()
    assert not list((tmp_path / "state").glob("journal-*"))


def test_a_full_disk(wslmem: Callable, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(temporary, "fill", full)
    check(wslmem(*CHANGE.split()), 74, tmp_path / "state", config)


def test_a_disk_that_fails_at_the_last_step_leaves_the_new_text_beside(
    wslmem: Callable, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, replace = config.read_bytes(), replace_posix.replace

    def broken(new: Path, target: Path) -> bool:
        if target == config:
            raise OSError(5, "Input/output error")
        return replace(new, target)

    monkeypatch.setattr(replace_posix, "replace", broken)
    check(wslmem(*CHANGE.split()), 74, tmp_path / "state", config)
    assert config.read_bytes() == before
    assert b"3GB" in config.with_name(".wslconfig.wslmem-new").read_bytes()


@pytest.mark.parametrize("line", ["show --fix line-ends-in-comment", "restore 1"])
def test_other_ways_of_changing_it_do_the_same(wslmem: Callable, config: Path, tmp_path: Path, line: str) -> None:
    """A restore of a read-only file keeps no copy for an undo that is not needed."""
    state = tmp_path / "state"
    kept = Backups(state).keep(config, b"[wsl2]\n").backup
    config.write_bytes(b"[wsl2]\nmemory=8gb\n")
    config.chmod(0o444)
    ran = wslmem(*(["show", "--fix", "size-lower-case"] if line.startswith("show") else line.split()))
    assert ran.code == 77, ran.stderr
    assert Backups(state).list(config) == (kept,)


def test_an_earlier_killed_run_is_not_forgotten_by_a_change_that_is_refused(
    wslmem: Callable, killed: Path, config: Path
) -> None:
    config.chmod(0o444)
    assert wslmem(*CHANGE.split()).code == 77
    assert "interrupted" in wslmem("status").stdout
    config.chmod(0o644)
    assert wslmem("restore", "1").code == 0
    assert b"memory=4GB" in config.read_bytes()
    assert "interrupted" not in wslmem("status").stdout
    assert not list(killed.glob("journal-*"))

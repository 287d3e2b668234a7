"""`wslmem restore --verify`: every backup and journal is looked at, nothing changes, and each fault is named."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backups
from wslmem.machine.own.journal import Journal, Step, begin
from wslmem.workflows.apply.verify import verify

pytestmark = pytest.mark.posix_only(reason="modes, FIFOs and links of POSIX")

OLD = b"[wsl2]\nmemory=4GB\n"


@pytest.fixture
def paths(tmp_path: Path) -> MachinePaths:
    """Three sound backups, one of them of "no file", and the journal of a killed apply."""
    config, state = tmp_path / "profile" / ".wslconfig", tmp_path / "state"
    config.parent.mkdir()
    config.write_bytes(OLD)
    kept = Backups(state)
    for data in (None, b"a", OLD):
        last = kept.keep(config, data).backup
    entry = replace(begin("apply", config, existed=True), step=Step.WRITE, backup=last.path.name)
    Journal(state, "apply", config).write(entry)
    return MachinePaths("linux", config, None, None, state, state / "config.toml")


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(one): (one.lstat().st_mode, one.read_bytes() if one.is_file() else b"") for one in sorted(folder.rglob("*"))
    }


def test_what_is_sound_has_no_defect(paths: MachinePaths) -> None:
    found = verify(paths)
    assert (found.backups, found.journals, found.defects) == (3, 1, ())


def test_a_folder_that_was_never_made_is_sound(tmp_path: Path, paths: MachinePaths) -> None:
    found = verify(replace(paths, state_dir=tmp_path / "none"))
    assert (found.backups, found.journals, found.defects) == (0, 0, ())
    assert not (tmp_path / "none").exists()


def copy(number: int) -> Callable[[MachinePaths], Path]:
    return lambda paths: Backups(paths.state_dir).list(paths.wslconfig)[number - 1].path


def journal(paths: MachinePaths) -> Path:
    (path,) = paths.state_dir.glob("journal-*.json")
    return path


FAULTS: dict[str, tuple[Callable[[MachinePaths], Path], Callable[[Path], object], str]] = {
    "one byte more": (copy(2), lambda path: path.write_bytes(b"ab"), "does not have the hash in its name"),
    "gone, and named by the journal": (copy(3), lambda path: path.unlink(), "names a backup that is gone"),
    "folder": (copy(2), lambda path: (path.unlink(), path.mkdir()), "is a folder"),
    "FIFO": (copy(2), lambda path: (path.unlink(), os.mkfifo(path)), "is a FIFO"),
    "link": (copy(2), lambda path: (path.rename(path.parent / "x"), path.symlink_to("x")), "is a link"),
    "second name": (copy(2), lambda path: os.link(path, path.parent.parent.parent / "x"), "has 2 names"),
    "no name of ours": (copy(2), lambda path: path.rename(path.with_name("notes.txt")), "is not a backup"),
    "number twice": (
        copy(2),
        lambda path: path.with_name(path.name.replace("-0002-", "-0003-")).write_bytes(b"a"),
        "shares number 3",
    ),
    "impossible time": (
        copy(2),
        lambda path: path.rename(path.with_name("99999999T999999Z" + path.name[16:])),
        "impossible time",
    ),
    "open to others": (
        copy(2),
        lambda path: [one.chmod(0o777) for one in (path, *list(path.parents)[:3])],
        "other users can write it",
    ),
    "journal damaged": (journal, lambda path: path.write_bytes(b"{"), "is a journal that cannot be read: not JSON"),
    "journal kept aside": (journal, lambda path: path.rename(path.with_suffix(".unreadable")), ""),
    "journal is a folder": (journal, lambda path: (path.unlink(), path.mkdir()), "is a folder"),
    "lock is a link": (lambda paths: paths.state_dir / "lock", lambda path: path.symlink_to("x"), "is a link"),
    "backups is a file": (
        lambda paths: paths.state_dir / "backups",
        lambda path: (path.rename(path.parent / "b"), path.touch()),
        "cannot be read",
    ),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_and_nothing_is_changed(paths: MachinePaths, fault: str) -> None:
    place, break_, says = FAULTS[fault]
    path = place(paths)
    break_(path)
    before = snapshot(paths.state_dir)
    found = verify(paths)
    assert snapshot(paths.state_dir) == before
    if says:
        assert says in "\n".join(str(defect.text) for defect in found.defects), found
        assert all(str(paths.state_dir) in str(defect.path) for defect in found.defects)
    else:
        assert found.defects == (), "a sound entry under another name is what was found before"


def test_the_backups_of_every_configuration_file_are_looked_at(paths: MachinePaths, tmp_path: Path) -> None:
    other = Backups(paths.state_dir).keep(tmp_path / "other" / ".wslconfig", b"x").backup
    other.path.write_bytes(b"y")
    assert [defect.path for defect in verify(paths).defects] == [other.path]

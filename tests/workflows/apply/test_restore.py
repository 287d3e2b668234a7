"""Restore: any backup, byte for byte, and back again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.errors import BusyError, NotFoundError
from wslmem.machine.files.files import Outcome, read_file
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backups
from wslmem.machine.own.lock import lock
from wslmem.workflows.apply.events import BackedUp, Written
from wslmem.workflows.apply.restore import restore, restoring


def machine(folder: Path) -> MachinePaths:
    return MachinePaths("linux", folder / ".wslconfig", None, None, folder / "state", folder / "config.toml")


contents = st.one_of(st.none(), st.binary(min_size=1, max_size=60))


@given(now=contents, then=contents)
@settings(deadline=None, max_examples=20)
def test_a_restore_brings_every_byte_back_and_its_undo_takes_them_away(now, then, tmp_path_factory):
    paths = machine(tmp_path_factory.mktemp("any"))
    if now is not None:
        paths.wslconfig.write_bytes(now)
    backup = Backups(paths.state_dir).keep(paths.wslconfig, then).backup
    done = restore(paths, backup.path.name)
    assert read_file(paths.wslconfig).data == then
    assert done.changed is (now != then)
    if done.undo is not None:
        restore(paths, done.undo)
    assert read_file(paths.wslconfig).data == now


def test_what_is_there_already_is_left_alone(tmp_path):
    paths = machine(tmp_path)
    paths.wslconfig.write_bytes(b"x")
    backup = Backups(paths.state_dir).keep(paths.wslconfig, b"x").backup
    before = paths.wslconfig.stat().st_mtime_ns
    assert restore(paths, "1").outcome is Outcome.UNCHANGED
    assert Backups(paths.state_dir).list(paths.wslconfig) == (backup,)
    assert paths.wslconfig.stat().st_mtime_ns == before


def test_the_story_is_a_backup_and_then_a_write(tmp_path):
    paths = machine(tmp_path)
    paths.wslconfig.write_bytes(b"new")
    Backups(paths.state_dir).keep(paths.wslconfig, b"old")
    story = list(restoring(paths, "1"))
    assert story == [
        BackedUp(Backups(paths.state_dir).list(paths.wslconfig)[1].path, 2),
        Written(paths.wslconfig, synced=True),
    ]


def test_a_restore_waits_for_nobody(tmp_path):
    paths = machine(tmp_path)
    paths.wslconfig.write_bytes(b"new")
    Backups(paths.state_dir).keep(paths.wslconfig, b"old")
    with lock(paths.state_dir), pytest.raises(BusyError):
        restore(paths, "1")
    assert paths.wslconfig.read_bytes() == b"new"


def test_a_backup_that_nobody_made_changes_nothing(tmp_path):
    paths = machine(tmp_path)
    paths.wslconfig.write_bytes(b"new")
    with pytest.raises(NotFoundError):
        restore(paths, "7")
    assert (paths.wslconfig.read_bytes(), Backups(paths.state_dir).list(paths.wslconfig)) == (b"new", ())

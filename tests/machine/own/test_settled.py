"""What other processes used is remembered from a VM that had run for a while."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from wslmem.machine.own import settled
from wslmem.sizing.guest import GuestMemory
from wslmem.units import GIB, MIB, Bytes, Seconds

GUEST = GuestMemory("Ubuntu", Bytes(8 * GIB), Bytes(7 * GIB), Bytes(0), Bytes(0), 8, "a", Seconds(3600), "6.6")


def test_nothing_is_known_before_a_look(tmp_path: Path):
    assert settled.read(tmp_path) is None


def test_a_vm_that_has_run_for_a_while_is_remembered_until_it_shows_something_else(tmp_path: Path):
    settled.note(tmp_path, GUEST)
    assert settled.read(tmp_path).used == GIB
    settled.note(tmp_path, replace(GUEST, available=Bytes(5 * GIB)))
    assert settled.read(tmp_path).used == 3 * GIB


def test_a_vm_that_was_just_started_and_a_small_change_write_nothing(tmp_path: Path):
    settled.note(tmp_path, replace(GUEST, uptime=Seconds(5), available=Bytes(8 * GIB - 300 * MIB)))
    assert not list(tmp_path.iterdir())
    settled.note(tmp_path, GUEST)
    before = (tmp_path / "settled.json").stat().st_mtime_ns
    settled.note(tmp_path, replace(GUEST, available=Bytes(GUEST.available - MIB)))
    assert (tmp_path / "settled.json").stat().st_mtime_ns == before


def test_a_vm_that_was_just_started_is_remembered_where_it_shows_more_than_is_known(tmp_path: Path):
    """Else the same build would need less after the restart that its settings ask for."""
    young = replace(GUEST, uptime=Seconds(5))
    settled.note(tmp_path, young)
    assert settled.read(tmp_path).used == GIB
    settled.note(tmp_path, replace(young, available=Bytes(7 * GIB + MIB)))
    assert settled.read(tmp_path).used == GIB
    settled.note(tmp_path, replace(young, available=Bytes(6 * GIB)))
    assert settled.read(tmp_path).used == 2 * GIB
    settled.note(tmp_path, GUEST)
    assert settled.read(tmp_path).used == GIB


def test_a_build_that_runs_in_a_vm_that_was_just_started_is_none_of_what_lives_there(tmp_path: Path):
    settled.note(tmp_path, replace(GUEST, uptime=Seconds(5), available=Bytes(GIB)), builds=Bytes(6 * GIB))
    assert settled.read(tmp_path).used == GIB


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"schema": "wslmem/settled/9"}', b"\xff" * 10])
def test_a_file_that_is_not_sound_counts_as_none(tmp_path: Path, data: bytes):
    (tmp_path / "settled.json").write_bytes(data)
    assert settled.read(tmp_path) is None


def test_a_folder_that_cannot_be_written_costs_nothing_else(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    settled.note(tmp_path / "file", GUEST)
    assert settled.read(tmp_path / "file") is None

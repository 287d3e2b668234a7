"""Backups: every byte, in order, never written over, never the first one lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.errors import CannotCreateError, NotFoundError, NotPermittedError, UnsafeFileError, WslmemError
from wslmem.machine.files.files import read_file
from wslmem.machine.own.backups import KEEP, Backup, Backups, _spare, drop


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "profile" / ".wslconfig"


@pytest.fixture
def backups(tmp_path: Path) -> Backups:
    return Backups(tmp_path / "state")


@settings(deadline=None, max_examples=20)
@given(every=st.lists(st.one_of(st.none(), st.binary(max_size=50)), min_size=1, max_size=6))
def test_every_copy_comes_back_byte_for_byte_and_in_order(every, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    backups, config = Backups(folder / "state"), folder / ".wslconfig"
    made = [backups.keep(config, data).backup for data in every]
    assert [backups.read(one) for one in made] == every
    numbers = [one.number for one in backups.list(config)]
    assert numbers == sorted(set(numbers)) == list(range(1, len(numbers) + 1))


def test_no_file_and_an_empty_file_are_two_things(backups, config):
    absent, empty = backups.keep(config, None).backup, backups.keep(config, b"").backup
    assert (backups.read(absent), backups.read(empty)) == (None, b"")
    assert (absent.absent, empty.absent) == (True, False)


def test_the_same_content_twice_in_a_row_is_one_copy(backups, config):
    assert backups.keep(config, b"a").backup == backups.keep(config, b"a").backup
    backups.keep(config, b"b")
    backups.keep(config, b"a")
    assert [backups.read(one) for one in backups.list(config)] == [b"a", b"b", b"a"]


def test_the_newest_copies_and_the_very_first_stay(backups, config):
    for number in range(3 * KEEP):
        backups.keep(config, b"%d" % number)
        backups.prune(config)
    kept = [int(backups.read(one) or b"") for one in backups.list(config)]
    assert kept == [0, *range(2 * KEEP, 3 * KEEP)]


@settings(deadline=None, max_examples=20)
@given(days=st.lists(st.integers(1, 28), min_size=1, max_size=60))
def test_pruning_spares_the_first_of_all_the_first_of_the_newest_day_and_the_newest(days):
    every = tuple(
        Backup(Path(f"{number}"), number, f"202611{day:02}T000000Z", "0" * 16, absent=False)
        for number, day in enumerate(sorted(days), 1)
    )
    left = [one for one in every if one not in _spare(every)]
    today = [one for one in every if one.taken == every[-1].taken]
    assert every[0] in left
    assert today[0] in left
    assert set(every[-KEEP:]) <= set(left)
    assert len(left) <= KEEP + 2


def test_a_damaged_copy_is_never_put_back(backups, config):
    one = backups.keep(config, b"memory=4GB").backup
    one.path.write_bytes(b"memory=5GB")
    with pytest.raises(UnsafeFileError, match="damaged"):
        backups.read(one)
    again = backups.keep(config, b"memory=4GB").backup
    assert again.number == 2
    assert backups.read(again) == b"memory=4GB"


def test_a_copy_that_is_gone_is_told(backups, config):
    one = backups.keep(config, b"x").backup
    one.path.unlink()
    with pytest.raises(NotFoundError, match="gone"):
        backups.read(one)


def test_a_copy_is_found_by_number_name_path_and_a_piece_of_its_name(backups, config):
    first, second = backups.keep(config, b"a").backup, backups.keep(config, b"b").backup
    for name in (
        "2",
        "0002",
        second.path.name,
        str(second.path),
        second.sha256,
        second.sha256[:9],
        f"-{second.number:04}-",
    ):
        assert backups.find(config, name) == second
    assert backups.find(config, "1") == first


@pytest.mark.parametrize("name", [*map(str, range(3, 10)), "nothing", "", ".bak", "Z-000"])
def test_a_name_that_means_none_or_several_is_refused(name, backups, config):
    backups.keep(config, b"a")
    backups.keep(config, b"b")
    with pytest.raises(NotFoundError, match="backups are meant"):
        backups.find(config, name)


def test_two_configurations_do_not_mix(backups, tmp_path):
    backups.keep(tmp_path / "a" / ".wslconfig", b"a")
    backups.keep(tmp_path / "b" / ".wslconfig", b"b")
    assert [backups.read(one) for one in backups.list(tmp_path / "a" / ".wslconfig")] == [b"a"]


@pytest.mark.posix_only(reason="symbolic links need a right on Windows, and Wine does not read through them")
def test_a_link_to_the_file_has_the_same_backups(backups, tmp_path):
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / ".wslconfig").symlink_to("real")
    backups.keep(tmp_path / ".wslconfig", b"x")
    assert len(backups.list(tmp_path / "real")) == 1


def test_what_else_lies_in_the_folder_is_no_backup(backups, config):
    one = backups.keep(config, b"x").backup
    for name in (".wslmem-tmp-1-2-3", "notes.txt", one.path.name + "~", "lock"):
        (one.path.parent / name).write_bytes(b"")
    assert backups.list(config) == (one,)


def test_a_copy_is_never_written_over(backups, config):
    one = backups.keep(config, b"a").backup
    before = one.path.stat()
    for data in (b"b", b"a", b"c"):
        backups.keep(config, data)
    assert (one.path.stat().st_ino, one.path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_state_folder_that_cannot_be_made_stops_the_change(tmp_path, config):
    (tmp_path / "state").write_bytes(b"a file in the way")
    with pytest.raises(WslmemError) as raised:
        Backups(tmp_path / "state").keep(config, b"x")
    assert not isinstance(raised.value, NotPermittedError)
    assert [one.name for one in tmp_path.iterdir()] == ["state"]


posix = pytest.mark.posix_only(reason="modes, owners and links of POSIX")


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o666])
def test_a_copy_has_the_mode_and_the_owner_of_the_file(mode, backups, config):
    config.parent.mkdir()
    config.write_bytes(b"x")
    config.chmod(mode)
    if os.geteuid() == 0:
        os.chown(config, 1234, 1234)
    one = backups.keep(config, b"x", like=read_file(config)).backup
    assert one.path.stat().st_mode & 0o7777 == mode
    assert (one.path.stat().st_uid, one.path.stat().st_gid) == (config.stat().st_uid, config.stat().st_gid)


@posix
def test_a_link_in_the_place_of_a_copy_is_not_followed(backups, config, tmp_path):
    one = backups.keep(config, b"x").backup
    (tmp_path / "elsewhere").write_bytes(b"x")
    one.path.unlink()
    one.path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafeFileError, match="is a link"):
        backups.read(one)
    assert backups.keep(config, b"x").new, "so it does not count as the newest copy either"


@posix
@pytest.mark.parametrize("which", ["backups", "one"])
def test_a_link_in_the_place_of_a_folder_of_copies_is_refused(which, backups, config, tmp_path):
    one = backups.keep(config, b"x").backup
    folder = one.path.parent if which == "one" else one.path.parent.parent
    folder.rename(tmp_path / "moved")
    folder.symlink_to(tmp_path / "moved")
    with pytest.raises(UnsafeFileError, match="is a link"):
        backups.keep(config, b"y")
    with pytest.raises(UnsafeFileError, match="is a link"):
        backups.read(one)


@posix
@pytest.mark.timeout(10)
@pytest.mark.parametrize("kind", ["folder", "fifo", "huge", "unreadable"])
def test_whatever_lies_in_the_place_of_the_newest_copy_keeps_nobody_from_making_another(kind, backups, config):
    one = backups.keep(config, b"x").backup
    one.path.unlink()
    {
        "folder": one.path.mkdir,
        "fifo": lambda: os.mkfifo(one.path),
        "huge": lambda: (one.path.touch(), os.truncate(one.path, 3 << 30)),
        "unreadable": lambda: (one.path.write_bytes(b"x"), one.path.chmod(0)),
    }[kind]()
    made = backups.keep(config, b"x").backup
    assert backups.read(made) == b"x"


NAMES = [
    "99999999T999999Z-0001-0123456789abcdef.bak",
    "20261128T000000Z-999999999-0123456789abcdef.bak",
    "20261128T000000Z-9999999999-0123456789abcdef.bak",
    "\u0662\u0660261128T000000Z-0001-0123456789abcdef.bak",
    "20261128T000000Z-0001-0123456789abcdef.bak.bak",
    "20261128T000000Z--001-0123456789abcdef.bak",
    "x" * 200,
]


@pytest.mark.parametrize("name", NAMES)
def test_a_strange_name_among_the_copies_does_no_harm_to_the_others(name, backups, config):
    one = backups.keep(config, b"a").backup
    (one.path.parent / name).write_bytes(b"")
    assert one in backups.list(config)
    if "-999999999-" in name:
        with pytest.raises(CannotCreateError, match="no number is left"):
            backups.keep(config, b"b")
    else:
        assert backups.keep(config, b"b").backup.number > one.number


def test_a_copy_of_a_change_that_was_taken_back_is_gone(backups, config):
    drop(backups.keep(config, b"a").backup)
    assert backups.list(config) == ()

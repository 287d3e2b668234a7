"""A state folder that others can write is not used: what lies there could be anything."""

from __future__ import annotations

import os
import struct

import pytest

from wslmem.errors import NotPermittedError
from wslmem.machine.files import calls_windows
from wslmem.machine.own import trust
from wslmem.machine.own.backups import Backups
from wslmem.machine.own.lock import lock
from wslmem.machine.system.side import side

posix = pytest.mark.posix_only(reason="modes and owners of POSIX")


@posix
@pytest.mark.parametrize("mode", [0o700, 0o755, 0o500, 0o711])
def test_a_folder_that_only_its_user_can_write_is_trusted(mode, tmp_path):
    tmp_path.chmod(mode)
    assert trust.doubt(tmp_path) is None


@posix
@pytest.mark.parametrize("mode", [0o777, 0o702, 0o1777, 0o757])
def test_a_folder_that_everybody_can_write_is_refused_with_the_reason(mode, tmp_path):
    state = tmp_path / "state"
    state.mkdir()
    state.chmod(mode)
    with pytest.raises(NotPermittedError, match=f"mode {mode:04o}") as raised, lock(state):
        pytest.fail("locked")
    assert raised.value.exit == 77
    assert "WSLMEM_STATE" in str(raised.value.next_step)
    assert list(state.iterdir()) == [], "nothing was made in it"


@posix
def test_a_group_may_write_only_where_it_is_its_users_own(tmp_path, monkeypatch):
    tmp_path.chmod(0o770)
    monkeypatch.setattr(trust, "_is_private", lambda gid, uid: gid == tmp_path.stat().st_gid and uid == os.geteuid())
    assert trust.doubt(tmp_path) is None
    monkeypatch.setattr(trust, "_is_private", lambda *_: False)
    assert trust.doubt(tmp_path) is not None


@posix
def test_a_folder_of_another_user_is_refused_and_one_of_the_caller_of_sudo_is_not(tmp_path, monkeypatch):
    if os.geteuid() != 0:
        pytest.skip("giving a folder away needs root")
    os.chown(tmp_path, 12345, 12345)
    assert "user 12345" in str(trust.doubt(tmp_path))
    monkeypatch.setenv("SUDO_UID", "12345")
    assert trust.doubt(tmp_path) is None


@posix
def test_a_folder_of_backups_that_others_can_write_is_neither_read_nor_written(tmp_path):
    config = tmp_path / ".wslconfig"
    backups = Backups(tmp_path / "state")
    one = backups.keep(config, b"a").backup
    backups.folder(config).chmod(0o777)
    with pytest.raises(NotPermittedError):
        backups.read(one)
    with pytest.raises(NotPermittedError):
        backups.keep(config, b"b")


SIDS = {
    "me": bytes.fromhex("0105000000000005150000000102030405060708090a0b0ce9030000"),
    "SYSTEM": bytes.fromhex("010100000000000512000000"),
    "Administrators": bytes.fromhex("01020000000000052000000020020000"),
    **{name: sid for sid, name in calls_windows.EVERYBODY.items()},
}
FULL, READ, MODIFY = 0x1F01FF, 0x1200A9, 0x1301BF
"""What Explorer calls full control, read and execute, modify."""


def descriptor(*entries: tuple[int, str, int]) -> bytes:
    """A self-relative security descriptor with an access list of (type, who, rights)."""
    rows = b"".join(
        struct.pack("<BBHI", kind, 0, 8 + len(SIDS[who]), rights) + SIDS[who] for kind, who, rights in entries
    )
    listed = struct.pack("<BBHHH", 2, 0, 8 + len(rows), len(entries), 0) + rows
    return struct.pack("<BBHIIII", 1, 0, 0x8004, 0, 0, 0, 20) + listed


def test_on_windows_an_access_list_for_its_user_and_who_rules_the_machine_is_trusted():
    usual = descriptor((0, "SYSTEM", FULL), (0, "Administrators", FULL), (0, "me", FULL))
    assert calls_windows.group_that_may_write(usual) is None
    assert calls_windows.group_that_may_write(descriptor((0, "me", FULL), (0, "Users", READ))) is None


@pytest.mark.parametrize("who", calls_windows.EVERYBODY.values())
@pytest.mark.parametrize("rights", [FULL, MODIFY, 0x2, 0x40, 0x10000000, 0x40000000])
def test_on_windows_a_group_of_others_that_may_write_is_named(who, rights):
    """`C:\\` lets authenticated users modify what is made in it: the folder that a person may well name."""
    assert calls_windows.group_that_may_write(descriptor((0, "me", FULL), (0, who, rights))) == who
    assert calls_windows.group_that_may_write(descriptor((1, who, rights))) is None, "a refusal gives no right"


@pytest.mark.parametrize("text", [b"", struct.pack("<BBHIIII", 1, 0, 0x8000, 0, 0, 0, 0)])
def test_a_file_system_without_access_lists_is_not_judged_by_them(text):
    assert calls_windows.group_that_may_write(text) is None


def test_the_folders_that_wslmem_makes_are_its_users_alone(tmp_path):
    Backups(tmp_path / "a" / "state").keep(tmp_path / ".wslconfig", b"x")
    for folder in (tmp_path / "a" / "state").rglob("*"):
        if folder.is_dir():
            assert trust.doubt(folder) is None
            assert side() == "windows" or folder.stat().st_mode & 0o777 == 0o700


@posix
def test_a_folder_reached_by_a_link_is_judged_by_where_it_leads(tmp_path):
    open_to_all = tmp_path / "open"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    (tmp_path / "state").symlink_to(open_to_all)
    assert trust.doubt(tmp_path / "state") is not None

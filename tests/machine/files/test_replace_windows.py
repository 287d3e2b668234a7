"""The Windows way of replacing, its calls played on real files: every error code Windows documents for them."""

from __future__ import annotations

import errno
import os
import struct
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.errors import BusyError, CannotWriteError, NotPermittedError, WslmemError
from wslmem.machine.files import temporary
from wslmem.machine.files.calls_windows import INHERITED_ACE, SE_DACL_PROTECTED, StreamData, has_own_access
from wslmem.machine.files.files import Outcome, read_file, write_file
from wslmem.machine.files.replace_windows import WindowsFailure, WindowsReplacer
from wslmem.machine.system import retrying

OLD, NEW = b"memory=4GB", b"memory=8GB"


@dataclass
class Played:
    """Windows' calls, each failing first with the codes it is given, then doing what Windows does."""

    codes: dict[str, list[int]] = field(default_factory=dict)
    more: bool = False
    calls: list[str] = field(default_factory=list)
    opened: int = 0
    """What opening the file for deletion gives."""

    def _fails(self, call: str) -> int:
        self.calls.append(call)
        waiting = self.codes.get(call)
        return waiting.pop(0) if waiting else 0

    def replace_file(self, target: Path, new: Path, old: Path) -> int:
        code = self._fails("replace")
        if code in (0, 1177):
            target.rename(old)
        if code == 0:
            new.rename(target)
        return code

    def move_file(self, source: Path, target: Path, *, over: bool) -> int:
        code = self._fails("move")
        if code == 0 and target.exists() and not over:
            return 183
        if code == 0:
            source.replace(target)
        return code

    def delete_file(self, path: Path) -> int:
        code = self._fails("delete")
        if code == 0:
            path.unlink()
        return code

    def flush_file(self, path: Path) -> int:
        assert path.exists()
        return self._fails("flush")

    def open_to_delete(self, path: Path) -> int:
        assert path.exists()
        return self.opened

    def carries_more(self, path: Path) -> bool:
        assert path.exists()
        return self.more


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / ".wslconfig"
    path.write_bytes(OLD)
    return path


def write(path: Path, windows: Played, data: bytes | None = NEW) -> tuple[Outcome, float]:
    """The outcome, and how long a real run would have waited."""
    waits: list[float] = []
    replacer = WindowsReplacer(windows, sleep=waits.append)
    return write_file(path, data, expected=OLD, replacer=replacer), sum(waits)


def names(path: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in path.parent.iterdir()}


@pytest.mark.parametrize(("more", "calls"), [(False, ["move"]), (True, ["replace", "flush", "delete"])])
def test_a_plain_file_is_moved_over_and_one_that_carries_more_is_replaced(more, calls, path):
    windows = Played(more=more)
    assert write(path, windows) == (Outcome.COMMITTED, 0)
    assert (windows.calls, names(path)) == (calls, {".wslconfig": NEW})


@pytest.mark.parametrize("code", [5, 32, 33])
@pytest.mark.parametrize("more", [False, True])
@pytest.mark.parametrize("times", [1, 7, 40])
def test_a_scanner_that_holds_the_file_for_a_while_is_waited_out(code, more, times, path):
    windows = Played({"move": [code] * times, "replace": [code] * times}, more=more)
    outcome, waited = write(path, windows)
    assert (outcome, names(path)) == (Outcome.COMMITTED, {".wslconfig": NEW})
    assert 0 < waited <= retrying.PATIENCE


@pytest.mark.parametrize(("code", "kind"), [(5, NotPermittedError), (32, BusyError), (33, BusyError)])
def test_a_program_that_never_lets_go_is_told_after_ten_seconds_with_the_new_text_kept(code, kind, path):
    windows = Played({"move": [code] * 1000})
    with pytest.raises(kind) as raised:
        write(path, windows)
    assert names(path) == {".wslconfig": OLD, ".wslconfig.wslmem-new": NEW}
    assert "wslmem-new" in str(raised.value.on_disk)
    assert 40 < len(windows.calls) < 70


@pytest.mark.parametrize(("opened", "kind"), [(32, BusyError), (5, NotPermittedError), (0, NotPermittedError)])
def test_access_denied_is_told_apart_by_opening_the_file_for_deletion(opened, kind, path):
    with pytest.raises(kind):
        write(path, Played({"move": [5] * 1000}, opened=opened))
    assert names(path)[".wslconfig"] == OLD


@pytest.mark.parametrize("code", [1175, 1176, 1177])
@pytest.mark.parametrize("times", [1, 3, 1000])
def test_each_half_way_state_of_replace_file_ends_whole(code, times, path):
    windows = Played({"replace": [code] * times}, more=True)
    if times < 1000:
        assert write(path, windows)[0] is Outcome.COMMITTED
        assert names(path) == {".wslconfig": NEW}
    else:
        with pytest.raises(WslmemError):
            write(path, windows)
        assert names(path) == {".wslconfig": OLD, ".wslconfig.wslmem-new": NEW}


@pytest.mark.parametrize("code", [1, 50, 87, 120])
def test_a_file_system_without_replace_gets_the_move(code, path):
    windows = Played({"replace": [code]}, more=True)
    assert write(path, windows)[0] is Outcome.COMMITTED
    assert (windows.calls, names(path)) == (["replace", "move"], {".wslconfig": NEW})


@pytest.mark.parametrize("call", ["flush", "delete"])
def test_what_fails_after_the_new_file_is_in_place_is_told_as_not_synced(call, path):
    assert write(path, Played({call: [5]}, more=True))[0] is Outcome.COMMITTED_NOT_SYNCED
    assert names(path)[".wslconfig"] == NEW


@pytest.mark.parametrize("code", [17, 112, 1117])
def test_what_does_not_pass_by_itself_is_told_at_once(code, path):
    windows = Played({"move": [code]})
    with pytest.raises(CannotWriteError, match=f"Windows error {code}"):
        write(path, windows)
    assert (windows.calls, names(path)[".wslconfig"]) == (["move"], OLD)


def test_a_file_that_appears_while_one_is_made_is_not_written_over(tmp_path):
    class Rival(Played):
        def move_file(self, source: Path, target: Path, *, over: bool) -> int:
            target.write_bytes(b"the rival's")
            return super().move_file(source, target, over=over)

    path = tmp_path / ".wslconfig"
    with pytest.raises(BusyError, match="changed it"):
        write_file(path, NEW, expected=None, replacer=WindowsReplacer(Rival()))
    assert names(path) == {".wslconfig": b"the rival's"}


@pytest.mark.parametrize("codes", [[], [32, 5]])
def test_a_file_is_removed_as_patiently(codes, path):
    assert write(path, Played({"delete": list(codes)}), None)[0] is Outcome.COMMITTED
    assert names(path) == {}


def test_a_run_that_died_inside_replace_file_is_put_right_by_the_next_read(path):
    new = temporary.create(path, private=True)
    new.write_bytes(NEW)
    path.rename(temporary.old_beside(new))
    assert read_file(path).data == OLD
    assert names(path) == {".wslconfig": OLD}


class Saving(Played):
    """An editor makes a new file while ReplaceFileW has the old one lie beside."""

    def replace_file(self, target: Path, new: Path, old: Path) -> int:
        code = super().replace_file(target, new, old)
        target.write_bytes(b"saved meanwhile")
        return code


def test_what_an_editor_saves_half_way_stays_and_nothing_of_ours_does(path):
    with pytest.raises(BusyError, match="changed it"):
        write(path, Saving({"replace": [1177]}, more=True))
    assert names(path) == {".wslconfig": b"saved meanwhile"}


def test_halves_beside_a_file_that_somebody_made_since_go_like_any_leftover(path):
    end = temporary.create(path, private=False).name.removeprefix(temporary.NEW)
    path.with_name(temporary.OLD + end).write_bytes(OLD)
    for half in (temporary.NEW, temporary.OLD):
        os.utime(path.with_name(half + end), (0, 0))
    write_file(path, NEW, expected=OLD)
    assert names(path) == {".wslconfig": NEW}


def test_an_old_file_whose_replacement_came_in_place_does_not_come_back(path):
    new = temporary.create(path, private=True)
    old = temporary.old_beside(new)
    new.replace(path)
    old.write_bytes(OLD)
    path.unlink()
    assert read_file(path).data is None


def test_the_halves_of_another_file_are_left_alone(path):
    other = path.with_name("other")
    new = temporary.create(other, private=True)
    temporary.old_beside(new).write_bytes(b"theirs")
    path.unlink()
    assert read_file(path).data is None
    assert read_file(other).data == b"theirs"


def test_a_way_back_that_is_barred_is_told_and_taken_by_the_next_read(path):
    """A folder in the place of the file bars both ways; the old file stays beside until it is gone."""

    class Barred(Played):
        def replace_file(self, target: Path, new: Path, old: Path) -> int:
            code = super().replace_file(target, new, old)
            target.mkdir()
            return code

    with pytest.raises(CannotWriteError, match="halfway") as raised:
        write(path, Barred({"replace": [1177], "move": [1]}, more=True))
    assert ".wslmem-old-" in str(raised.value.on_disk)
    path.rmdir()
    assert (read_file(path).data, names(path)) == (OLD, {".wslconfig": OLD})


@given(codes=st.lists(st.sampled_from([5, 32, 33, 1175, 1176, 1177, 1, 112]), max_size=80), more=st.booleans())
@settings(deadline=None, max_examples=100)
def test_whatever_windows_answers_the_file_is_the_old_one_or_the_new_one(codes, more, tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / ".wslconfig"
    path.write_bytes(OLD)
    windows = Played({"replace": list(codes), "move": list(codes[::2])}, more=more)
    try:
        outcome = write(path, windows)[0]
    except WslmemError:
        assert path.read_bytes() == OLD
    else:
        assert outcome is not Outcome.UNCHANGED
        assert path.read_bytes() == NEW


def test_a_failure_carries_the_number_of_windows():
    failure = WindowsFailure("MoveFileExW", 32, Path("x"))
    assert (failure.winerror, failure.errno, failure.strerror) == (32, errno.EIO, "MoveFileExW: Windows error 32")


def descriptor(control: int, flags: list[int] | None) -> bytes:
    """A self-relative security descriptor whose access list has entries with these flags; None: no list."""
    head = struct.pack("<BBHIIII", 1, 0, 0x8004 | control, 0, 0, 0, 20 if flags is not None else 0)
    entries = b"".join(struct.pack("<BBHI12s", 0, one, 20, 0x1F01FF, bytes(12)) for one in flags or [])
    return head + struct.pack("<BBHHH", 2, 0, 8 + len(entries), len(flags or []), 0) + entries


@pytest.mark.parametrize(
    ("control", "flags", "own"),
    [
        (0, None, False),
        (0, [], False),
        (0, [INHERITED_ACE], False),
        (0, [INHERITED_ACE, INHERITED_ACE | 3], False),
        (0, [INHERITED_ACE, 0], True),
        (SE_DACL_PROTECTED, [INHERITED_ACE], True),
    ],
)
def test_rights_that_do_not_come_from_the_folder_are_seen(control, flags, own):
    assert has_own_access(descriptor(control, flags)) is own


def test_what_windows_does_not_tell_counts_as_rights_of_its_own():
    assert has_own_access(b"")


def test_the_stream_data_has_the_documented_members():
    """Microsoft Learn, WIN32_FIND_STREAM_DATA: a LARGE_INTEGER and MAX_PATH + 36 characters."""
    assert StreamData.cStreamName.offset == 8
    assert len(StreamData().cStreamName.__class__()) == 0
    assert dict(StreamData._fields_)["cStreamName"]._length_ == 260 + 36

"""Writing: only over what was read, keeping what belongs to the file, and true about the outcome."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.errors import BusyError, CannotCreateError, CannotWriteError, NotPermittedError, UnsafeFileError
from wslmem.machine.files import files, replace_posix, temporary
from wslmem.machine.files.files import Outcome, write_file

OLD, NEW = b"[wsl2]\r\nmemory=4GB", b"[wsl2]\r\nmemory=8GB"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / ".wslconfig"
    path.write_bytes(OLD)
    return path


@dataclass
class Replacer:
    """Linux' own, with one act replaced."""

    replacing: Callable[[Path, Path], bool] = replace_posix.replace

    def dress(self, temporary: Path, target: Path) -> None:
        replace_posix.dress(temporary, target)

    def replace(self, temporary: Path, target: Path) -> bool:
        return self.replacing(temporary, target)

    def remove(self, target: Path) -> bool:
        return replace_posix.remove(target)


contents = st.one_of(st.none(), st.binary(min_size=1, max_size=200))


@settings(deadline=None, max_examples=50)
@given(before=contents, after=contents)
def test_a_write_takes_the_file_from_one_content_to_the_other_and_back(before, after, tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / ".wslconfig"
    if before is not None:
        path.write_bytes(before)
    outcome = Outcome.UNCHANGED if before == after else Outcome.COMMITTED
    assert write_file(path, after, expected=before) is outcome
    assert files.read_file(path).data == after
    assert write_file(path, before, expected=after) is outcome
    assert [one.name for one in path.parent.iterdir()] == ([] if before is None else [".wslconfig"])


def test_what_is_there_already_is_not_touched(path):
    os.utime(path, (1, 1))
    assert write_file(path, OLD, expected=OLD) is Outcome.UNCHANGED
    assert path.stat().st_mtime == 1
    assert [one.name for one in path.parent.iterdir()] == [".wslconfig"]


@pytest.mark.parametrize("expected", [None, b"", NEW, OLD + b"\n"])
@pytest.mark.parametrize("data", [None, NEW])
def test_a_file_that_is_not_what_was_read_is_left_alone(expected, data, path):
    with pytest.raises(BusyError, match="changed it since it was read"):
        write_file(path, data, expected=expected)
    assert [(one.name, one.read_bytes()) for one in path.parent.iterdir()] == [(".wslconfig", OLD)]


def test_a_file_that_has_gone_since_it_was_read_is_not_brought_back(path):
    path.unlink()
    with pytest.raises(BusyError):
        write_file(path, NEW, expected=OLD)
    assert list(path.parent.iterdir()) == []


def test_an_edit_that_comes_while_the_new_file_is_prepared_wins(path):
    class Editor(Replacer):
        def dress(self, temporary: Path, target: Path) -> None:  # noqa: ARG002  the protocol's own
            target.write_bytes(b"somebody's edit")

    with pytest.raises(BusyError):
        write_file(path, NEW, expected=OLD, replacer=Editor())
    assert [one.read_bytes() for one in path.parent.iterdir()] == [b"somebody's edit"]


@pytest.mark.posix_only(reason="symbolic links need a right on Windows, and Wine does not read through them")
def test_links_stay_links(path):
    link = path.with_name("link")
    link.symlink_to(".wslconfig")
    write_file(link, NEW, expected=OLD)
    assert (link.is_symlink(), path.read_bytes()) == (True, NEW)


@pytest.mark.posix_only(reason="owner, mode and attributes of POSIX")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o777])
def test_the_mode_is_kept(mode, path):
    path.chmod(mode)
    write_file(path, NEW, expected=OLD)
    assert path.stat().st_mode & 0o7777 == mode


def test_a_new_file_gets_the_mode_that_the_user_gives_to_new_files(tmp_path):
    other = tmp_path / "other"
    other.touch()
    write_file(tmp_path / ".wslconfig", NEW, expected=None)
    assert (tmp_path / ".wslconfig").stat().st_mode == other.stat().st_mode


@pytest.mark.posix_only(reason="owner, mode and attributes of POSIX")
def test_attributes_of_the_user_are_kept(path):
    os.setxattr(path, "user.origin", b"dotfiles")
    write_file(path, NEW, expected=OLD)
    assert os.getxattr(path, "user.origin") == b"dotfiles"


@pytest.mark.posix_only(reason="owner, mode and attributes of POSIX")
def test_the_owner_is_kept_or_the_write_refused(path):
    """Root can keep a stranger as owner; nobody else can, and then the old file stays."""
    if os.geteuid() == 0:
        os.chown(path, 65534, 65534)
        write_file(path, NEW, expected=OLD)
        assert (path.stat().st_uid, path.stat().st_gid) == (65534, 65534)
    else:
        assert write_file(path, NEW, expected=OLD) is Outcome.COMMITTED


@pytest.mark.parametrize("data", [None, NEW])
def test_a_read_only_file_stays_as_it_is(data, path):
    path.chmod(0o444)
    with pytest.raises(NotPermittedError, match="read-only"):
        write_file(path, data, expected=OLD)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (OLD, 0o444)


def test_a_file_with_two_names_stays_one_file(path):
    os.link(path, path.with_name("second"))
    with pytest.raises(UnsafeFileError, match="2 names"):
        write_file(path, NEW, expected=OLD)
    assert path.samefile(path.with_name("second"))


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(CannotCreateError, match="folder does not exist"):
        write_file(tmp_path / "gone" / ".wslconfig", NEW, expected=None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.posix_only(reason="the POSIX way of replacing, broken on purpose")
def test_the_new_text_is_kept_where_it_cannot_be_put_in_place(path):
    def refuse(*_: Path) -> bool:
        raise OSError(5, "I/O error")

    with pytest.raises(CannotWriteError) as raised:
        write_file(path, NEW, expected=OLD, replacer=Replacer(refuse))
    kept = path.with_name(".wslconfig.wslmem-new")
    assert (path.read_bytes(), kept.read_bytes()) == (OLD, NEW)
    assert str(raised.value.on_disk) == f"unchanged; the new text is in {kept}"


@pytest.mark.posix_only(reason="the POSIX way of replacing, broken on purpose")
def test_a_rename_that_succeeded_though_its_answer_was_lost_counts_as_done(path):
    def lose_the_answer(temporary: Path, target: Path) -> bool:
        temporary.replace(target)
        raise OSError(5, "the server does not answer")

    assert write_file(path, NEW, expected=OLD, replacer=Replacer(lose_the_answer)) is Outcome.COMMITTED_NOT_SYNCED
    assert path.read_bytes() == NEW


@pytest.mark.posix_only(reason="the POSIX way of replacing, broken on purpose")
def test_a_folder_that_cannot_be_flushed_is_told_apart(path):
    def unflushed(temporary: Path, target: Path) -> bool:
        temporary.replace(target)
        return False

    assert write_file(path, NEW, expected=OLD, replacer=Replacer(unflushed)) is Outcome.COMMITTED_NOT_SYNCED


def test_leftovers_of_dead_runs_go_after_an_hour_and_nothing_else_does(path):
    folder = path.parent
    names = [".wslmem-tmp-a-1-b", ".wslmem-old-a-1-c", ".wslconfig.wslmem-new", ".wslmem", "x.bak"]
    for name in [*names, ".wslmem-tmp-young"]:
        (folder / name).touch()
    for name in names:
        os.utime(folder / name, (1, 1))
    write_file(path, NEW, expected=OLD)
    left = {one.name for one in folder.iterdir()}
    assert left == {".wslconfig", ".wslconfig.wslmem-new", ".wslmem", "x.bak", ".wslmem-tmp-young"}


def test_state_of_our_own_gets_its_folder_and_is_for_the_user_alone(tmp_path):
    path = tmp_path / "a" / "b" / "journal.json"
    assert files.write_state(path, b"{}") is Outcome.COMMITTED
    assert files.write_state(path, b"{}") is Outcome.UNCHANGED
    assert files.write_state(path, b"[]") is Outcome.COMMITTED
    assert path.read_bytes() == b"[]"
    if os.name == "posix":  # Windows gives the folder the rights of the one above, which is the user's own
        assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700


def test_state_that_has_no_place_is_told(tmp_path):
    (tmp_path / "a").write_bytes(b"a file")
    with pytest.raises(CannotCreateError):
        files.write_state(tmp_path / "a" / "journal.json", b"{}")


AS_NOBODY = """
import os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from wslmem.errors import WslmemError
from wslmem.machine.files import files, replace_posix, writing
os.chdir(sys.argv[2])
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)
try:
    files.write_file(Path(".wslconfig"), b"new", expected=Path(".wslconfig").read_bytes())
except WslmemError as error:
    os._exit(int(error.exit))
"""


@pytest.mark.posix_only(reason="owner, mode and attributes of POSIX")
def test_a_folder_in_which_the_user_may_not_write_is_refused_and_stays(path):
    root = str(Path(files.__file__).parents[2])
    path.parent.chmod(0o555)
    act = [sys.executable, "-I", "-c", AS_NOBODY, root, str(path.parent)]
    try:
        assert subprocess.run(act, check=False).returncode == 77
    finally:
        path.parent.chmod(0o755)
    assert [(one.name, one.read_bytes()) for one in path.parent.iterdir()] == [(".wslconfig", OLD)]


def test_a_temporary_file_never_takes_a_name_that_is_taken(path):
    names = {temporary.create(path, private=True) for _ in range(50)}
    assert len(names) == 50

"""Reading: whole, without hanging, and with a reason where it is refused."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.errors import BusyError, NotFoundError, UnsafeFileError, WslmemError
from wslmem.machine.files.files import FileContent, read_file
from wslmem.units import MIB, Bytes


@settings(deadline=None)
@given(data=st.binary(max_size=300))
def test_every_byte_comes_back(data, tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / ".wslconfig"
    path.write_bytes(data or b"x")
    assert read_file(path).data == (data or b"x")


def test_a_file_that_is_not_there_is_an_answer(tmp_path):
    path = tmp_path / ".wslconfig"
    assert read_file(path) == FileContent(path, path, None, None, 0)
    assert read_file(tmp_path / "no folder" / ".wslconfig").data is None


@pytest.mark.posix_only(reason="symbolic links need a right on Windows, and Wine does not read through them")
def test_links_are_followed_to_the_file_itself(tmp_path):
    (tmp_path / "dotfiles").mkdir()
    target = tmp_path / "dotfiles" / "wslconfig"
    target.write_bytes(b"[wsl2]\n")
    target.chmod(0o640)
    (tmp_path / "first").symlink_to("dotfiles/wslconfig")
    (tmp_path / ".wslconfig").symlink_to("first")
    content = read_file(tmp_path / ".wslconfig")
    assert (content.path.name, content.target, content.data) == (".wslconfig", target, b"[wsl2]\n")
    assert (content.mode, content.names) == (0o640, 1)


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


def make_large(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(100 * MIB)


ODD = {
    "a folder": (Path.mkdir, UnsafeFileError),
    "a FIFO": (make_fifo, UnsafeFileError),
    "a socket": (make_socket, UnsafeFileError),
    "a device": (lambda path: path.symlink_to("/dev/zero"), UnsafeFileError),
    "more than": (make_large, UnsafeFileError),
    "does not exist": (lambda path: path.symlink_to("nowhere"), NotFoundError),
    "circle": (lambda path: path.symlink_to(path.name), NotFoundError),
}


POSIX_KINDS = pytest.mark.posix_only(reason="a kind of file that Windows has not, or a link")
KINDS = [one if one in ("a folder", "more than") else pytest.param(one, marks=POSIX_KINDS) for one in ODD]


@pytest.mark.parametrize("words", KINDS)
@pytest.mark.timeout(5)
def test_what_is_no_file_is_refused_with_a_reason(words, tmp_path):
    make, kind = ODD[words]
    path = tmp_path / ".w"
    make(path)
    with pytest.raises(kind, match=words) as raised:
        read_file(path)
    assert str(path) in str(raised.value)


@pytest.mark.parametrize("more", [0, 1])
def test_the_limit_is_the_last_size_that_is_read(more, tmp_path):
    path = tmp_path / ".wslconfig"
    path.write_bytes(b"#" * (100 + more))
    if more:
        with pytest.raises(UnsafeFileError):
            read_file(path, limit=Bytes(100))
    else:
        assert len(read_file(path, limit=Bytes(100)).data) == 100


def test_a_part_of_the_path_that_is_a_file_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(NotFoundError, match="cannot be read"):
        read_file(tmp_path / "file" / ".wslconfig")


@pytest.mark.parametrize(
    "name",
    ["a\0b", pytest.param("a\ud800b", marks=pytest.mark.posix_only(reason="a name on NTFS is any UTF-16"))],
)
def test_a_name_that_no_file_can_have_is_refused(name, tmp_path):
    with pytest.raises(WslmemError):
        read_file(tmp_path / name / ".wslconfig")


def test_an_editor_that_truncates_and_then_writes_is_waited_for(tmp_path):
    """What a save in place looks like: the file is empty for a moment."""
    path = tmp_path / ".wslconfig"
    path.write_bytes(b"")
    editor = threading.Timer(0.03, path.write_bytes, [b"[wsl2]\nmemory=8GB\n"])
    editor.start()
    try:
        assert read_file(path).data == b"[wsl2]\nmemory=8GB\n"
    finally:
        editor.join()


def test_a_file_that_stays_empty_is_empty(tmp_path):
    path = tmp_path / ".wslconfig"
    path.write_bytes(b"")
    assert read_file(path).data == b""


def test_a_file_that_never_settles_is_busy():
    """The kernel's own files never hold what their size says: the same sight as a file that somebody keeps writing."""
    with pytest.raises(BusyError, match="keeps changing"):
        read_file(Path("/proc/version"))


def test_every_refusal_says_what_went_wrong_in_one_sentence(tmp_path):
    tmp_path.joinpath(".wslconfig").mkdir()
    with pytest.raises(WslmemError) as raised:
        read_file(tmp_path / ".wslconfig")
    assert str(raised.value.cause) == "is a folder, not a file"
    assert str(raised.value.on_disk) == "nothing changed"

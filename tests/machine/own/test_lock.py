"""The lock: one at a time, told who, and never left behind by the dead."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wslmem.errors import BusyError, CannotCreateError
from wslmem.machine.own.lock import NAME, lock, unused

HOLD = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from wslmem.machine.own.lock import lock
with lock(Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(state: Path) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).parents[3])
    act = [sys.executable, "-I", "-c", HOLD, root, str(state)]
    process = subprocess.Popen(act, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout.readline().strip() == b"held"
    return process


def test_the_second_run_is_told_who_holds_the_lock(tmp_path):
    with holder(tmp_path) as process:
        with pytest.raises(BusyError, match=rf"process {process.pid}, since 20\d\d-.*Z"), lock(tmp_path):
            pytest.fail("two at once")
        process.stdin.close()
    with lock(tmp_path):
        pass


def test_a_killed_holder_leaves_nothing_to_wait_for(tmp_path):
    with holder(tmp_path) as process:
        process.kill()
    assert str(process.pid) in (tmp_path / NAME).read_text()
    with lock(tmp_path):
        assert f'"pid": {os.getpid()}' in (tmp_path / NAME).read_text()


def test_a_failure_under_the_lock_gives_it_back(tmp_path):
    with pytest.raises(ZeroDivisionError), lock(tmp_path):
        raise ZeroDivisionError
    with lock(tmp_path):
        pass


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"pid": 1}', b"\xff"])
def test_a_lock_file_that_says_nothing_useful_does_not_hinder(text, tmp_path):
    (tmp_path / NAME).write_bytes(text)
    with lock(tmp_path):
        pass


def test_the_one_who_has_not_yet_said_its_name_is_busy_all_the_same(tmp_path):
    with holder(tmp_path) as process:
        (tmp_path / NAME).write_bytes(b"")
        with pytest.raises(BusyError, match="not yet said"), lock(tmp_path):
            pytest.fail("two at once")
        process.stdin.close()


def test_a_place_where_no_lock_can_be_is_told(tmp_path):
    (tmp_path / "state").write_bytes(b"")
    with pytest.raises(CannotCreateError), lock(tmp_path / "state"):
        pytest.fail("locked")


@pytest.mark.posix_only(reason="FIFOs, devices and links of POSIX")
@pytest.mark.timeout(10)
@pytest.mark.parametrize("kind", ["link", "dangling", "folder", "fifo", "device"])
def test_what_is_no_file_in_the_place_of_the_lock_is_refused_and_left_as_it_is(kind, tmp_path):
    precious, place = tmp_path / "precious", tmp_path / "state" / NAME
    place.parent.mkdir()
    precious.write_bytes(b"precious")
    {
        "link": lambda: place.symlink_to(precious),
        "dangling": lambda: place.symlink_to(tmp_path / "made"),
        "folder": place.mkdir,
        "fifo": lambda: os.mkfifo(place),
        "device": lambda: place.symlink_to("/dev/null"),
    }[kind]()
    with pytest.raises(CannotCreateError, match=r"is a (link|folder|FIFO), not"), lock(place.parent):
        pytest.fail("locked")
    assert precious.read_bytes() == b"precious"
    assert not (tmp_path / "made").exists()
    with unused(place.parent) as nobody:
        assert nobody, "no run can be at work, so nothing of it hinders those who only look"


@pytest.mark.parametrize("text", [b"somebody's text\n" * 100, b'{"pid": 12} and more', b"\0" * 10])
def test_what_the_lock_file_holds_and_is_not_ours_stays(text, tmp_path):
    (tmp_path / NAME).write_bytes(text)
    with lock(tmp_path):
        assert (tmp_path / NAME).read_bytes() == text
    assert (tmp_path / NAME).read_bytes() == text


@pytest.mark.posix_only(reason="hard links of POSIX")
def test_a_second_name_of_another_file_is_locked_and_not_written(tmp_path):
    (tmp_path / "precious").write_bytes(b"precious")
    os.link(tmp_path / "precious", tmp_path / NAME)
    with lock(tmp_path):
        pass
    assert (tmp_path / "precious").read_bytes() == b"precious"


def test_a_record_covers_a_longer_one_without_cutting_anything_off(tmp_path):
    (tmp_path / NAME).write_bytes(b'{"pid": 12345678901234567890, "since": "2026-11-28T20:41:00Z"}')
    with lock(tmp_path):
        assert (tmp_path / NAME).read_text().split("}")[1].strip() == ""
        assert f'"pid": {os.getpid()}, ' in (tmp_path / NAME).read_text()

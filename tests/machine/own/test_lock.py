"""The lock: one at a time, told who, and never left behind by the dead."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wslmem.errors import BusyError, CannotCreateError
from wslmem.machine.own.lock import NAME, lock

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

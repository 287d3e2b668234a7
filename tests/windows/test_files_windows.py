"""The file door on Windows itself: attributes, streams, sharing, locks, long names, and a killed writer."""

from __future__ import annotations

import ctypes
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from wslmem.errors import BusyError, NotPermittedError
from wslmem.machine import files, windows_files
from wslmem.machine.files import Outcome, read_file, write_file
from wslmem.machine.lock import lock
from wslmem.machine.replace_windows import WindowsReplacer

OLD, NEW = b"[wsl2]\r\nmemory=4GB\r\n", b"[wsl2]\r\nmemory=8GB\r\n"
ROOT = str(Path(files.__file__).parents[2])
HIDDEN, READ_ONLY = 0x2, 0x1


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / ".wslconfig"
    path.write_bytes(OLD)
    return path


def attributes(path: Path) -> int:
    return ctypes.windll.kernel32.GetFileAttributesW(str(path))


def mark(path: Path, attribute: int) -> None:
    assert ctypes.windll.kernel32.SetFileAttributesW(str(path), attribute)


def test_a_file_is_made_replaced_and_removed(tmp_path):
    path = tmp_path / ".wslconfig"
    assert write_file(path, OLD, expected=None) is Outcome.COMMITTED
    assert write_file(path, NEW, expected=OLD) is Outcome.COMMITTED
    assert read_file(path).data == NEW
    assert write_file(path, None, expected=NEW) is Outcome.COMMITTED
    assert list(tmp_path.iterdir()) == []


def test_a_hidden_file_stays_hidden(path):
    mark(path, HIDDEN)
    write_file(path, NEW, expected=OLD)
    assert path.read_bytes() == NEW
    assert attributes(path) & HIDDEN


def test_a_read_only_file_is_refused_and_stays(path):
    mark(path, READ_ONLY)
    with pytest.raises(NotPermittedError, match="read-only"):
        write_file(path, NEW, expected=OLD)
    assert path.read_bytes() == OLD
    assert attributes(path) & READ_ONLY
    mark(path, 0x80)


def test_an_alternate_stream_stays(path):
    stream = Path(f"{path}:Zone.Identifier")
    stream.write_bytes(b"[ZoneTransfer]")
    assert windows_files.carries_more(path)
    write_file(path, NEW, expected=OLD)
    assert (path.read_bytes(), stream.read_bytes()) == (NEW, b"[ZoneTransfer]")


def test_a_program_that_has_the_file_open_is_waited_for(path):
    """Python's own open() gives no right to delete, as most programs do not."""
    stream = path.open("rb")
    closing = threading.Timer(0.3, stream.close)
    closing.start()
    try:
        assert write_file(path, NEW, expected=OLD) is Outcome.COMMITTED
    finally:
        closing.join()
    assert path.read_bytes() == NEW


def test_a_program_that_never_closes_the_file_is_told(path):
    impatient = WindowsReplacer(windows_files, sleep=lambda _: None)
    with path.open("rb"), pytest.raises((BusyError, NotPermittedError)) as raised:
        write_file(path, NEW, expected=OLD, replacer=impatient)
    assert path.read_bytes() == OLD
    assert Path(f"{path}.wslmem-new").read_bytes() == NEW
    assert "wslmem-new" in raised.value.on_disk


@pytest.mark.parametrize("name", ["with blank", "mit Umlaut ü", "内存", "x" * 200])
def test_paths_of_every_kind_work(name, tmp_path):
    folder = tmp_path / name
    folder.mkdir()
    write_file(folder / ".wslconfig", OLD, expected=None)
    write_file(folder / ".wslconfig", NEW, expected=OLD)
    assert read_file(folder / ".wslconfig").data == NEW


def test_the_stream_data_is_600_bytes():
    assert ctypes.sizeof(windows_files.StreamData) == 600


HOLD = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from wslmem.machine.lock import lock
with lock(Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_lock_names_its_holder_and_goes_with_it(tmp_path):
    act = [sys.executable, "-I", "-c", HOLD, ROOT, str(tmp_path)]
    with subprocess.Popen(act, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline().strip() == b"held"
        with pytest.raises(BusyError, match="process"), lock(tmp_path):
            pytest.fail("two at once")
        process.kill()
        process.communicate()
    with lock(tmp_path):
        pass


WRITE = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from wslmem.machine import files, replace_windows, windows_files, writing
path, texts = Path(sys.argv[2]), [b"a" * 5000, b"b" * 5000]
print("go", flush=True)
while True:
    for one in texts:
        files.write_file(path, one, expected=files.read_file(path).data)
"""


@pytest.mark.parametrize("hidden", [False, True])
def test_a_killed_writer_leaves_the_old_file_or_the_new_one(hidden, path):
    """Hidden, so that ReplaceFileW is the one that is killed; plain, so that MoveFileExW is."""
    path.write_bytes(b"a" * 5000)
    if hidden:
        mark(path, HIDDEN)
    for number in range(30):
        act = [sys.executable, "-I", "-c", WRITE, ROOT, str(path)]
        with subprocess.Popen(act, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout.readline().strip() == b"go"
            time.sleep(number / 1000)  # nothing to wait for: the moment of the kill is what is varied
            process.kill()
            process.communicate()
        assert read_file(path).data in (b"a" * 5000, b"b" * 5000)

"""The file door on Windows itself: attributes, streams, sharing, locks, long names, and a killed writer."""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from wslmem.errors import BusyError, NotPermittedError
from wslmem.machine.files import calls_windows, file_system, files, holders_windows, reading
from wslmem.machine.files.files import Outcome, read_file, write_file
from wslmem.machine.files.replace_windows import WindowsReplacer
from wslmem.machine.own.lock import lock
from wslmem.machine.system import version_windows

OLD, NEW = b"[wsl2]\r\nmemory=4GB\r\n", b"[wsl2]\r\nmemory=8GB\r\n"
ROOT = str(Path(files.__file__).parents[3])
HIDDEN, READ_ONLY = 0x2, 0x1
THOROUGH = bool(os.environ.get("WSLMEM_THOROUGH"))


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
    assert calls_windows._has_streams(path) or version_windows.read().name == "Wine"
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
    impatient = WindowsReplacer(calls_windows, sleep=lambda _: None)
    with path.open("rb"), pytest.raises(BusyError) as raised:
        write_file(path, NEW, expected=OLD, replacer=impatient)
    assert path.read_bytes() == OLD
    assert Path(f"{path}.wslmem-new").read_bytes() == NEW
    assert "wslmem-new" in str(raised.value.on_disk)


def test_a_file_that_is_not_shared_is_told_as_held_not_as_forbidden(path, held, monkeypatch):
    monkeypatch.setattr(reading, "_PAUSES", (0.0, 0.0))
    with held(path), pytest.raises(BusyError, match="does not share it"):
        read_file(path)
    assert read_file(path).data == OLD


def test_a_file_that_is_not_shared_for_a_moment_is_waited_out(path, held, monkeypatch):
    with contextlib.ExitStack() as moment:
        moment.enter_context(held(path))
        monkeypatch.setattr(reading.clock, "sleep", lambda _: moment.close())
        assert read_file(path).data == OLD


def test_a_file_that_this_account_may_not_read_is_told_as_forbidden(path, held, monkeypatch):
    """Access of such a file cannot be had under Wine: there root reads all; so the call into Windows says it."""
    monkeypatch.setattr(reading, "_PAUSES", (0.0, 0.0))
    monkeypatch.setattr(calls_windows, "open_to_read", lambda _: 5)
    with held(path), pytest.raises(NotPermittedError, match="cannot be read"):
        read_file(path)


@pytest.mark.parametrize("name", ["with blank", "mit Umlaut ü", "内存", "x" * 100, "x" * 150 + "\\" + "y" * 150])
def test_paths_of_every_kind_work(name, tmp_path):
    folder = tmp_path / name
    file_system.make_folder(file_system.reachable(folder))
    write_file(folder / ".wslconfig", OLD, expected=None)
    write_file(folder / ".wslconfig", NEW, expected=OLD)
    assert read_file(folder / ".wslconfig").data == NEW


def test_a_share_on_the_network_by_its_unc_name_works(tmp_path):
    """This machine's own share of a drive; Wine has none, but takes the other kind of name that begins so."""
    name = str(tmp_path)
    wine = version_windows.read().name == "Wine"
    share = Path(f"\\\\?\\{name}") if wine else Path(f"\\\\localhost\\{name[0]}$", name[3:])
    write_file(share / ".wslconfig", OLD, expected=None)
    write_file(share / ".wslconfig", NEW, expected=OLD)
    assert (tmp_path / ".wslconfig").read_bytes() == NEW


@pytest.mark.parametrize("name", [r"\\server\share", r"C:\somewhere"])
def test_a_long_name_gets_the_prefix_that_lifts_the_limit(name):
    long = Path(name) / ("x" * 300)
    told = str(calls_windows.unlimited(long))
    assert told == ("\\\\?\\UNC\\" + str(long)[2:] if name.startswith("\\\\") else "\\\\?\\" + str(long))
    assert calls_windows.unlimited(Path(told)) == Path(told)
    assert calls_windows.unlimited(Path(name)) == Path(name)


def test_rights_of_its_own_stay(path):
    """The access list is written out by name, so that what is compared is what Windows enforces."""
    before = calls_windows._access_of(path)
    descriptor = ctypes.c_void_p()
    convert = ctypes.windll.advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW
    assert convert("D:P(A;;FA;;;WD)", 1, ctypes.byref(descriptor), None)
    assert ctypes.windll.advapi32.SetFileSecurityW(str(path), 0x4, descriptor)
    given = calls_windows._access_of(path)
    assert given != before
    assert calls_windows.carries_more(path)
    write_file(path, NEW, expected=OLD)
    assert path.read_bytes() == NEW
    assert calls_windows.has_own_access(calls_windows._access_of(path))


def test_the_stream_data_is_600_bytes():
    assert ctypes.sizeof(calls_windows.StreamData) == 600


HOLD = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from wslmem.machine.own.lock import lock
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
from wslmem.machine.files import calls_windows, files, replace_windows, writing
path, texts = Path(sys.argv[2]), [b"a" * 5000, b"b" * 5000]
calls_windows.carries_more = lambda path: sys.argv[3] == "True"
print("go", flush=True)
while True:
    for one in texts:
        files.write_file(path, one, expected=files.read_file(path).data)
"""


@pytest.mark.timeout(900)
@pytest.mark.parametrize("hidden", [False, True])
def test_a_killed_writer_leaves_the_old_file_or_the_new_one(hidden, path, record_property):
    """Hidden, so that ReplaceFileW is killed; plain, so that MoveFileExW is: Wine's access lists ask for the first."""
    path.write_bytes(b"a" * 5000)
    if hidden:
        mark(path, HIDDEN)
    left = Counter()
    for number in range(150 if THOROUGH else 8):
        act = [sys.executable, "-I", "-c", WRITE, ROOT, str(path), str(hidden)]
        with subprocess.Popen(act, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout.readline().strip() == b"go"
            time.sleep(number * 7 % 31 / 1000)  # nothing to wait for: the moment of the kill is what is varied
            process.kill()
            process.communicate()
        now = read_file(path).data
        assert now in (b"a" * 5000, b"b" * 5000)
        left[now[:1].decode()] += 1
    record_property("left", dict(left))


STEPS = """
import ctypes, os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from wslmem.machine.files import calls_windows, files, replace_windows, temporary, writing
from wslmem.machine.own import backups
path, last, done = Path(sys.argv[2]), int(sys.argv[3]), 0
calls_windows.carries_more = lambda path: sys.argv[4] == "True"
kernel32 = ctypes.WinDLL("kernel32")
kernel32.GetCurrentProcess.restype = ctypes.c_void_p
def step():
    global done
    done += 1
    if done == last:
        kernel32.TerminateProcess(ctypes.c_void_p(kernel32.GetCurrentProcess()), 99)
def counted(module, name):
    call = getattr(module, name)
    def act(*given, **more):
        step()
        told = call(*given, **more)
        step()
        return told
    setattr(module, name, act)
for name in ("move_file", "replace_file", "flush_file", "delete_file", "carries_more"):
    counted(calls_windows, name)
for name in ("open", "write", "fsync", "close"):
    counted(os, name)
files.write_file(path, path.read_bytes().swapcase(), expected=path.read_bytes())
"""


@pytest.mark.timeout(900)
@pytest.mark.parametrize("hidden", [False, True])
def test_a_writer_that_ends_before_or_after_any_call_leaves_the_old_file_or_the_new_one(hidden, path, record_property):
    """TerminateProcess by its own hand, before and after each call that touches the disk."""
    last, code, seen = 1, 99, Counter()
    while code == 99:
        path.unlink(missing_ok=True)
        path.write_bytes(OLD)
        if hidden:
            mark(path, HIDDEN)
        act = [sys.executable, "-I", "-c", STEPS, ROOT, str(path), str(last), str(hidden)]
        code = subprocess.run(act, input=b"", capture_output=True, check=False).returncode
        now = read_file(path).data
        assert now in (OLD, OLD.swapcase())
        seen["old" if now == OLD else "new"] += 1
        write_file(path, NEW, expected=now)
        last += 1 if THOROUGH else 3
    assert code == 0
    assert len(seen) == 2
    record_property("left", dict(seen))


def test_a_folder_of_our_own_has_the_rights_of_the_one_above_so_that_no_administrator_locks_its_user_out(tmp_path):
    ours, plain = tmp_path / "above" / "ours", tmp_path / "plain"
    file_system.make_folder(ours)
    plain.mkdir()
    assert calls_windows._access_of(ours) == calls_windows._access_of(plain) != b""


def test_the_programs_that_have_a_file_open_are_asked_for_by_name(path):
    assert ctypes.sizeof(holders_windows.ProcessInformation) == 668
    with path.open("rb"):
        found = holders_windows.holders(path)
    assert all(isinstance(name, str) and name for name in found)
    assert found or version_windows.read().name == "Wine", "whose Restart Manager knows nobody"


def test_a_file_that_only_opening_finds_is_read(path, monkeypatch):
    """As in a profile container of FSLogix."""
    lstat = Path.lstat

    def blind(one):
        if one.name == path.name:
            raise FileNotFoundError(2, "not found", str(one))
        return lstat(one)

    monkeypatch.setattr(Path, "lstat", blind)
    assert read_file(path).data == OLD
    assert read_file(path.with_name("other")).data is None

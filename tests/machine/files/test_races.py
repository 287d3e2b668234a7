"""Several programs at the same file at once."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = str(Path(__file__).parents[3])

COUNT_UP = """
import json, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from wslmem.errors import BusyError
from wslmem.machine.files import files
from wslmem.machine.own.lock import lock
folder, rounds = Path(sys.argv[2]), int(sys.argv[3])
done = busy = 0
while done + busy < rounds:
    try:
        with lock(folder / "state"):
            seen = files.read_file(folder / ".wslconfig").data
            count = int(seen.split()[0]) + 1
            files.write_file(folder / ".wslconfig", b"%d\\n" % count * 2000, expected=seen)
            done += 1
    except BusyError:
        busy += 1
print(json.dumps([done, busy]))
"""


def start(program: str, folder: Path, rounds: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-c", program, ROOT, str(folder), str(rounds)], stdout=subprocess.PIPE
    )


@contextlib.contextmanager
def ended(program: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """A program that is gone afterwards, also where the test failed."""
    with program:
        try:
            yield program
        finally:
            program.kill()


def watch(path: Path, stop: threading.Event, seen: list[bytes]) -> None:
    while not stop.is_set():
        try:
            numbers = path.read_bytes().split()
        except OSError:
            if os.name == "posix":
                raise
            continue  # where ReplaceFileW keeps rights, a file has no name, or no leave to open it, for an instant
        if len(set(numbers)) != 1 or len(numbers) != 2000:
            seen.append(numbers[0] if numbers else b"empty")


@pytest.mark.parametrize("writers", [2, 4])
def test_no_writer_loses_what_another_wrote_and_no_reader_sees_a_part(writers, tmp_path, thorough):
    rounds = 1000 if thorough else 150 if os.name == "posix" else 8  # where a reader keeps the file from being replaced
    path = tmp_path / ".wslconfig"
    path.write_bytes(b"0\n" * 2000)
    stop, mixes = threading.Event(), []
    reader = threading.Thread(target=watch, args=(path, stop, mixes))
    reader.start()
    try:
        running = [start(COUNT_UP, tmp_path, rounds) for _ in range(writers)]
        told = [json.loads(one.communicate()[0]) for one in running]
    finally:
        stop.set()
        reader.join()
    assert mixes == []
    assert int(path.read_bytes().split()[0]) == sum(done for done, _ in told)
    assert sum(done + busy for done, busy in told) == writers * rounds
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".wslmem")] == []


EDIT = """
import contextlib, sys, os
from pathlib import Path
path, rounds = Path(sys.argv[2]) / ".wslconfig", int(sys.argv[3])
for number in range(rounds):
    text = b"e%d\\n" % number * 2000
    # Windows refuses what another program has open; an editor would tell, and be asked to save again.
    with contextlib.suppress(*() if os.name == "posix" else (PermissionError,)):
        if number % 2:
            path.write_bytes(text)
        else:
            beside = path.with_name("beside")
            beside.write_bytes(text)
            beside.replace(path)
"""


def test_an_editor_that_saves_all_the_time_gets_whole_files_or_its_own(tmp_path, thorough):
    """It saves in place and by rename in turn. What wslmem reads and leaves is always one save, whole."""
    from wslmem.errors import BusyError, NotFoundError
    from wslmem.machine.files import files

    path = tmp_path / ".wslconfig"
    path.write_bytes(b"0\n" * 2000)
    tried = 0
    with ended(start(EDIT, tmp_path, 20_000 if thorough else 1_000 if os.name == "posix" else 300)) as editor:
        while editor.poll() is None or not tried:
            tried += 1
            try:
                seen = files.read_file(path).data
                files.write_file(path, b"w%d\n" % tried * 2000, expected=seen)
            except (BusyError, NotFoundError):
                continue
    left = path.read_bytes()
    assert (len({*left.split()}), len(left.split())) == (1, 2000)
    files.write_file(path, b"end\n", expected=left)  # nobody is in the way any more
    assert path.read_bytes() == b"end\n"
    assert not list(tmp_path.glob(".wslmem*"))


def test_an_edit_made_before_the_last_look_is_never_written_over(tmp_path, needs_tool):
    """strace holds the writer at its last look at the file, while the edit is made."""
    from files_sweep import SCENARIOS, command, points, prepare

    strace = needs_tool("strace")
    scenario = SCENARIOS[0]
    every = points(strace, scenario, tmp_path / "points")
    rename = max(index for index, point in enumerate(every) if point.name == "rename")
    look = [point for point in every[:rename] if point.name == "openat"][-1]
    folder = prepare(tmp_path / "machine", scenario)
    hold = f"openat:delay_enter=1500000:when={look.count}"
    log = tmp_path / "log"
    act = [strace, "-qq", "-o", str(log), "-e", "trace=fsync,openat", "-e", f"inject={hold}"]
    with subprocess.Popen([*act, *command(scenario, folder)]) as running:
        while not log.exists() or log.read_text().count("fsync(") < 6 - 1:
            assert running.poll() is None
        (folder / "profile" / ".wslconfig").write_bytes(b"somebody's edit")
    assert running.returncode == 75
    assert (folder / "profile" / ".wslconfig").read_bytes() == b"somebody's edit"

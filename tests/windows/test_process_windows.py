"""The process door on Windows itself: jobs that leave no grandchild, pipes, code pages, Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from wslmem.machine.system import process
from wslmem.machine.system.process import ProcessCancelledError, ProcessNotStartedError, ProcessTimeLimitError

LIMIT = 60
PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-IS", "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE,
    stdout=subprocess.PIPE, stderr=subprocess.PIPE)
print(child.pid, flush=True)
sys.stdin.read() if sys.argv[1:] else child.wait()
"""
"""A program that starts another and waits for it: both would live for ever."""


def gone(pid: int) -> bool:
    """Whether process `pid` ends within ten seconds."""
    for _ in range(200):
        if not psutil.pid_exists(pid):
            return True
        threading.Event().wait(0.05)
    return False


def first_line(chunks: list[bytes], there: threading.Event):
    def take(chunk: bytes) -> None:
        chunks.append(chunk)
        if b"\n" in b"".join(chunks):
            there.set()

    return take


@pytest.mark.parametrize("way", ["cancelled", "time limit"])
def test_ending_a_program_ends_what_it_started(way):
    cancel, chunks = threading.Event(), []
    sink = first_line(chunks, cancel if way == "cancelled" else threading.Event())
    wanted = ProcessCancelledError if way == "cancelled" else ProcessTimeLimitError
    limit = LIMIT if way == "cancelled" else 5
    with pytest.raises(wanted):
        process.run([sys.executable, "-IS", "-c", PARENT], timeout=limit, cancel=cancel, on_stdout=sink)
    assert gone(int(b"".join(chunks)))


HOLDER = """
import sys
sys.path.insert(0, sys.argv[1])
from wslmem.machine.system import process
def tell(chunk):
    sys.stdout.buffer.write(chunk)
    sys.stdout.flush()
process.run([sys.executable, "-IS", "-c", sys.argv[2]], timeout=600, on_stdout=tell)
"""


def test_a_killed_wslmem_leaves_no_child_and_no_grandchild():
    root = str(Path(process.__file__).parents[3])
    act = [sys.executable, "-I", "-c", HOLDER, root, PARENT]
    with subprocess.Popen(act, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as holder:
        grandchild = int(holder.stdout.readline())
        children = [one.pid for one in psutil.Process(holder.pid).children()]
        assert len(children) == 1
        holder.kill()
        holder.communicate()
    assert gone(children[0])
    assert gone(grandchild)


def test_bytes_pass_as_they_are_in_both_directions():
    data = bytes(range(256)) * 2000
    code = "import os,sys\nwhile b := os.read(0, 65536):\n os.write(1, b)\n os.write(2, b)"
    done = process.run([sys.executable, "-IS", "-c", code], stdin=data, timeout=LIMIT)
    assert (done.returncode, done.stdout, done.stderr) == (0, data, data)


@pytest.mark.parametrize(
    "argument", ["", "a b", 'say "x"', "back\\", 'a\\"b', "内存 ü", "100%", "a\nb", "^&|<>", "x" * 9000]
)
def test_an_argument_arrives_as_it_is(argument):
    code = "import sys; sys.stdout.buffer.write(sys.argv[1].encode('utf-8', 'surrogatepass'))"
    done = process.run([sys.executable, "-IS", "-c", code, argument], timeout=LIMIT)
    assert done.stdout.decode("utf-8") == argument


@pytest.mark.parametrize("code", [0, 1, 255, 0xFFFFFFFF, 0xC0000142])
def test_an_exit_code_has_all_its_32_bits(code):
    """wsl.exe's own failures are -1, which Windows gives as 4294967295."""
    act = f"import ctypes; ctypes.windll.kernel32.ExitProcess({code})"
    assert process.run([sys.executable, "-IS", "-c", act], timeout=LIMIT).returncode == code


def test_a_program_sees_no_console_of_ours():
    """CREATE_NO_WINDOW: wsl.exe changes the mode of whatever console it finds, so it must find none of ours."""
    act = "import ctypes; print(ctypes.windll.kernel32.GetConsoleWindow())"
    assert process.run([sys.executable, "-IS", "-c", act], timeout=LIMIT).stdout.split() == [b"0"]


def test_what_is_not_there_or_no_program_is_told(tmp_path):
    (tmp_path / "empty.exe").touch()
    for program in (tmp_path / "nowhere.exe", tmp_path / "empty.exe", tmp_path):
        with pytest.raises(ProcessNotStartedError):
            process.run([program], timeout=LIMIT)


@pytest.mark.parametrize("folder", ["with blank", "mit ü", "内存"])
def test_a_program_starts_from_a_folder_of_any_name(folder, tmp_path):
    place = tmp_path / folder
    place.mkdir()
    code = "import os,sys; sys.stdout.buffer.write(os.getcwd().encode())"
    done = process.run([sys.executable, "-IS", "-c", code], cwd=place, timeout=LIMIT)
    assert Path(done.stdout.decode()) == place


PRINTS = "from wslmem.cli import output\noutput.begin()\noutput.result('✓ 内存 ü')\noutput.story('✓ 内存 ü')"
ON_A_PAGE = "import sys; [one.reconfigure(encoding=sys.argv[1]) for one in (sys.stdout, sys.stderr)]\n"


@pytest.mark.parametrize("page", ["cp1252", "cp437", "cp936", "ascii"])
def test_pipes_are_utf_8_whatever_the_code_page(page):
    done = process.run([sys.executable, "-c", ON_A_PAGE + PRINTS, page], timeout=LIMIT)
    assert done.stdout.decode("utf-8").split() == ["✓", "内存", "ü"]
    assert done.stderr.decode("utf-8").split() == ["✓", "内存", "ü"]


@pytest.mark.parametrize("page", ["cp1252", "gbk"])
def test_who_names_an_encoding_gets_it(page):
    environment = dict(os.environ) | {"PYTHONIOENCODING": page, "PYTHONUTF8": "0"}
    done = process.run([sys.executable, "-c", PRINTS], env=environment, timeout=LIMIT)
    said = "✓ 内存 ü".encode(page, "backslashreplace")
    assert (done.stdout.strip(), done.stderr.strip()) == (said, said)


LEFT = """
import os, sys
from wslmem.cli import output, streams
output.begin()
read, write = os.pipe()
os.dup2(write, 1)
os.close(write)
os.close(read)
output.result("nobody reads this")
sys.stderr.write(f"{streams.lost() is not None} {streams.reader_left()}")
"""


def test_a_reader_that_left_is_known_by_the_error_that_windows_has_for_it():
    done = process.run([sys.executable, "-c", LEFT], timeout=LIMIT)
    assert done.stderr.decode() == "True True"


INTERRUPTED = """
import signal, sys
sys.argv = ["wslmem"]
from wslmem.cli import main
from wslmem.machine.host import host_memory
def stopped(paths):
    signal.raise_signal(signal.SIGINT)
host_memory.read = stopped
sys.exit(main(["watch", "--count", "1"]))
"""


def test_ctrl_c_ends_with_130_and_says_so(tmp_path):
    environment = dict(os.environ) | {"WSLMEM_STATE": str(tmp_path), "WSLMEM_CONFIG": str(tmp_path / ".wslconfig")}
    done = process.run([sys.executable, "-c", INTERRUPTED], env=environment, timeout=LIMIT)
    assert done.returncode == 130
    assert "Ctrl-C" in done.stderr.decode()


def test_ctrl_break_ends_a_run_and_what_it_started():
    """Ctrl-Break ends a program at once; the job takes what it started with it."""
    root = str(Path(process.__file__).parents[3])
    ended = HOLDER.replace("import sys\n", "import signal, sys, threading\n", 1).replace(
        "    sys.stdout.flush()", "    sys.stdout.flush()\n    signal.raise_signal(signal.SIGBREAK)"
    )
    act = [sys.executable, "-I", "-c", ended, root, PARENT]
    with subprocess.Popen(act, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as holder:
        grandchild = int(holder.stdout.readline())
        holder.communicate(timeout=LIMIT)
        assert holder.returncode not in (0, None)
    assert gone(grandchild)
    assert signal.getsignal(signal.SIGBREAK) == signal.SIG_DFL

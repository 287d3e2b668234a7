"""Ctrl-C, SIGTERM and SIGHUP, at every point: the file is whole, and what is on disk and what to do is told."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from wslmem.machine.system import stop_signals

pytestmark = pytest.mark.posix_only(reason="sends POSIX signals; tests/windows has the console's")

OLD = b"# mine\r\n[wsl2]\r\nmemory=3GB   # was 8GB\r\n"
NEW = OLD.replace(b"3GB", b"2GB")
HANG_UP = 1  # Windows has no such name, and collects this file
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, HANG_UP: 129}


@pytest.fixture
def environ(stand_in, tmp_path: Path) -> dict[str, str]:
    stand_in.wslconfig.write_bytes(OLD)
    machine = {"WSLMEM_CONFIG": str(stand_in.wslconfig), "WSLMEM_WSL": str(stand_in.wsl_exe)}
    return {**os.environ, **machine, "WSLMEM_STATE": str(tmp_path / "state"), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def stopped_at(environ) -> Callable[..., tuple[int, str, bool]]:
    """Run a line and send a signal when stderr shows a line that begins so; exit code, stderr, whether it was sent."""

    def run(words: list[str], begins: str, number: int) -> tuple[int, str, bool]:
        child = subprocess.Popen(
            [sys.executable, "-m", "wslmem", *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, env=environ,
        )  # fmt: skip
        told, sent = "", False
        with child.stderr as lines:
            for line in lines:
                told += line
                if line.startswith(begins) and not sent:
                    child.send_signal(number)
                    sent = True
        return child.wait(60), told, sent

    return run


APPLY = ["apply", "--memory", "2GB", "--shutdown", "now", "--yes"]
POINTS = ["backup", "written", "WSL is not running", "shutting down WSL", "WSL stopped", "WSL is running"]


@pytest.mark.parametrize("number", CODES)
@pytest.mark.parametrize("point", POINTS)
def test_an_apply_that_is_stopped_tells_what_is_on_disk_and_the_next_step(stopped_at, environ, stand_in, point, number):
    code, told, sent = stopped_at(APPLY, point, number)
    assert sent, told
    assert stand_in.wslconfig.read_bytes() in (OLD, NEW)
    if code in (0, -number):  # it had come to its end before it heard of the signal
        assert stand_in.wslconfig.read_bytes() == NEW
        return
    assert code == CODES[number], told
    assert "stopped" in told
    assert ("the new settings" in told) == (stand_in.wslconfig.read_bytes() == NEW), told
    assert "on disk:" in told
    assert "next:" in told


def test_what_is_stopped_before_it_writes_writes_nothing(stand_in, environ, tmp_path: Path):
    stand_in.knobs(faults=["shutdown-hang"])
    child = subprocess.Popen([sys.executable, "-m", "wslmem", *APPLY], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                             text=True, env=environ)  # fmt: skip
    child.send_signal(signal.SIGTERM)
    _, told = child.communicate(timeout=60)
    assert child.returncode in (143, -signal.SIGTERM), told  # before it listens it just ends
    assert stand_in.wslconfig.read_bytes() == OLD
    assert not (tmp_path / "state" / "backups").exists()


def test_a_signal_that_is_ignored_stays_ignored(environ):
    line = f"{sys.executable} -m wslmem watch --interval 0.2 --count 3 & p=$!; sleep 1; kill -HUP $p; wait $p"
    done = subprocess.run(["sh", "-c", f"trap '' HUP; {line}"], env=environ, capture_output=True, check=False)
    assert done.returncode == 0, done


def ask(*numbers: int) -> None:
    """Send this process signals, and give Python the moment it needs to hear each."""
    for number in numbers:
        os.kill(os.getpid(), number)
        time.sleep(0.01)


def test_outside_of_work_a_signal_interrupts_where_it_stands():
    with pytest.raises(stop_signals.Stopped), stop_signals.caught():
        ask(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_work_is_told_and_the_third_signal_interrupts_it():
    heard: list[int] = []
    with pytest.raises(stop_signals.Stopped), stop_signals.caught(), stop_signals.handled(lambda: heard.append(1)):
        ask(*[signal.SIGTERM] * (stop_signals.MOST + 1))
    assert len(heard) == stop_signals.MOST


def test_a_second_signal_does_not_interrupt_the_cleaning_up():
    cleaned: list[int] = []

    def work() -> None:
        try:
            ask(signal.SIGINT)
        finally:
            ask(signal.SIGINT)
            cleaned.append(1)

    with pytest.raises(stop_signals.Stopped), stop_signals.caught():
        work()
    assert cleaned


@pytest.mark.parametrize("number", [signal.SIGTERM, HANG_UP])
def test_the_app_leaves_and_gives_the_terminal_back(environ, number):
    import pty

    child, terminal = pty.fork()
    if child == 0:
        signal.signal(number, signal.SIG_DFL)  # what nohup ignores, a program leaves ignored
        line = [sys.executable, "-m", "wslmem"]
        os.execve(sys.executable, line, environ | {"TERM": "xterm-256color"})  # noqa: S606 - no shell is wanted
    shown = b""
    with os.fdopen(terminal, "rb", buffering=0) as screen:
        while b"Help" not in shown:
            shown += screen.read(65536)
        os.kill(child, number)
        with contextlib.suppress(OSError):  # EIO: how Linux tells the end of a terminal
            while more := screen.read(65536):
                shown += more
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == CODES[number]
    assert shown.rindex(b"\x1b[?1049l") > shown.rindex(b"\x1b[?1049h"), "the screen of before is back"

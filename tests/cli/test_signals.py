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

from wslmem.cli import apply_run, main
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


@pytest.fixture
def here(environ, monkeypatch):
    """The machine of `environ` for commands in this process."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("here")
def test_a_signal_that_comes_when_all_is_done_is_too_late_and_the_end_is_told(monkeypatch, capsys):
    summary = apply_run.summary
    monkeypatch.setattr(apply_run, "summary", lambda result: ask(signal.SIGTERM) or summary(result))
    assert main(APPLY) == 0
    told = capsys.readouterr()
    assert "Done: the new VM has the new limits." in told.out
    assert "stopped by" not in told.err


@pytest.mark.usefixtures("here")
def test_what_is_stopped_after_its_end_was_told_says_what_is_on_disk(monkeypatch, capsys):
    drive = apply_run.drive
    monkeypatch.setattr(apply_run, "drive", lambda *given: (drive(*given), ask(signal.SIGTERM)))
    assert main(APPLY) == 128 + signal.SIGTERM
    told = capsys.readouterr().err
    assert "on disk:  the new settings" in told
    assert "next:     run `wslmem status`" in told


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


@pytest.fixture
def opened(environ):
    """Open the app in a terminal of its own, where a signal does what it does by itself; its pid and the terminal."""

    def run(number: int, does: signal.Handlers) -> tuple[int, int]:
        import pty

        child, terminal = pty.fork()
        if child == 0:
            signal.signal(number, does)  # what nohup ignores, a program leaves ignored
            line = [sys.executable, "-m", "wslmem"]
            os.execve(sys.executable, line, environ | {"TERM": "xterm-256color"})  # noqa: S606 - no shell is wanted
        shown = b""
        while b"Help" not in shown:
            shown += os.read(terminal, 65536)
        return child, terminal

    return run


@pytest.mark.parametrize("number", [signal.SIGTERM, HANG_UP])
def test_the_app_leaves_and_gives_the_terminal_back(opened, number):
    child, terminal = opened(number, signal.SIG_DFL)
    shown = b""
    with os.fdopen(terminal, "rb", buffering=0) as screen:
        os.kill(child, number)
        with contextlib.suppress(OSError):  # EIO: how Linux tells the end of a terminal
            while more := screen.read(65536):
                shown += more
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == CODES[number]
    assert b"\x1b[?1049l" in shown, "the screen of before is back"
    assert b"\x1b[?1049h" not in shown


@pytest.mark.parametrize(("does", "code"), [(signal.SIG_DFL, 129), (signal.SIG_IGN, 0)])
def test_the_app_ends_when_its_terminal_is_gone(opened, does, code):
    """Textual's writing thread dies of it, and what is drawn then would wait for it for ever."""
    child, terminal = opened(HANG_UP, does)
    os.write(terminal, b"w")  # Watch draws by itself
    os.close(terminal)
    end = time.monotonic() + 100
    while not (gone := os.waitpid(child, os.WNOHANG))[0] and time.monotonic() < end:
        time.sleep(0.05)
    if not gone[0]:
        os.kill(child, signal.SIGKILL)
        gone = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(gone[1]) == code


@pytest.mark.parametrize("number", CODES)
def test_a_large_log_is_left_at_once_in_the_middle_that_is_only_skimmed(tmp_path: Path, number):
    """Of a log that it would take minutes to read to its end."""
    log = tmp_path / "build.log"
    with log.open("wb") as file:
        for _ in range(512):
            file.write(b"compile: a line of some length, as builds print them by the thousand\n")
            file.seek(1 << 20, os.SEEK_CUR)
        file.truncate(1 << 42)
    child = subprocess.Popen([sys.executable, "-m", "wslmem", "explain", str(log)], stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip
    while read_of(child.pid, log) < 8 << 20:
        assert child.poll() is None
        time.sleep(0.001)
    child.send_signal(number)
    out, told = child.communicate(timeout=60)
    assert (child.returncode, out) == (CODES[number], "")
    assert told.startswith("wslmem: error: stopped ")
    assert told.count("\n") == 1


def read_of(pid: int, path: Path) -> int:
    """How far a process has read a file; 0 while it has not opened it."""
    for one in Path("/proc", str(pid), "fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            if one.readlink() == path:
                return int(Path("/proc", str(pid), "fdinfo", one.name).read_text().split()[1])
    return 0

"""The process door: bytes in, bytes out, and nothing left behind."""

from __future__ import annotations

import itertools
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.errors import CancelledError, Exit, TimeLimitError, UnavailableError
from wslmem.machine.system import child, process, process_group
from wslmem.machine.system.output import CHUNK, MOST, Output
from wslmem.machine.system.process import (
    ProcessCancelledError,
    ProcessFailedError,
    ProcessNotStartedError,
    ProcessOutputError,
    ProcessTimeLimitError,
)

pytestmark = pytest.mark.posix_only(reason="runs a Linux shell; tests/windows/test_process_windows.py is its like")

SH = "/bin/sh"


def alive(pid: int) -> bool:
    """Whether process `pid` runs; one that has died and waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid: int) -> bool:
    """Whether process `pid` ends within a minute, which is long before it would by itself."""
    deadline = time.monotonic() + 60
    while alive(pid) and time.monotonic() < deadline:
        threading.Event().wait(0.02)
    return not alive(pid)


@pytest.fixture
def at_its_word(an_hour_passes):
    """A sink, with whose first chunk every time limit has passed."""
    said = threading.Event()
    an_hour_passes(said.is_set)
    return lambda _chunk: said.set()


@settings(deadline=None, max_examples=25)
@given(data=st.binary(max_size=300_000))
def test_what_goes_in_comes_out_unchanged_on_both_streams(data):
    done = process.run([SH, "-c", "tee /dev/stderr"], stdin=data, timeout=100)
    assert (done.returncode, done.stdout, done.stderr) == (0, data, data)


@settings(deadline=None, max_examples=25)
@given(arguments=st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), max_size=6))
def test_arguments_pass_no_shell(arguments):
    code = "import sys,os; sys.stdout.buffer.write(b'\\0'.join(map(os.fsencode, sys.argv[1:])))"
    done = process.run([sys.executable, "-I", "-S", "-c", code, *arguments], timeout=100)
    assert done.stdout == b"\0".join(os.fsencode(argument) for argument in arguments)


def test_a_program_that_does_not_read_its_stdin_ends_all_the_same():
    done = process.run([SH, "-c", "exec 0<&-; exit 3"], stdin=b"x" * 1_000_000, timeout=100)
    assert done.returncode == 3


def test_the_environment_and_the_folder_are_those_given(tmp_path):
    done = process.run([SH, "-c", "pwd; echo $WORD"], env={"WORD": "here"}, cwd=tmp_path, timeout=100)
    assert done.stdout.decode().split() == [str(tmp_path), "here"]


def test_only_the_end_of_endless_output_is_kept():
    done = process.run([SH, "-c", "seq 1 200000; echo end"], keep=100, timeout=100)
    assert len(done.stdout) == 100
    assert done.stdout.endswith(b"200000\nend\n")


def test_endless_output_never_fills_the_memory(tmp_path):
    (tmp_path / "much").write_bytes(b"x" * 5_000_000)
    output = Output((tmp_path / "much").open("rb", buffering=0), 100, None, lambda: None)
    output.thread.join()
    assert sum(map(len, output._chunks)) <= 100 + CHUNK


def test_chunks_arrive_while_the_program_runs(tmp_path):
    fifo = tmp_path / "go-on"
    os.mkfifo(fifo)
    seen: list[bytes] = []

    def answer(chunk: bytes) -> None:
        seen.append(chunk)
        if len(seen) == 1:
            fifo.write_text("now\n")

    done = process.run([SH, "-c", f"echo first; read word < {fifo}; echo $word"], on_stdout=answer, timeout=100)
    assert seen == [b"first\n", b"now\n"]
    assert done.stdout == b"first\nnow\n"


def test_a_slow_sink_loses_nothing_of_a_program_that_has_ended():
    seen: list[bytes] = []

    def slow(chunk: bytes) -> None:
        threading.Event().wait(0.6)
        seen.append(chunk)

    done = process.run([SH, "-c", "seq 1 40000"], on_stdout=slow, timeout=60)
    assert done.stdout == b"".join(seen) == b"".join(b"%d\n" % number for number in range(1, 40001))


def test_what_a_sink_raises_ends_the_program_and_is_raised():
    pids: list[int] = []

    def fail(chunk: bytes) -> None:
        pids.append(int(chunk))
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        process.run([SH, "-c", "echo $$; exec sleep 300"], on_stdout=fail, timeout=100)
    assert gone(pids[0])


def test_a_time_limit_kills_the_program_and_what_it_started(at_its_word):
    with pytest.raises(ProcessTimeLimitError) as caught:
        process.run([SH, "-c", "sleep 300 & echo $!; sleep 300; :"], timeout=1000, on_stdout=at_its_word)
    assert gone(int(caught.value.completed.stdout))
    assert caught.value.completed.returncode is None
    assert isinstance(caught.value, TimeLimitError)
    assert caught.value.exit is Exit.TIME_LIMIT


def test_a_program_that_ignores_sigterm_is_killed_too(at_its_word):
    with pytest.raises(ProcessTimeLimitError) as caught:
        process.run([SH, "-c", "trap '' TERM; echo $$; while :; do sleep 1; done"], timeout=1000, on_stdout=at_its_word)
    assert gone(int(caught.value.completed.stdout))


def test_a_program_may_clean_up_after_sigterm(tmp_path, at_its_word, monkeypatch):
    monkeypatch.setattr(process_group, "POLITE", 60)
    mark = tmp_path / "tidy"
    tidy = f"trap 'echo done > {mark}; exit' TERM; echo ready; while :; do sleep 0.05; done"
    with pytest.raises(ProcessTimeLimitError):
        process.run([SH, "-c", tidy], timeout=1000, on_stdout=at_its_word)
    assert mark.read_text() == "done\n"


def test_cancelling_kills_the_program_and_what_it_started():
    cancel = threading.Event()
    with pytest.raises(ProcessCancelledError) as caught:
        process.run(
            [SH, "-c", "sleep 300 & echo $!; wait"], timeout=200, cancel=cancel, on_stdout=lambda _: cancel.set()
        )
    assert gone(int(caught.value.completed.stdout))
    assert isinstance(caught.value, CancelledError)
    assert caught.value.exit is Exit.INTERRUPTED


@pytest.fixture
def interruptible():
    """SIGINT raises KeyboardInterrupt, even where whoever started the tests has it ignored, as `nohup ... &` does."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_a_program_is_not_left_behind_when_the_waiting_thread_is_interrupted():
    pids: list[int] = []

    def interrupt(chunk: bytes) -> None:
        pids.append(int(chunk))
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        # The pause lets this thread begin to wait: only then does the interrupt hit what is tested.
        process.run([SH, "-c", "sleep 0.3; echo $$; exec sleep 300"], on_stdout=interrupt, timeout=100)
    assert gone(pids[0])


def test_nothing_is_lost_of_what_a_program_printed_before_this_machine_stood_still(monkeypatch):
    def late(self: Output) -> None:
        time.sleep(0.2)
        read(self)

    read = Output._read
    monkeypatch.setattr(Output, "_read", late)
    monkeypatch.setattr(child, "LINGER", 600)
    monkeypatch.setattr(child.clock, "monotonic", itertools.count(step=1000).__next__)
    assert process.run(["cat"], stdin=b"printed", timeout=1e9, spare=True).stdout == b"printed"


def test_a_descendant_that_keeps_the_pipes_open_does_not_hold_us_for_long():
    done = process.run([SH, "-c", "sleep 300 & echo $!"], timeout=1000)
    assert done.returncode == 0
    assert done.seconds < 200
    assert gone(int(done.stdout))


@pytest.mark.parametrize("text", ["", "no shebang, and not a program"])
def test_what_cannot_be_started_is_one_kind_of_error(tmp_path, text):
    path = tmp_path / "program"
    if text:
        path.write_text(text)
    with pytest.raises(ProcessNotStartedError) as caught:
        process.run([path], timeout=5)
    assert isinstance(caught.value, UnavailableError)
    assert caught.value.exit is Exit.UNAVAILABLE
    assert str(path) in str(caught.value)


def test_an_argument_with_a_null_is_refused_not_cut():
    with pytest.raises(ProcessNotStartedError, match="null"):
        process.run([SH, "a\0b"], timeout=5)


def test_a_failure_prints_the_command_its_code_and_both_streams():
    with pytest.raises(ProcessFailedError) as caught:
        process.run([SH, "-c", "echo said; echo moaned >&2; exit 7"], timeout=100, check=True)
    text = str(caught.value)
    assert "exit code 7" in text
    assert "stdout: said" in text
    assert "stderr: moaned" in text


def test_a_death_by_signal_is_told_as_such():
    assert process.run([SH, "-c", "kill -9 $$"], timeout=100).returncode == -signal.SIGKILL


@pytest.mark.parametrize("spare", [True, False])
def test_what_a_program_left_behind_is_spared_where_that_is_asked_and_its_output_is_whole(spare):
    done = process.run([SH, "-c", "sleep 300 & echo $!"], timeout=1000, spare=spare)
    left = int(done.stdout)
    try:
        assert done.returncode == 0
        assert alive(left) if spare else gone(left)
    finally:
        if alive(left):
            os.kill(left, signal.SIGKILL)


def test_what_is_spared_does_not_outlive_a_time_limit(at_its_word):
    with pytest.raises(ProcessTimeLimitError) as caught:
        process.run([SH, "-c", "sleep 300 & echo $!; wait"], timeout=1000, spare=True, on_stdout=at_its_word)
    assert gone(int(caught.value.completed.stdout))


@pytest.mark.parametrize("stream", ["1", "2"])
@pytest.mark.parametrize("sink", [False, True])
def test_a_program_that_prints_without_end_is_ended_and_told_in_bounded_memory(stream, sink):
    sizes: list[int] = []
    listen = (lambda chunk: sizes.append(len(chunk))) if sink else None
    endless = f"echo $$ >&{3 - int(stream)}; exec cat /dev/zero >&{stream}"
    with pytest.raises(ProcessOutputError, match="64 MiB") as raised:
        process.run([SH, "-c", endless], timeout=300, on_stdout=listen, on_stderr=listen)
    told = raised.value.completed
    assert len(told.stdout) + len(told.stderr) <= MOST + CHUNK
    assert sum(sizes) <= MOST + CHUNK
    assert gone(int(told.stderr if stream == "1" else told.stdout))


def test_a_sink_that_wants_the_end_only_may_read_on_for_ever():
    total: list[int] = []
    done = process.run(
        [SH, "-c", "head -c 100000000 /dev/zero"], timeout=300, keep=100, on_stdout=lambda c: total.append(len(c))
    )
    assert (sum(total), len(done.stdout)) == (100_000_000, 100)

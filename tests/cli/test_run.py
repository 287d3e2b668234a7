"""`wslmem run`: a command runs as it would without, and its person learns what it took and why it died."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wslmem.errors import NotPermittedError
from wslmem.machine.run import group as groups
from wslmem.machine.run.group import PREFIX

pytestmark = pytest.mark.posix_only(reason="commands are watched where they run: on Linux")
KILL, HANG_UP = 9, 1  # Windows has no such names, and collects this file
FILL = "import sys; held = bytearray({size} << 20); print('done'); sys.stdout.flush(); __import__('time').sleep(1.5)"
"""A program that holds so many MiB for a moment."""
TOGETHER = """
import os, sys, time
held = bytearray(int(sys.argv[1]) << 20)
open(f"full-{os.getpid()}", "w").close()
while sum(name.startswith("full-") for name in os.listdir()) < int(sys.argv[2]):
    time.sleep(0.01)
time.sleep(1.5)
"""
"""One that holds so many MiB until so many of its like are full, and a moment longer."""


@pytest.fixture
def environment(tmp_path):
    return dict(os.environ) | {"WSLMEM_STATE": str(tmp_path / "state"), "LC_ALL": "C.UTF-8"}


@pytest.fixture
def run(environment, tmp_path, its_servers_alone):
    def run(*arguments, **more):
        return subprocess.run(
            [sys.executable, "-m", "wslmem", "run", *arguments],
            check=False,
            **({"capture_output": True, "timeout": 120, "env": environment, "cwd": tmp_path} | more),
        )

    return run


@pytest.fixture(autouse=True)
def nothing_of_ours_stays():
    yield
    place = groups.own()
    if place is not None:
        around = {Path(place[0]), Path(place[0]).parent}
        groups_now = [one for folder in around for one in folder.glob(f"{PREFIX}*")]
        makers_gone = [one for one in groups_now if not Path("/proc", one.name.removeprefix(PREFIX)).exists()]
        # Others run too: what ended since the groups were listed has taken its own away before.
        assert not [one for one in makers_gone if one.exists()]


def fill(size):
    return [sys.executable, "-c", FILL.format(size=size)]


@pytest.mark.parametrize("code", [0, 1, 2, 3, 77, 255])
@pytest.mark.parametrize("options", [("--",), ("--quiet", "--"), ("--memory", "512MB", "--")])
def test_the_exit_code_is_the_commands_own(run, code, options):
    assert run(*options, "sh", "-c", f"exit {code}").returncode == code


@pytest.mark.parametrize("number", [KILL, signal.SIGTERM, signal.SIGSEGV])
def test_a_command_that_a_signal_ended_is_told_as_a_shell_tells_it(run, number):
    assert run("--", "sh", "-c", f"kill -{int(number)} $$").returncode == 128 + number


def test_a_command_that_died_of_ctrl_c_ends_the_script_around_it_as_without_us(run):
    assert run("--", "sh", "-c", "trap - INT; kill -INT $$").returncode == -signal.SIGINT


def test_a_command_that_is_not_there_ends_with_127_and_one_that_is_no_program_with_126(run, tmp_path):
    missing = run("--", "no-such-command")
    assert missing.returncode == 127
    assert b"no-such-command: No such file" in missing.stderr
    (tmp_path / "text").write_text("no program")
    assert run("--", "./text").returncode == 126


def test_output_and_input_pass_to_the_byte(run):
    data = bytes(range(256)) * 1000
    ran = run("--", "sh", "-c", "cat; echo told >&2", input=data)
    assert ran.stdout == data
    first, last = ran.stderr.split(b"\n", 1)
    assert first == b"told"
    assert last.startswith(b"\nwslmem: ")


@pytest.mark.parametrize("lost", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize("command", ["true", "sleep 0.3"])
def test_a_line_that_nobody_can_be_told_takes_no_exit_code_along(environment, tmp_path, command, lost):
    shell = f"exec {sys.executable} -m wslmem run -- {command} {lost}"
    assert subprocess.run(["sh", "-c", shell], env=environment, cwd=tmp_path, check=False).returncode == 0


def test_folder_and_environment_are_the_persons_own(run, tmp_path, environment):
    ran = run("--", "sh", "-c", 'pwd; echo "$MARK"', env=environment | {"MARK": "a b"})
    assert ran.stdout.decode().splitlines() == [str(tmp_path), "a b"]


def test_the_peak_is_what_the_whole_tree_held_within_three_percent(run, tmp_path):
    (tmp_path / "fill.py").write_text(TOGETHER)
    one = f"{sys.executable} fill.py"
    ran = run("--json", "--", "sh", "-c", f"{one} 150 2 & {one} 150 2 & wait")
    told = json.loads(ran.stderr.splitlines()[-1])
    bare = json.loads(run("--json", "--", "sh", "-c", f"{one} 0 1").stderr.splitlines()[-1])
    expected = 300 * 2**20 + 2 * bare["peak"]
    assert abs(told["peak"] - expected) < 0.03 * expected
    assert told["wall"] >= 0.3
    assert told["exit_code"] == 0
    assert told["verdict"] is None


def test_a_contained_command_that_needs_more_dies_alone_and_is_told_why(run, tmp_path):
    resident = subprocess.Popen([sys.executable, "-c", "held = bytearray(200 << 20); input()"], stdin=subprocess.PIPE)
    try:
        ran = run("--memory", "64MB", "--", *fill(400))
        assert ran.returncode == 137
        assert resident.poll() is None
    finally:
        resident.communicate(b"\n", timeout=30)
    words = ran.stderr.decode()
    assert "memory limited to 64 MiB" in words
    assert "Proven: a memory limit of its own." in words
    assert "the 64 MiB of this run were full" in words
    assert "allow more with --memory" in words


def test_the_limit_of_the_run_is_named_also_where_the_kernels_log_may_not_be_read():
    from wslmem.machine.run.watch import Seen
    from wslmem.units import Bytes
    from wslmem.workflows.run.death import why

    seen = Seen()
    seen.kills, seen.vm_kills, seen.total, seen.highest = 1, 1, 2**30, 64 * 2**20
    found = why(seen, 137, Bytes(64 * 2**20), since=float("inf"))
    assert found.ending == "container-limit"
    assert found.limit == "--memory"
    assert str(found.headline) == (
        "The kernel's OOM killer killed a process of the build: the 64 MiB of this run were full."
    )


def test_a_build_that_stood_still_at_its_limit_is_told_of_that_limit_and_not_tried_in_as_much_again(tmp_path):
    from wslmem.machine.run.watch import Seen
    from wslmem.units import Bytes, Seconds
    from wslmem.workflows.run.arrange import _refuse_what_died
    from wslmem.workflows.run.death import why
    from wslmem.workflows.run.end import RunEnd, remember
    from wslmem.workflows.run.past import history

    seen, limit = Seen(), Bytes(64 * 2**20)
    seen.kills, seen.vm_kills, seen.total, seen.ended_by = 0, 0, 2**30, "memory-pressure"
    found = why(seen, 143, limit, since=float("inf"))
    assert (found.ending, found.limit, found.proven) == ("stalled-by-memory", "--memory", True)
    assert str(found.headline).startswith("The 64 MiB of this run were full: the build kept rereading its programs")
    end = RunEnd(command=("make",), folder=Path.cwd(), started="", wall=Seconds(9), exit_code=143, peak=limit,
                 peak_group=limit, peak_swap=Bytes(0), lowest_available=None, total=Bytes(2**30), limit=limit, kills=0,
                 largest=(("cc1", Bytes(2**20)),), jobs=None, verdict=found)  # fmt: skip
    assert remember(end, tmp_path) is None
    with pytest.raises(NotPermittedError, match="it was killed in 64 MiB"):
        _refuse_what_died(history(tmp_path, Path.cwd(), ("make",)), limit, None)


@pytest.mark.parametrize(("vm_kills", "ending"), [(0, "ok"), (1, "oom-elsewhere")])
def test_a_kill_that_the_exit_code_hides_is_told_where_only_the_machine_counts_it(monkeypatch, vm_kills, ending):
    """A plain user has no group, and may not read the kernel's log: `|| true` leaves the count of the machine."""
    from wslmem.machine.run import kernel
    from wslmem.machine.run.watch import Seen
    from wslmem.workflows.run.death import why

    monkeypatch.setattr(kernel, "lines", lambda _: None)
    seen = Seen()
    seen.vm_kills, seen.total, seen.lowest = vm_kills, 2**30, 2**29
    found = why(seen, 0, None, since=float("inf"))
    assert (str(found.ending), found.proven) == (ending, ending == "ok")


def test_a_full_group_around_the_run_is_told_as_what_it_is_where_the_kernels_log_may_not_be_read(monkeypatch):
    from wslmem.machine.run import kernel
    from wslmem.machine.run.watch import Seen
    from wslmem.workflows.run.death import why

    monkeypatch.setattr(kernel, "lines", lambda _: None)
    seen = Seen()
    seen.kills, seen.vm_kills, seen.total, seen.highest = 1, 1, 2**30, 64 * 2**20
    assert why(seen, 137, None, since=0).ending == "oom"
    seen.above = ("/user.slice/build.scope", 96 * 2**20)
    found = why(seen, 137, None, since=0)
    assert (found.ending, found.limit, found.proven) == ("container-limit", "/user.slice/build.scope", True)
    assert "the group /user.slice/build.scope, in which it runs, reached its limit of 96 MiB" in str(found.headline)


@pytest.mark.parametrize(
    ("said", "code", "ending"),
    [
        (("earlyoom", 'sending SIGTERM to process 9 uid 0 "cc1": oom_score 866, VmRSS 288 MiB'), 2, "killed-by-daemon"),
        (("earlyoom", 'sending SIGTERM to process 9 uid 0 "gopls": oom_score 866, VmRSS 288 MiB'), 2, "build-error"),
        (("systemd", "run-r1.scope: systemd-oomd killed 2 process(es) in this unit."), 137, "killed-by-daemon"),
        (("systemd", "run-r1.scope: systemd-oomd killed 2 process(es) in this unit."), 2, "build-error"),
    ],
)
def test_a_killer_that_tells_the_journal_is_named(tmp_path, monkeypatch, said, code, ending):
    """One that names a process of the command, or a unit where the command itself died of SIGKILL."""
    from wslmem.machine.run.watch import Seen
    from wslmem.workflows.run.death import why

    stamp = int((time.time() + 60) * 1_000_000)
    entry = json.dumps({"SYSLOG_IDENTIFIER": said[0], "MESSAGE": said[1], "__REALTIME_TIMESTAMP": str(stamp)})
    journalctl = tmp_path / "journalctl"
    journalctl.write_text(f"#!/bin/sh\necho '{entry}'\n")
    journalctl.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    seen = Seen()
    seen.kills, seen.vm_kills, seen.names = 0, 0, {"make", "cc1"}
    seen.total, seen.lowest = 2**30, 2**27
    assert why(seen, code, None, since=time.monotonic()).ending == ending


def test_a_kill_in_a_command_that_ends_well_is_not_kept_quiet(run):
    ran = run("--json", "--memory", "64MB", "--", "sh", "-c", f"{sys.executable} -c 'bytearray(400 << 20)' || true")
    told = json.loads(ran.stderr.splitlines()[-1])
    assert told["exit_code"] == 0
    assert told["kills"] == 1
    assert told["verdict"] is not None


def test_a_limit_that_is_none_is_refused_before_anything_starts(run, tmp_path):
    for limit in ("8gb", "1MB", "lots"):
        ran = run("--memory", limit, "--", "touch", "made")
        assert ran.returncode == 64
        assert not (tmp_path / "made").exists()


def test_auto_leaves_a_reserve_to_everybody_else(run):
    ran = run("--json", "--memory", "auto", "--", "true")
    told = json.loads(ran.stderr.splitlines()[-1])
    assert 64 * 2**20 <= told["limit"] < told["total"] - 200 * 2**20


def test_auto_starts_nothing_that_was_measured_not_to_fit():
    from wslmem.machine.own.run_history import PastRun
    from wslmem.units import GIB, Bytes, Seconds
    from wslmem.workflows.run.arrange import _refuse_what_died

    def past(**more):
        base = {"started": "", "wall": Seconds(1), "peak": Bytes(GIB), "largest": Bytes(GIB // 4), "jobs": 2,
                "exit_code": 0, "limit": None, "killed": False}  # fmt: skip
        return (PastRun(**(base | more)),)

    _refuse_what_died((), Bytes(GIB), None)
    _refuse_what_died(past(), Bytes(GIB // 2), 1)
    _refuse_what_died(past(killed=True, limit=Bytes(GIB)), Bytes(GIB // 2), 1)  # fewer jobs at once: worth a try
    with pytest.raises(NotPermittedError, match="largest process alone held 1 GiB"):
        _refuse_what_died(past(largest=Bytes(GIB)), Bytes(GIB // 2), 1)
    for left in (GIB // 2, GIB, GIB * 104 // 100):  # a little more is no more: builds differ by as much
        with pytest.raises(NotPermittedError, match="it was killed in 1 GiB"):
            _refuse_what_died(past(killed=True, limit=Bytes(GIB)), Bytes(left), 2)
    _refuse_what_died(past(killed=True, limit=Bytes(GIB)), Bytes(GIB * 2), 2)


def test_auto_starts_no_node_that_died_in_as_much_though_it_is_given_a_heap(run, tmp_path):
    """Its heap is no number of jobs, of which fewer would be worth a try."""
    (tmp_path / "bin").mkdir()
    node = tmp_path / "bin" / "node"
    node.write_text(f'#!/bin/sh\nexec {sys.executable} -c "bytearray(400 << 20)"\n')
    node.chmod(0o755)
    path = {"PATH": f"{node.parent}:{os.environ['PATH']}", "WSLMEM_STATE": str(tmp_path / "state")}
    first = run("--memory", "64MB", "--", "node", "build.js", env=dict(os.environ) | path)
    assert first.returncode == 137
    (kept,) = (tmp_path / "state" / "runs").rglob("*.json")
    kept.write_text(re.sub(r'"limit": \d+', f'"limit": {1 << 50}', kept.read_text()))  # more than is left here
    again = run("--memory", "auto", "--", "node", "build.js", env=dict(os.environ) | path)
    assert again.returncode == 77


@pytest.mark.parametrize(
    ("ran", "peak", "limit", "wanted"),
    [
        (None, 800, 1000, 8),  # it fitted
        (None, 1600, 1000, 4),  # all eight at their largest were too many
        (1, 200, 1000, 4),  # one alone, by rule of thumb: more fit, as is known now
        (1, 200, 2000, 8),
        (6, 700, 1000, 6),  # six fitted, though not if all were at their largest at once
        (2, 400, 300, 1),
    ],
)
def test_jobs_are_as_many_as_fit_by_what_the_last_run_held(ran, peak, limit, wanted):
    from wslmem.machine.own.run_history import PastRun
    from wslmem.units import MIB, Bytes, Seconds
    from wslmem.workflows.run.arrange import _as_measured

    last = PastRun(started="", wall=Seconds(1), peak=Bytes(peak * MIB), largest=Bytes(200 * MIB), jobs=ran,
                   exit_code=0, limit=None, killed=False)  # fmt: skip
    assert _as_measured(last, Bytes(limit * MIB), 8) == wanted


def test_jobs_follow_from_a_run_that_did_the_work(tmp_path):
    """Not from one that was stopped, or that found its work done."""
    from wslmem.machine.own import run_history
    from wslmem.machine.own.run_history import PastRun
    from wslmem.sizing import commands
    from wslmem.units import MIB, Bytes, Seconds
    from wslmem.workflows.run.arrange import _jobs

    for peak, largest, code in ((1600, 800, 0), (2, 1, 0), (3, 1, 130)):
        past = PastRun(started="", wall=Seconds(1), peak=Bytes(peak * MIB), largest=Bytes(largest * MIB), jobs=2,
                       exit_code=code, limit=None, killed=False)  # fmt: skip
        run_history.keep(tmp_path, Path.cwd(), "ninja", past)
    tool = commands.tool_of(["ninja"])
    assert tool is not None
    assert _jobs(["ninja"], tool, Bytes(1000 * MIB), tmp_path) == (1, True)


@pytest.mark.parametrize("half", [b"half", b"whole\n", b""])
def test_the_line_at_the_end_stands_alone_wherever_the_commands_output_ended(run, tmp_path, half):
    (tmp_path / "half").write_bytes(half)
    with (tmp_path / "log").open("wb") as log:
        run("--", "sh", "-c", "cat half >&2", capture_output=False, stderr=log)
    told = (tmp_path / "log").read_bytes()
    assert told.startswith(half.rstrip(b"\n") + (b"\nwslmem: " if half else b"wslmem: "))


@contextlib.contextmanager
def ready(environment, folder, number, *words):
    """`wslmem run WORDS` as a group of its own, whose command has said that it is ready for signal `number`."""
    with subprocess.Popen(
        [sys.executable, "-m", "wslmem", "run", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=folder,
        start_new_session=True,
        # A shell cannot trap what was ignored when it began, as nohup and `&` have it.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # noqa: PLW1509 - this process has one thread
    ) as ours:
        assert ours.stdout.readline() == b"ready\n"
        yield ours


@pytest.mark.parametrize("number", [signal.SIGTERM, HANG_UP, signal.SIGINT])
def test_a_signal_to_us_reaches_the_command_and_its_end_is_ours(environment, tmp_path, number):
    script = f"trap 'echo caught; exit 9' {int(number)}; echo ready; while :; do sleep 0.05; done"
    with ready(environment, tmp_path, number, "--", "sh", "-c", script) as ours:
        ours.send_signal(number)
        assert ours.stdout.readline() == b"caught\n"
        assert ours.wait(60) == 9


@pytest.mark.parametrize("number", [signal.SIGTERM, HANG_UP])
def test_a_signal_to_the_whole_group_reaches_the_command_once(environment, tmp_path, number):
    script = f"trap 'echo caught' {int(number)}; trap 'exit 9' USR1; echo ready; while :; do sleep 0.05; done"
    with ready(environment, tmp_path, number, "--time-limit", "60", "--", "sh", "-c", script) as ours:
        group = Path("/proc", str(ours.pid), "task", str(ours.pid), "children")
        while len(group.read_text().split()) < 2:  # the command, and who stands beside it
            assert ours.poll() is None
        for _ in range(2):
            os.killpg(ours.pid, number)
            assert ours.stdout.readline() == b"caught\n"
        command = int(group.read_text().split()[0])
        os.kill(command, signal.SIGUSR1)
        assert ours.stdout.read() == b""
        assert ours.wait(60) == 9


def test_ctrl_c_at_the_terminal_reaches_the_command_once_and_the_line_is_told(environment, tmp_path):
    script = "trap 'echo caught' INT; echo ready; n=0; while [ $n -lt 8 ]; do sleep 0.1; n=$((n+1)); done; exit 7"
    import pty  # Windows has none

    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(tmp_path)
        argv = [sys.executable, "-m", "wslmem", "run", "--", "sh", "-c", script]
        os.execve(argv[0], argv, environment)  # noqa: S606 - the child of a terminal of its own
    shown = b""
    while b"ready" not in shown:
        shown += os.read(terminal, 4096)
    os.write(terminal, b"\x03")
    try:
        while piece := os.read(terminal, 4096):
            shown += piece
    except OSError:
        pass  # the terminal is gone with its last process
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 7
    assert shown.count(b"caught") == 1
    assert b"wslmem: " in shown


def test_a_terminal_that_is_closed_over_us_alone_ends_the_command(environment, tmp_path):
    """As `ssh -t` and tmux start us: the kernel tells the first process of a session of the end of its terminal."""
    waits = "n=0; while [ $n -lt 200 ]; do sleep 0.05; n=$((n+1)); done"
    script = f"trap 'echo caught >told; exit 9' HUP; echo ready; {waits}"
    import pty  # Windows has none

    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(tmp_path)
        signal.signal(HANG_UP, signal.SIG_DFL)  # a shell cannot trap what was ignored when it began
        argv = [sys.executable, "-m", "wslmem", "run", "--", "sh", "-c", script]
        os.execve(argv[0], argv, environment)  # noqa: S606 - the child of a terminal of its own
    shown = b""
    while b"ready" not in shown:
        shown += os.read(terminal, 4096)
    os.close(terminal)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 9
    assert (tmp_path / "told").read_text() == "caught\n"


def test_a_daemon_that_the_command_leaves_lives_on_as_under_a_shell(run, tmp_path):
    ran = run("--", "sh", "-c", "setsid sleep 60 >/dev/null 2>&1 & echo $!")
    pid = int(ran.stdout)
    try:
        os.kill(pid, 0)
    finally:
        os.kill(pid, KILL)


def test_a_run_in_a_run_is_watched_by_both(run):
    inner = [sys.executable, "-m", "wslmem", "run", "--json", "--", *fill(100)]
    ran = run("--json", "--", *inner)
    both = [json.loads(line) for line in ran.stderr.splitlines() if line.startswith(b"{")]
    assert len(both) == 2
    assert all(one["peak"] > 100 * 2**20 for one in both)


def test_a_run_in_a_contained_run_does_not_escape_its_limit(run):
    """Where a group is made beside the own one, as with version 2, it is still below that of the outer run."""
    inner = [sys.executable, "-m", "wslmem", "run", "--", *fill(400)]
    ran = run("--json", "--memory", "96MB", "--", *inner)
    told = json.loads(next(line for line in ran.stderr.splitlines() if line.startswith(b"{")))
    assert ran.returncode == 137
    assert told["verdict"]["ending"] == "container-limit"
    _, version = groups.own()
    if version != 1:  # version 1 counts a kill in the group of the killed process alone
        assert told["kills"] == 1


def test_what_is_over_its_time_is_ended_with_all_it_started(run):
    ran = run("--json", "--time-limit", "0.5", "--", "sh", "-c", "sleep 60 & sleep 60")
    told = json.loads(ran.stderr.splitlines()[-1])
    assert ran.returncode == 124
    assert told["verdict"]["ending"] == "time-limit"


def test_the_next_run_of_a_known_command_knows_what_the_last_one_took(run, tmp_path):
    script = tmp_path / "make"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{FILL.format(size=120)}"\n')
    script.chmod(0o755)
    run("--json", "--memory", "1GB", "--", str(script))
    (kept,) = (tmp_path / "state" / "runs").rglob("*.json")
    history = json.loads(kept.read_text())
    assert history["command"] == "make"
    assert history["runs"][0]["peak"] > 120 * 2**20


def test_what_was_run_once_can_be_sized_without_go(run, environment, tmp_path):
    def recommend(*more):
        argv = [sys.executable, "-m", "wslmem", "recommend", "--json", "--config", str(tmp_path / "c"), *more]
        return subprocess.run(argv, capture_output=True, env=environment, cwd=tmp_path, check=False)

    script = tmp_path / "build.sh"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{FILL.format(size=150)}"\n')
    script.chmod(0o755)
    before = recommend("--command", "./build.sh release")
    assert before.returncode == 66
    assert b"wslmem run -- build.sh release" in before.stderr
    run("--", "./build.sh", "release")
    (tmp_path / ".devcontainer.json").write_text('{"hostRequirements": {"memory": "64tb"}}')
    advice = recommend("--command", "./build.sh release")
    told = json.loads(advice.stdout)
    assert 150 * 2**20 * 1.25 < told["build"] < 260 * 2**20
    assert b".devcontainer.json asks for 64 TiB (hostRequirements)" in advice.stderr


def test_github_gets_a_summary_of_its_job(run, environment, tmp_path):
    summary = tmp_path / "summary.md"
    summary.write_text("# before\n")
    run("--", *fill(100), env=environment | {"GITHUB_STEP_SUMMARY": str(summary)})
    text = summary.read_text()
    assert text.startswith("# before\n")
    assert re.search(r"\| peak \| 1\d\d(\.\d)? MiB \|", text)


STARTING = """
import os, sys
fork = os.fork
def told():
    os.write(1, " ".join(sys.modules).encode() + b"\\n")
    return fork()
os.fork = told
sys.argv = ["wslmem", "run", "--", "true"]
from wslmem.cli import main
sys.exit(main())
"""
"""Tells what is loaded at the moment in which the command is started, however long anything takes."""


def test_the_command_starts_before_we_import_what_only_the_end_needs(environment, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", STARTING], capture_output=True, env=environment, cwd=tmp_path, check=True
    )
    loaded = set(done.stdout.decode().split())
    assert "wslmem.machine.run.child" in loaded
    assert not loaded & {"argparse", "json", "dataclasses", "subprocess", "asyncio", "textual"}


SERVER = """
open("/proc/self/comm", "w").write("sccache")
open("up", "w").write("x")
import time
open("go").read()
while time.process_time() < 1.5:
    pass
open("done", "w").write("x")
"""
"""What is called as a build server is, and works when it is told to."""


@pytest.fixture
def server(tmp_path, its_servers_alone):
    for name in ("up", "go", "done"):
        os.mkfifo(tmp_path / name)
    process = subprocess.Popen([sys.executable, "-c", SERVER], cwd=tmp_path)
    (tmp_path / "up").read_text()
    yield process
    process.kill()
    process.wait()


ASKED = ("sh", "-c", "sleep 1; echo > go; cat done")


@pytest.mark.parametrize(
    ("options", "missing"),
    [((), "is not in the peak"), (("--memory", "512MB"), "neither in the peak nor under the limit")],
)
def test_work_of_a_build_server_that_ran_before_is_told_as_missing_and_the_run_is_not_kept(
    run, server, environment, options, missing
):
    words = run(*options, "--", *ASKED).stderr.decode()
    assert f"sccache (process {server.pid}) ran before and worked" in words
    assert missing in words
    assert "`sccache --stop-server`" in words
    assert not list(Path(environment["WSLMEM_STATE"]).rglob("*.json"))


def test_json_has_the_work_of_such_servers_and_the_page_of_a_job_too(run, server, environment, tmp_path):
    page = tmp_path / "page.md"
    ran = run("--json", "--", *ASKED, env=environment | {"GITHUB_STEP_SUMMARY": str(page)})
    (told,) = json.loads(ran.stderr.splitlines()[-1])["servers"]
    assert (told["name"], told["pid"]) == ("sccache", server.pid)
    assert told["seconds"] > 0.5
    assert "| not in the peak | sccache, which ran before, worked" in page.read_text()

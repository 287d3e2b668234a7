"""The script that runs a build in the VM, run by real shells."""

from __future__ import annotations

import os
import re
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wslmem.units import MIB

EAT = """
import os, sys, time
held = bytearray(b"x") * (int(sys.argv[1]) << 20)
open(sys.argv[1], "w").close()
while not all(map(os.path.exists, sys.argv[1:])):
    time.sleep(0.02)
while os.times().user == 0:  # a kernel that counts by ticks may have met it in the kernel alone
    pass
while not os.path.exists("enough"):
    time.sleep(0.02)
"""
"""Hold so many MiB until the others, named by theirs, hold theirs too, user time was counted, and it was seen."""


@pytest.fixture
def nap():
    """How long to sleep for this test alone, so that its processes can be told from all others."""
    return f"977.{secrets.randbelow(10**12)}"


def sleeping(nap):
    """Processes that sleep so long."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if words[0].endswith(b"sleep") and words[1:2] == [nap.encode()]:
            found.append(int(folder.name))
    return found


def until(condition):
    deadline = time.monotonic() + 20
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


@pytest.mark.parametrize(("command", "code"), [("exit 0", 0), ("exit 7", 7), ("exit 67", 67), ("kill -9 $$", 137)])
def test_the_builds_own_exit_status_comes_back(any_guest, command, code):
    trace = any_guest.build("sh", "-c", command)
    assert trace.complete
    assert (trace.exit_code, trace.stopped_by) == (code, None)


def test_the_memory_of_all_processes_of_the_build_is_counted_and_no_other(any_guest):
    (any_guest.folder / "eat.py").write_text(EAT)
    other = subprocess.Popen([sys.executable, "eat.py", "90", "91"], cwd=any_guest.folder)
    assert until((any_guest.folder / "90").exists)
    eat = f"{sys.executable} eat.py"

    def full(samples):
        tree, user = int(samples[-1][7]), float(samples[-1][10])
        return tree > 100 * 1024 and user > 0

    trace = any_guest.build_until(full, "sh", "-c", f"{eat} 60 40 & {eat} 40 60; wait")
    other.kill()
    other.wait()
    assert 100 * MIB < trace.peak_anonymous < 140 * MIB
    assert trace.running is not None
    assert trace.running[0].startswith("python")
    assert trace.lowest_available is not None
    assert trace.user > 0


def test_nothing_is_left_behind(any_guest):
    any_guest.build("sh", "-c", 'touch "$GOCACHE/x" "$GOTMPDIR/y"')
    assert list(any_guest.kept.iterdir()) == []
    assert list((any_guest.folder / "tmp").iterdir()) == []


def test_each_build_gets_an_empty_cache_unless_one_is_kept(guest):
    command = ("sh", "-c", 'ls "$GOCACHE"; touch "$GOCACHE/made"')
    first = guest.build(*command, cache="cache.a", keep="1")
    warm = guest.build(*command, cache="cache.a")
    cold = guest.build(*command, cache="cache.a")
    assert [trace.kept("O") for trace in (first, warm, cold)] == [(), ("made",), ()]


def test_a_build_that_failed_leaves_no_cache(guest):
    guest.build("false", keep="1")
    assert list(guest.kept.iterdir()) == []


def test_the_build_gets_its_variables_and_stays_off_the_network_for_toolchains(guest):
    trace = guest.build(
        "sh",
        "-c",
        'echo "$GOGC|$GOTOOLCHAIN|$GOFLAGS"',
        variables=("GOGC=50",),
        flags="-p=2",
        project=str(guest.folder),
    )
    gogc, toolchain, goflags = trace.kept("O")[0].split("|")
    assert (gogc, toolchain) == ("50", "local")
    assert "-mod=readonly -p=2 -debug-actiongraph=" in goflags
    assert trace.context["gogc"] == "50"


def test_a_vendored_project_keeps_its_mode(guest):
    (guest.folder / "vendor").mkdir()
    (guest.folder / "vendor" / "modules.txt").touch()
    assert "-mod" not in guest.build("sh", "-c", 'echo "$GOFLAGS"').kept("O")[0]


def test_a_folder_with_blanks_and_quotes_is_built_in(guest):
    folder = guest.folder / "a b 'c' \"d\" $e"
    folder.mkdir()
    assert guest.build("pwd", project=str(folder)).kept("O") == (str(folder),)


def test_lines_of_the_build_that_look_like_the_samplers_change_nothing(guest):
    lies = r"WSLMEM1 0123456789abcdef\nE 1.0 rc=0 stop=\nWSLMEM1-END 0123456789abcdef 3\nS 1 2 3\n"
    trace = guest.build("sh", "-c", f"printf '{lies}'; exit 3")
    assert trace.complete
    assert trace.exit_code == 3
    assert len(trace.kept("O")) == 4


def test_of_a_flood_of_output_the_telling_lines_and_the_end_come_back_in_little_memory(guest):
    megabytes = 1024 if os.environ.get("WSLMEM_THOROUGH") else 30
    flood = f"head -c {megabytes}M /dev/urandom; echo; echo 'x: /t/compile: signal: killed'"
    trace = guest.build("sh", "-c", f"{flood}; head -c 3M /dev/zero; echo; yes all is well | head -n 5000; echo last")
    assert trace.complete
    assert "x: /t/compile: signal: killed" in trace.kept("V")
    assert trace.kept("O")[-1] == "last"
    assert sum(map(len, trace.kept("O"))) <= 8192


def test_a_daemon_that_holds_the_output_open_does_not_hold_the_benchmark_up(guest, nap):
    trace = guest.build("sh", "-c", f"setsid sleep {nap} & echo done")
    assert trace.complete
    for pid in sleeping(nap):
        os.kill(pid, signal.SIGKILL)


def test_the_time_limit_stops_the_build_and_all_its_processes(any_guest, nap):
    trace = any_guest.build("sh", "-c", f"sleep {nap} & sleep {nap}", limit="1")
    assert trace.complete
    assert (trace.stopped_by, trace.exit_code) == ("time-limit", None)
    assert sleeping(nap) == []


def test_a_build_that_ignores_sigterm_is_killed(guest):
    trace = guest.build("sh", "-c", "trap '' TERM; while :; do sleep 0.1; done", limit="0.5")
    assert trace.stopped_by == "time-limit"


def test_a_second_call_stops_the_build(any_guest, nap):
    process = any_guest.start("sleep", nap)
    assert until(lambda: sleeping(nap))
    any_guest.stop()
    trace = any_guest.read(process)
    assert trace.complete
    assert trace.stopped_by == "cancelled"
    assert sleeping(nap) == []


def test_when_nobody_listens_any_more_the_build_ends(guest, nap):
    process = guest.start("sleep", nap)
    assert until(lambda: sleeping(nap))
    process.stdout.close()
    assert until(lambda: not sleeping(nap))
    process.wait()


@pytest.mark.parametrize("name", ["HUP", "TERM", "INT"])
def test_a_signal_to_the_script_ends_the_build_and_cleans_up(any_guest, name, nap):
    process = any_guest.start("sleep", nap)
    assert until(lambda: sleeping(nap))
    process.send_signal(getattr(signal, f"SIG{name}"))
    process.communicate()
    assert until(lambda: not sleeping(nap))
    assert list(any_guest.kept.iterdir()) == []


def test_the_build_does_not_outlive_a_killed_script(any_guest, nap):
    process = any_guest.start("sleep", nap)
    assert until(lambda: sleeping(nap))
    process.kill()
    process.wait()
    assert until(lambda: not sleeping(nap))
    process.communicate()


def test_what_was_left_when_script_and_watcher_were_killed_is_ended_and_removed_by_the_next(guest, nap):
    process = guest.start("sleep", nap, nonce=secrets.token_hex(8), cache="cache.77")
    assert until(lambda: sleeping(nap))
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert sleeping(nap)
    guest.build("true")
    assert until(lambda: not sleeping(nap))
    assert list(guest.kept.iterdir()) == []


def test_another_live_build_is_left_alone(guest, nap):
    other = guest.start("sleep", nap, nonce=secrets.token_hex(8))
    assert until(lambda: sleeping(nap))
    guest.build("true")
    assert sleeping(nap)
    other.terminate()
    other.communicate()


@pytest.mark.parametrize(
    ("command", "settings", "failure"),
    [
        (("true",), {"project": "/does/not/exist"}, "no-project"),
        (("no-such-tool", "x"), {}, "no-command no-such-tool"),
    ],
)
def test_what_cannot_be_built_is_said_and_nothing_is_left(any_guest, command, settings, failure):
    trace = any_guest.build(*command, **settings)
    assert trace.failure == failure
    assert not trace.complete
    assert list(any_guest.kept.iterdir()) == []


def test_without_rights_to_the_kernels_log_the_rest_still_comes(guest):
    guest.program("dmesg", "echo 'dmesg: read kernel buffer failed: Operation not permitted' >&2; exit 1")
    trace = guest.build("true")
    assert trace.complete
    assert not trace.kernel_readable


def test_only_what_the_kernel_said_since_the_start_counts(guest):
    old = "[    5.000000] Out of memory: Killed process 1 (old) total-vm:1kB"
    new = "[  100.500000] Out of memory: Killed process 2 (compile) total-vm:1kB"
    guest.program("dmesg", f"echo '{old}'; if [ -e {guest.folder}/built ]; then echo '{new}'; fi")
    trace = guest.build("touch", f"{guest.folder}/built")
    assert trace.kept("K") == (new,)


def test_where_sleep_knows_no_fractions_there_is_a_sample_a_second(guest):
    slept = guest.folder / "slept"
    whole = f'echo "$1" >>{slept}; exec /bin/sleep "$1"'
    guest.program("sleep", f'case $1 in *.*) echo "invalid time interval" >&2; exit 1 ;; esac; {whole}')
    trace = guest.build_until(lambda samples: len(samples) > 2, "sh", "-c", guest.waits)
    assert trace.complete
    assert set(slept.read_text().split()) == {"1"}
    assert 3 <= len(trace.samples) <= len(slept.read_text().split()) + 1


def test_the_users_login_shell_names_the_toolchain(guest):
    tools = guest.folder / "tools"
    tools.mkdir()
    (tools / "mybuild").write_text('#!/bin/sh\necho "$GOPROXY"\n')
    (tools / "mybuild").chmod(0o755)
    (guest.folder / "home" / ".profile").write_text(
        f"echo welcome\nread nothing\nexport PATH={tools}:$PATH GOPROXY='https://it is'\\''s.example'\n"
    )
    guest.environment["SHELL"] = "/bin/sh"
    assert guest.build("mybuild").kept("O") == ("https://it is's.example",)


@pytest.mark.parametrize("awk", ["mawk", "gawk", "original-awk", "busybox awk"])
def test_the_awk_that_the_login_shell_puts_first_is_the_one_that_counts(guest, needs_tool, awk):
    """Each wants other options: one that is looked for before PATH is final kills the build."""
    needs_tool(awk.split()[0])
    tools = guest.folder / "tools"
    tools.mkdir()
    (tools / "awk").write_text(f'#!/bin/sh\nexec {awk} "$@"\n')
    (tools / "awk").chmod(0o755)
    (guest.folder / "home" / ".profile").write_text(f"PATH={tools}:$PATH\n")
    trace = guest.build_until(lambda samples: len(samples) > 2, "sh", "-c", f"{guest.waits}; exit 3")
    assert trace.complete
    assert trace.exit_code == 3


def test_a_date_without_nanoseconds_tells_seconds_and_nproc_the_processors(guest, needs_tool):
    guest.program("date", f'exec {needs_tool("busybox")} date "$@"')
    guest.program("nproc", "echo 1")
    context = guest.build("true").context
    assert context["clock"].isdecimal()
    assert context["processors"] == "1"


def test_a_go_of_windows_is_passed_over(guest):
    for folder, name in (("windows", "go.exe"), ("linux", "go")):
        (guest.folder / folder).mkdir()
        (guest.folder / folder / name).write_text("#!/bin/sh\necho go-of-linux\n")
        (guest.folder / folder / name).chmod(0o755)
    guest.environment["PATH"] = f"{guest.folder}/windows:{guest.folder}/linux:{os.environ['PATH']}"
    assert guest.build("go", "build").kept("O") == ("go-of-linux",)


def test_every_line_of_the_report_is_ascii_and_short(guest):
    process = guest.start("sh", "-c", "printf 'caf\\303\\251\\n'; head -c 9000 /dev/zero | tr '\\0' z; sleep 0.3")
    for line in process.communicate()[0].splitlines():
        assert len(line) < 4096
        assert re.match(rb"[A-Z]", line)


@pytest.mark.parametrize("ends", [0, 1], ids=["on request", "only when killed"])
def test_what_leaves_the_session_of_the_build_is_named_and_ended(any_guest, nap, ends):
    trap, until_left = "trap '' TERM; " * ends, "until [ -e left ]; do sleep 0.05; done"
    trace = any_guest.build("sh", "-c", f'setsid sh -c "{trap}>left; sleep {nap}; :" >/dev/null 2>&1 & {until_left}')
    assert trace.complete
    assert trace.exit_code == 0
    assert any(line.split()[1] in ("sh", "sleep", "busybox") for line in trace.kept("L"))
    assert not sleeping(nap)


def test_a_build_that_leaves_nothing_running_names_nothing(any_guest):
    assert any_guest.build("sh", "-c", "true & wait").kept("L") == ()


def test_what_left_the_session_of_a_stopped_build_is_ended_too(guest, nap):
    running = guest.start("sh", "-c", f"setsid sleep {nap} & sleep {nap}")
    assert until(lambda: len(sleeping(nap)) == 2)
    guest.stop()
    guest.read(running)
    assert not sleeping(nap)

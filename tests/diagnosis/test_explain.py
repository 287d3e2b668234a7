"""What a log alone proves, and what it does not."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.diagnosis.explain import explain
from wslmem.diagnosis.verdict import Ending

GO = b"example.com/sample/tables: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed\n"
KERNEL = (
    b"[ 3900.4] Out of memory: Killed process 1687 (compile) total-vm:1553780kB, anon-rss:294328kB, file-rss:18172kB\n"
)
CHROME = KERNEL.replace(b"compile", b"chrome")
REPORT = b"[ 3900.4] compile invoked oom-killer: gfp_mask=0x100cca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=0\n"

CASES = {
    "kernel and build agree": (GO + KERNEL, Ending.OOM, True, "compile"),
    "the kernel's line alone": (KERNEL, Ending.OOM, True, "compile"),
    "the build's line alone is no proof": (GO, Ending.KILLED_UNKNOWN, False, "compile"),
    "the kernel took another, the build tells of its own": (GO + CHROME, Ending.OOM_ELSEWHERE, True, "chrome"),
    "the kernel was at work and the build was killed": (GO + REPORT, Ending.KILLED_UNKNOWN, False, "compile"),
    "the kernel was at work, nothing else": (REPORT, Ending.OOM_ELSEWHERE, False, None),
    "a container's limit": (b'"OOMKilled": true,\nexit code: 137\n', Ending.CONTAINER_LIMIT, True, None),
    "Go gave up by itself": (b"fatal error: runtime: out of memory\n", Ending.MEMORY_REFUSED, True, None),
    "Node's own limit": (b"FATAL ERROR: JavaScript heap out of memory\n", Ending.OWN_HEAP_LIMIT, True, None),
    "an error of the build": (b"./main.go:3:5: undefined: x\n", Ending.BUILD_ERROR, True, None),
    "WSL lost its VM": (b"Error code: Wsl/Service/E_UNEXPECTED\r\n", Ending.VM_GONE, False, None),
    "nothing said": (b"compiling\n", Ending.UNKNOWN, False, None),
    "a success": (b"ok  \texample.com/x\t0.3s\n", Ending.UNKNOWN, False, None),
    "an empty log": (b"", Ending.UNKNOWN, False, None),
}


@pytest.mark.parametrize(("log", "ending", "proven", "victim"), CASES.values(), ids=CASES)
def test_a_log_gives_this_verdict(log, ending, proven, victim):
    verdict = explain([log])
    assert (verdict.ending, verdict.proven, verdict.victim) == (ending, proven, victim)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case[2] and name != "a success"])
def test_what_is_not_proven_comes_with_the_way_to_prove_it_or_to_go_on(name):
    verdict = explain([CASES[name][0]])
    assert verdict.prove or verdict.next_step


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case[1] is not Ending.UNKNOWN])
def test_every_verdict_quotes_its_witness(name):
    log = CASES[name][0].decode().replace("\r", "")
    evidence = explain([CASES[name][0]]).evidence
    assert evidence
    assert all(one.text in log for one in evidence)


@pytest.mark.parametrize("who", ["systemd[1]", "systemd-udevd[1493]", "systemd-logind[9]", "systemd-journald[770]"])
def test_what_systemd_fails_at_for_want_of_memory_is_no_error_of_a_build(who):
    """A full VM, Linux 7.2 in user mode: udevd's own complaint stands in the kernel's log behind the kill."""
    said = f"[ 3901.5] {who}: vda: Failed to process device, ignoring: Connection timed out\n".encode()
    found = explain([KERNEL, said])
    assert (found.ending, found.proven, found.victim) == (Ending.OOM, True, "compile")


def test_the_package_that_was_being_compiled_is_named():
    assert explain([GO]).package == "example.com/sample/tables"


@settings(deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=200), st.sampled_from([case[0] for case in CASES.values()]))))
def test_no_log_whatever_its_bytes_is_a_success_or_a_crash(chunks):
    verdict = explain(chunks)
    assert verdict.ending is not Ending.OK
    assert verdict.headline


HUGE = """
import random, resource, sys
from wslmem.diagnosis.explain import explain

junk = random.Random(7).randbytes(1 << 20)
go = b"\\nexample.com/x: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed\\n"

def log(megabytes):
    for number in range(megabytes):
        yield junk if number % 2 else b"compiling package after package, all is well\\n" * 20_000
        if number % 7 == 3:
            yield b"x" * (1 << 20)
        if number == megabytes // 2:
            yield go

explain(log(3))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
verdict = explain(log(int(sys.argv[1])))
print(verdict.victim, verdict.ending, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.posix_only(reason="measures with getrusage")
def test_a_huge_log_of_binary_junk_needs_no_more_memory_than_a_small_one():
    megabytes = "1024" if os.environ.get("WSLMEM_THOROUGH") else "64"
    told = subprocess.run([sys.executable, "-c", HUGE, megabytes], capture_output=True, text=True, check=True)
    victim, ending, grown = told.stdout.split()
    assert (victim, ending) == ("compile", Ending.KILLED_UNKNOWN)
    assert int(grown) < 8 * 1024  # KiB


@pytest.mark.parametrize(
    ("log", "ending", "proven"),
    [
        (
            b"Run yarn build\nvite v7.0 building\n##[error]Process completed with exit code 129.\n",
            "killed-unknown",
            False,
        ),
        (
            b"\xe2\x9e\xa4 YN0000: \xc2\xb7 Yarn 4.1.0\n##[error]Process completed with exit code 129.\n",
            "killed-unknown",
            False,
        ),
        (b"yarn run v1.22.22\n$ node a.js\nerror Command failed with exit code 129.\n", "terminated", True),
        (b"$ npm run build\nProcess exited with status 129\n", "terminated", True),
        (b"$ yarn build\nHangup\n", "terminated", True),
    ],
)
def test_the_figure_of_a_hangup_proves_none_where_yarn_gives_it_for_every_signal(log, ending, proven):
    verdict = explain([log])
    assert (verdict.ending.value, verdict.proven) == (ending, proven)
    assert ("SIGHUP" in str(verdict.headline)) is proven
    assert "SIGTERM" not in str(verdict.headline)


def test_memory_of_a_gpu_is_none_that_wsl_could_give():
    verdict = explain([b"torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.50 GiB.\n"])
    assert (verdict.ending, verdict.limit) == (Ending.MEMORY_REFUSED, "GPU memory")
    assert "wslconfig" not in str(verdict.next_step)


@pytest.mark.parametrize(("code", "signal"), [(139, "SIGSEGV"), (134, "SIGABRT")])
def test_a_code_of_a_crash_is_told_as_one(code, signal):
    verdict = explain([f"make: *** [Makefile:4: a.o] Error {code}\n".encode()])
    assert (verdict.ending, verdict.proven) == (Ending.BUILD_ERROR, True)
    assert signal in str(verdict.headline)


@pytest.mark.parametrize(
    "said",
    [
        "make[2]: *** [Makefile:4: a.o] Error 139",
        "make: *** [Makefile:4: a.o] Fehler 139",
        "*** Error code 139",
        "*** [a.o] Error code 139",
        "npm error code 1, the build exited with 139",
        "##[error]Process completed with exit code 139.",
    ],
)
def test_a_code_of_a_crash_is_read_where_a_tool_says_it(said):
    assert "SIGSEGV" in str(explain([f"{said}\n".encode()]).headline)


@pytest.mark.parametrize(
    "said",
    [
        "error 134 is what others report with this driver as well",
        "We saw Error 139 twice, see the wiki.",
        "*** ERROR 134 IN LINE 12 OF MAIN.C: 'x': UNKNOWN IDENTIFIER",
        "main.c  12  Error 134: Invalid use of register",
        "make: [Makefile:4: a.o] Error 139 (ignored)",
        "eslint exited with 139 problems",
    ],
)
def test_a_figure_of_a_crash_in_a_sentence_or_of_another_tool_is_none(said):
    told = str(explain([f"{said}\n".encode()]).headline)
    assert "SIG" not in told

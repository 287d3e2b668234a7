"""The verdict on a build that was watched: every class with its evidence, and none without."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.diagnosis.build_end import BuildEnd
from wslmem.diagnosis.ending import judge
from wslmem.diagnosis.verdict import Ending
from wslmem.telling.verdict import SOURCES
from wslmem.units import GIB, MIB, Bytes

KILLED = (b"example.com/app: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed",)
KERNEL = ("[1.0] Out of memory: Killed process 7 (compile) total-vm:10kB, anon-rss:9kB, file-rss:0kB",)
OTHER = ("[1.0] Out of memory: Killed process 7 (chrome) total-vm:10kB, anon-rss:9kB, file-rss:0kB",)
BARE = (KERNEL[0].replace("Out of memory: ", ""),)
GROUP = (KERNEL[0].replace("Out of memory", "Memory cgroup out of memory"),)
FAILED = BuildEnd(
    complete=True,
    exit_code=1,
    stopped_by=None,
    kernel_readable=True,
    oom_kills=0,
    names=frozenset({"go", "compile"}),
    mem_total=Bytes(4 * GIB),
    lowest_available=Bytes(20 * MIB),
    swap_traffic=Bytes(0),
)
ROOMY = Bytes(3 * GIB)

CASES = {
    "completed": ({"exit_code": 0}, Ending.OK, True),
    "completed while another was killed": ({"exit_code": 0, "oom_kills": 1, "kernel_lines": OTHER}, Ending.OK, True),
    "ended with 0, and its group counted a kill": (
        {"exit_code": 0, "group_oom_kills": 1, "oom_kills": 1, "output": (b"go tool compile: signal: killed",)},
        Ending.OOM,
        True,
    ),
    "an unknown code, and its group counted a kill": (
        {"exit_code": 129, "group_oom_kills": 1, "oom_kills": 1},
        Ending.OOM,
        True,
    ),
    "killed, the kernel names our process": (
        {"output": KILLED, "kernel_lines": KERNEL, "oom_kills": 1},
        Ending.OOM,
        True,
    ),
    "killed, the kernel names our process and no limit": (
        {"output": KILLED, "kernel_lines": BARE, "oom_kills": 1},
        Ending.OOM,
        True,
    ),
    "killed at the limit of a group without a name": (
        {"output": KILLED, "kernel_lines": GROUP, "oom_kills": 1, "lowest_available": ROOMY},
        Ending.CONTAINER_LIMIT,
        True,
    ),
    "ended with 0, and the kernel names our process and no limit": (
        {"exit_code": 0, "kernel_lines": BARE, "oom_kills": 1},
        Ending.OOM,
        True,
    ),
    "killed, counter and full VM agree": ({"output": KILLED, "oom_kills": 1}, Ending.OOM, True),
    "killed, the own cgroup counted": ({"output": KILLED, "group_oom_kills": 1, "oom_kills": 1}, Ending.OOM, True),
    "killed, the counter rose but the VM was roomy": (
        {"output": KILLED, "oom_kills": 1, "lowest_available": ROOMY},
        Ending.OOM,
        False,
    ),
    "go itself killed": ({"exit_code": 137, "kernel_lines": KERNEL, "oom_kills": 1}, Ending.OOM, True),
    "killed, and the kernel did not": ({"output": KILLED}, Ending.KILLED_UNKNOWN, True),
    "killed, and no counter": ({"output": KILLED, "oom_kills": None}, Ending.KILLED_UNKNOWN, False),
    "killed, and the kernel took only another": (
        {"output": KILLED, "kernel_lines": OTHER, "oom_kills": 1, "names": frozenset({"go", "compile"})},
        Ending.OOM_ELSEWHERE,
        True,
    ),
    "failed while the kernel took another": ({"kernel_lines": OTHER, "oom_kills": 1}, Ending.OOM_ELSEWHERE, True),
    "failed while the kernel took an unknown one": ({"oom_kills": 1}, Ending.OOM_ELSEWHERE, False),
    "refused memory": ({"output": (b"fatal error: runtime: out of memory",)}, Ending.MEMORY_REFUSED, True),
    "an error of its own": ({"output": (b"./x.go:1:1: undefined: y",)}, Ending.BUILD_ERROR, True),
    "Node's own limit": ({"output": (b"JavaScript heap out of memory",)}, Ending.OWN_HEAP_LIMIT, True),
    "stalled": ({"exit_code": None, "stopped_by": "memory-pressure"}, Ending.STALLED_BY_MEMORY, True),
    "swapped without end": (
        {"exit_code": None, "stopped_by": "memory-pressure", "swap_traffic": Bytes(9 * GIB)},
        Ending.SWAP_THRASH,
        True,
    ),
    "too long and short of memory": ({"exit_code": None, "stopped_by": "time-limit"}, Ending.STALLED_BY_MEMORY, False),
    "too long with memory to spare": (
        {"exit_code": None, "stopped_by": "time-limit", "lowest_available": ROOMY},
        Ending.TIME_LIMIT,
        True,
    ),
    "cancelled": ({"exit_code": None, "stopped_by": "cancelled"}, Ending.INTERRUPTED, True),
    "no end": ({"complete": False, "exit_code": 0}, Ending.INTERRUPTED, False),
    "no end, another VM": ({"complete": False, "exit_code": None, "vm": "gone"}, Ending.VM_GONE, True),
    "no end, the same VM": ({"complete": False, "vm": "distribution-gone"}, Ending.DISTRO_GONE, True),
}


@pytest.mark.parametrize(("seen", "ending", "proven"), CASES.values(), ids=CASES)
def test_a_build_that_ended_so_gets_this_verdict(seen, ending, proven):
    verdict = judge(replace(FAILED, **seen))
    assert (verdict.ending, verdict.proven) == (ending, proven)


@pytest.mark.parametrize(("seen", "ending", "proven"), CASES.values(), ids=CASES)
def test_every_verdict_has_evidence_and_one_that_is_not_proven_says_how_to_prove_it(seen, ending, proven):
    verdict = judge(replace(FAILED, **seen))
    assert verdict.evidence
    assert proven or verdict.prove or verdict.next_step or ending is Ending.STALLED_BY_MEMORY


def test_a_daemon_that_tells_of_its_kill_is_named_where_the_kernels_counter_stood_still():
    line = 'Nov 20 10:00:00 vm earlyoom[311]: sending SIGTERM to process 4711 uid 1000 "compile": VmRSS 900 MiB'
    verdict = judge(replace(FAILED, exit_code=137, kernel_lines=(line,), oom_kills=0))
    assert (verdict.ending, verdict.proven) == (Ending.KILLED_BY_DAEMON, True)


def test_the_verdict_on_a_kill_names_the_process_and_the_package():
    verdict = judge(replace(FAILED, output=KILLED, kernel_lines=KERNEL, oom_kills=1))
    assert (verdict.victim, verdict.package) == ("compile", "example.com/app")


ENDS = st.builds(
    BuildEnd,
    complete=st.booleans(),
    exit_code=st.one_of(st.none(), st.sampled_from([0, 1, 2, 9, 137]), st.integers(0, 255)),
    stopped_by=st.sampled_from([None, "time-limit", "memory-pressure", "cancelled"]),
    output=st.lists(st.one_of(st.binary(max_size=80), st.sampled_from(KILLED)), max_size=3).map(tuple),
    kernel_lines=st.lists(st.sampled_from(KERNEL + OTHER), max_size=2).map(tuple),
    oom_kills=st.one_of(st.none(), st.integers(0, 3)),
    group_oom_kills=st.one_of(st.none(), st.integers(0, 3)),
    names=st.frozensets(st.sampled_from(["go", "compile", "chrome"])),
    mem_total=st.one_of(st.none(), st.just(Bytes(4 * GIB))),
    lowest_available=st.one_of(st.none(), st.integers(0, 4 * GIB).map(Bytes)),
    swap_traffic=st.one_of(st.none(), st.integers(0, 9 * GIB).map(Bytes)),
    vm=st.sampled_from(["same", "distribution-gone", "gone", "unknown"]),
)


@settings(deadline=None)
@given(ENDS)
def test_only_a_whole_report_of_a_build_that_ended_with_0_by_itself_is_a_success(end):
    succeeded = end.complete and end.exit_code == 0 and end.stopped_by is None
    ending = judge(end).ending
    assert ending is not Ending.OK or succeeded
    assert not succeeded or ending is Ending.OK or end.group_oom_kills or end.oom_kills or end.kernel_lines


@settings(deadline=None)
@given(ENDS, st.integers(1, 3))
def test_a_build_in_whose_group_the_kernel_killed_is_never_a_success_and_the_kill_is_never_elsewhere(end, kills):
    killed = dataclasses.replace(end, group_oom_kills=kills)
    verdict = judge(killed)
    assert verdict.ending not in {Ending.OK, Ending.OOM_ELSEWHERE, Ending.UNKNOWN}
    if end.complete and end.stopped_by is None:
        assert (verdict.ending in {Ending.OOM, Ending.CONTAINER_LIMIT}, verdict.proven) == (True, True)
        assert end.exit_code != 0 or "ended with 0" in verdict.headline.template


@settings(deadline=None)
@given(ENDS)
def test_no_oom_is_claimed_without_a_rise_of_a_counter_or_a_line_of_the_kernel(end):
    verdict = judge(end)
    if verdict.ending in (Ending.OOM, Ending.OOM_ELSEWHERE):
        assert end.oom_kills or end.group_oom_kills or end.kernel_lines


@pytest.mark.parametrize("code", [0, 1])
def test_a_build_beside_it_that_was_killed_is_never_taken_for_it(code):
    line = "[ 100.0] Memory cgroup out of memory: Killed process 7 (compile) total-vm:9kB, anon-rss:8kB, file-rss:0kB"
    found = judge(
        BuildEnd(
            complete=True,
            exit_code=code,
            stopped_by=None,
            kernel_lines=(line,),
            kernel_readable=True,
            oom_kills=1,
            group_oom_kills=0,
            names=frozenset({"go", "compile", "link"}),
            output=(b"./main.go:3:1: undefined: x",) if code else (),
        )
    )
    assert found.ending in {Ending.OK, Ending.BUILD_ERROR}
    assert found.victim is None


def test_an_exit_code_of_143_is_an_end_on_request_not_an_error_of_the_build():
    """As where earlyoom asked, and its journal may not be read."""
    found = judge(BuildEnd(complete=True, exit_code=143, stopped_by=None, oom_kills=0))
    assert found.ending is Ending.TERMINATED
    assert "earlyoom" in str(found.next_step)


@pytest.mark.parametrize(("signal", "of_python"), [(137, 247), (143, 241)])
def test_pythons_number_for_a_signal_says_what_a_shells_says(signal, of_python):
    """PDM and invoke print no word of a command that was killed, and end with -9, which arrives as 247."""
    one, other = (
        judge(BuildEnd(complete=True, exit_code=code, stopped_by=None, oom_kills=0)) for code in (signal, of_python)
    )
    assert (one.ending, one.proven, str(one.headline)) == (other.ending, other.proven, str(other.headline))


def test_the_counters_of_the_system_and_of_the_group_are_told_apart():
    found = judge(BuildEnd(complete=True, exit_code=1, stopped_by=None, oom_kills=1, group_oom_kills=1))
    labels = [str(SOURCES[one.source]) for one in found.evidence]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("code", [0, 1, 137])
def test_a_kill_that_is_known_by_its_count_alone_is_told_in_whole_words(code):
    found = judge(BuildEnd(complete=True, exit_code=code, stopped_by=None, group_oom_kills=1, oom_kills=1))
    assert "function" not in str(found.headline)
    assert "a process of the build" in str(found.headline)

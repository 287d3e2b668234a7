"""The kernel's report of a kill, cut at any line, as `dmesg | tail -n 60` and a hand that copies cut it."""

from __future__ import annotations

import re

import pytest
from handed_logs import LOGS
from made_parts import STAMPS, Kill, kernel_3_10, kernel_4_19, kernel_5

from wslmem.diagnosis.explain import explain
from wslmem.diagnosis.verdict import Ending

_STAMP = re.compile(r"^\[ *\d+\.\d+\] ?")


def recorded(name: str, lines: slice) -> list[str]:
    """The kernel's lines of a log that a real VM wrote, without their stamps."""
    data = next(log.data for log in LOGS if log.name == name)
    return [_STAMP.sub("", line) for line in data.decode().splitlines()[lines]]


VM = recorded("vm-01-make-dmesg", slice(7, None))
GROUP = recorded("vm-02-scope-go-dmesg", slice(1, 112))
SHORT = {
    f"{kernel.__name__} {group or 'vm'}": list(kernel(Kill("compile", 4411, 2_010_000, group)))
    for kernel in (kernel_3_10, kernel_4_19, kernel_5)
    for group in ("", "/docker/9a1b")
}
SHOWN = (
    "",
    "$ dmesg | tail -n 60\n",
    "kim@pc:~$ sudo dmesg | tail\n[sudo] password for kim: \n",
    "PS C:\\> wsl dmesg\n",
)


def stamped(lines: list[str], form: str, shown: str = "") -> bytes:
    return (shown + "\n".join(STAMPS[form](number, line) for number, line in enumerate(lines))).encode()


def renamed(lines: list[str], old: str, new: str) -> list[str]:
    """The same report of another victim."""
    return [re.sub(rf"(?<![\w/]){old}(?![\w/])", new, line) for line in lines]


@pytest.mark.parametrize("shown", SHOWN)
@pytest.mark.parametrize("form", STAMPS)
@pytest.mark.parametrize(
    ("lines", "ending"),
    [
        (renamed(VM, "cc1", "node"), Ending.OOM),
        (renamed(GROUP, "compile", "node"), Ending.CONTAINER_LIMIT),
        (renamed(VM, "cc1", "chrome"), Ending.OOM_ELSEWHERE),
    ],
    ids=["vm", "group", "of no build"],
)
def test_a_report_without_its_beginning_gives_the_verdict_of_the_whole(lines, ending, form, shown):
    step = 1 if form == "none" and not shown else 7
    cuts = (*range(0, len(lines) - 2, step), len(lines) - 2)
    found = {cut: explain([stamped(lines[cut:], form, shown)]) for cut in cuts}
    assert {(one.ending, one.proven) for one in found.values()} == {(ending, True)}


@pytest.mark.parametrize("where", ["", "Linux version 6.18.40.1-microsoft-standard-WSL2\n"])
def test_a_group_without_a_name_may_be_all_of_the_vm_in_wsl(where):
    verdict = explain([stamped(GROUP[-1:], "dmesg", where)])
    mostly = Ending.OOM if where else Ending.CONTAINER_LIMIT
    assert (verdict.ending, verdict.proven, verdict.victim) == (mostly, False, "compile")
    assert verdict.prove
    assert "memory= does not change" not in str(verdict.headline)


def test_a_group_without_a_name_is_a_container_where_no_wsl_is():
    verdict = explain([b"##[group]Run go build ./...\n" + stamped(GROUP[-1:], "dmesg")])
    assert (verdict.ending, verdict.proven, verdict.victim) == (Ending.CONTAINER_LIMIT, True, "compile")


@pytest.mark.parametrize("form", STAMPS)
@pytest.mark.parametrize("report", SHORT)
def test_whose_limit_it_was_is_left_open_where_the_line_that_says_it_is_cut_off(report, form):
    lines = SHORT[report]
    whole = explain([stamped(lines, form)])
    assert whole.ending is (Ending.CONTAINER_LIMIT if "docker" in report else Ending.OOM)
    for cut in range(len(lines)):
        verdict = explain([stamped(lines[cut:], form)])
        told = any(word in line for line in lines[cut:] for word in ("oom-kill:", "of memory: Kill process", "Out of"))
        of_a_group = any("Memory cgroup out of memory" in line for line in lines[cut:])
        mostly = Ending.CONTAINER_LIMIT if of_a_group else Ending.OOM
        assert verdict.ending is (whole.ending if told else mostly)
        assert (verdict.proven, verdict.victim, verdict.sender) == (told, "compile", "kernel")
        if not told:
            assert verdict.limit is None
            assert "whole VM" not in str(verdict.headline)
            assert verdict.prove


@pytest.mark.parametrize("lines", [VM, GROUP], ids=["vm", "group"])
def test_a_report_without_its_end_says_that_the_kernel_was_at_work_and_no_more(lines):
    for cut in range(1, len(lines) - 2, 3):
        verdict = explain([stamped(lines[:cut], "dmesg")])
        assert (verdict.ending, verdict.proven, verdict.victim) == (Ending.OOM_ELSEWHERE, False, None)


@pytest.mark.parametrize("lines", [VM, GROUP], ids=["vm", "group"])
def test_the_table_of_tasks_alone_says_that_the_kernel_was_at_work(lines):
    start = next(number for number, line in enumerate(lines) if line.startswith("Tasks state"))
    for cut in range(start, len(lines) - 2):
        verdict = explain([stamped(lines[cut:-2], "dmesg")])
        assert (verdict.ending, verdict.proven) == (Ending.OOM_ELSEWHERE, False)
        assert verdict.evidence


def test_what_held_the_memory_is_told_from_a_table_that_is_whole_and_from_no_other():
    start = next(number for number, line in enumerate(VM) if line.startswith("[  pid"))
    whole = explain([stamped(VM, "dmesg")]).memory_by_family
    families = {one.family: one.rss for one in whole if one.family != "tmpfs"}
    cut = explain([stamped(VM[start:], "dmesg")]).memory_by_family
    assert {one.family: one.rss for one in cut} == families
    assert explain([stamped(VM[start + 3 :], "dmesg")]).memory_by_family == ()


def test_the_limit_of_a_group_alone_says_that_the_kernel_was_at_work_and_the_figure_of_a_program_does_not():
    assert explain([b"[ 9.1] memory: usage 204800kB, limit 204800kB, failcnt 51\n"]).ending is Ending.OOM_ELSEWHERE
    assert explain([b"memory: usage 45% of 8 GB\n"]).ending is Ending.UNKNOWN


@pytest.mark.parametrize(
    "line",
    ["[12/40] 3 4 5 6 7 8 9 main.o", "[ 40%] Linking", "[1] 1 2 3", "[3] 10 4 5 6 7 8 9 x", "[1] 0 1 2 3 4 5 6 ok"],
)
def test_a_line_of_a_build_that_begins_with_a_number_in_brackets_is_no_row(line):
    assert explain([f"{line}\n{line}\n".encode()]).ending is Ending.UNKNOWN

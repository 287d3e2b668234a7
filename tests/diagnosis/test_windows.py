"""What Windows says of its memory is set beside the verdict, by time where the log has one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from wslmem.cli.explain import as_text
from wslmem.diagnosis.explain import explain
from wslmem.diagnosis.verdict import Verdict
from wslmem.diagnosis.windows import Exhaustion, HeldByProgram, WindowsMemory, beside
from wslmem.units import GIB, Bytes

HERE = timezone(timedelta(hours=2))
EVENT = Exhaustion(
    datetime(2026, 10, 11, 8, 1, 3, tzinfo=UTC),
    (
        HeldByProgram("vmmemWSL", 4711, Bytes(16 * GIB)),
        HeldByProgram("chrome.exe", 31, Bytes(4 * GIB)),
        HeldByProgram("Teams.exe", 32, Bytes(3 * GIB)),
        HeldByProgram("small.exe", 33, Bytes(1 * GIB)),
    ),
)
WINDOWS = WindowsMemory(datetime(2026, 10, 11, 10, 20, tzinfo=HERE), Bytes(31 * GIB), Bytes(32 * GIB), (EVENT,))
KILL = "Out of memory: Killed process 7 (compile) total-vm:10kB, anon-rss:9kB, file-rss:0kB, shmem-rss:0kB"


def told(log: str, windows: WindowsMemory = WINDOWS) -> tuple[Verdict, str]:
    verdict = beside(explain([log.encode()]), windows)
    return verdict, as_text(verdict)


@pytest.mark.parametrize(
    "stamp",
    ["2026-10-11T10:00:00+02:00 box kernel: ", "Oct 11 10:00:00 box kernel: ", "[Sun Oct 11 10:00:00 2026] ",
     "2026-10-11T08:00:00.000Z "],
)  # fmt: skip
def test_an_event_near_the_kill_is_told_with_the_three_programs_that_held_most(stamp):
    verdict, text = told(stamp + KILL + "\n")
    assert "1 min after the kill" in text
    assert all(name in text for name in ("vmmemWSL", "chrome.exe", "Teams.exe"))
    assert "small.exe" not in text
    assert verdict.evidence[-1].source == "windows"


def test_an_event_of_another_time_is_no_witness():
    verdict, text = told("2026-10-09T10:00:00+02:00 box kernel: " + KILL + "\n")
    assert "did not run short of memory within 15 min" in text
    assert [one.source for one in verdict.evidence] == ["kernel"]


def test_where_the_log_has_no_time_the_last_event_is_told_as_such():
    _, text = told("example.com/a: /go/pkg/tool/linux_amd64/compile: signal: killed\n")
    assert "last ran short of memory at 2026-10-11 10:01:03" in text
    _, text = told("Killed\n", replace(WINDOWS, exhaustions=()))
    assert "no record of running short" in text


def test_what_windows_has_committed_now_is_told():
    assert "Windows is short of memory now: 31 GiB of 32 GiB" in told("Killed\n")[1]
    assert (
        "Windows now has 8 GiB of 32 GiB committed"
        in told("Killed\n", replace(WINDOWS, commit_charge=Bytes(8 * GIB)))[1]
    )


def test_windows_never_changes_how_a_build_ended():
    plain = explain([b"Killed\n"])
    assert (told("Killed\n")[0].ending, told("Killed\n")[0].proven) == (plain.ending, plain.proven)

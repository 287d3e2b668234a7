"""What Windows records of its memory: event 2004 and the commit charge, through PowerShell."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from wslmem.errors import UnavailableError
from wslmem.machine.host import windows_events
from wslmem.units import GIB, MIB

XML = (
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider "
    "Name='Microsoft-Windows-Resource-Exhaustion-Detector' Guid='{9988748e-c2e8-4054-85f6-0c3e1cad2470}'/>"
    "<EventID>2004</EventID><Level>3</Level><TimeCreated SystemTime='2026-10-11T08:01:03.1234567Z'/>"
    "<Channel>System</Channel></System><UserData><MemoryExhaustionInfo xmlns='http://www.microsoft.com/Windows/"
    "Resource/Exhaustion/Detector/Events'><SystemInfo><SystemCommitLimit>34359738368</SystemCommitLimit>"
    "<SystemCommitCharge>33822867456</SystemCommitCharge></SystemInfo><ProcessInfo>"
    "<Process_1><Name>vmmemWSL</Name><ID>4711</ID><CommitCharge>17179869184</CommitCharge><Version></Version>"
    "</Process_1><Process_2><Name>R&amp;D Tool.exe</Name><ID>812</ID><CommitCharge>2147483648</CommitCharge>"
    "</Process_2><Process_3><Name>chrome.exe</Name><ID>31</ID><CommitCharge>4294967296</CommitCharge></Process_3>"
    "<Process_4><Name></Name><ID>0</ID><CommitCharge>0</CommitCharge></Process_4></ProcessInfo>"
    "</MemoryExhaustionInfo></UserData></Event>"
)
ANSWER = {
    "Now": "2026-10-11T10:20:00+02:00",
    "CommitLimitKB": 33_554_432,
    "CommitFreeKB": 1_048_576,
    "Found": 1,
    "Events": [XML],
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_the_programs_that_windows_names_are_told_largest_first(tmp_path, program, encoding):
    (tmp_path / "answer").write_bytes(f"{json.dumps(ANSWER)}\r\n".encode(encoding))
    told = windows_events.read(program("powershell.exe", f'[ "$3" = -Command ] && cat {tmp_path}/answer'))
    (event,) = told.exhaustions
    assert event.when == datetime(2026, 10, 11, 8, 1, 3, tzinfo=UTC)
    assert [(one.name, one.pid, one.commit) for one in event.programs] == [
        ("vmmemWSL", 4711, 16 * GIB),
        ("chrome.exe", 31, 4 * GIB),
        ("R&D Tool.exe", 812, 2 * GIB),
    ]
    assert (event.commit_charge, event.commit_limit) == (32256 * MIB, 32 * GIB)
    assert (told.commit_charge, told.commit_limit) == (31 * GIB, 32 * GIB)


def test_no_event_is_no_error():
    for none in ([], None):
        assert windows_events.parse(json.dumps(ANSWER | {"Found": 0, "Events": none})).exhaustions == ()


def test_events_that_a_restricted_powershell_may_not_read_are_not_told_as_none(tmp_path, program):
    refused = "Cannot invoke method. Method invocation is supported only on core types in this language mode."
    (tmp_path / "answer").write_text(json.dumps(ANSWER | {"Found": 2, "Events": []}))
    with pytest.raises(UnavailableError, match="does not let PowerShell read it") as caught:
        windows_events.read(program("powershell.exe", f"echo '{refused}' >&2; cat {tmp_path}/answer"))
    assert "2004" in str(caught.value.next_step)


@pytest.mark.parametrize("xml", ["", "<Event/>", "<TimeCreated SystemTime='yesterday'/>"])
def test_an_event_without_a_time_is_left_out(xml):
    assert windows_events.exhaustion(xml) is None


@pytest.mark.parametrize("text", ["echo", "echo '{}'", "echo '[]'", "exit 1", "echo '{\"Now\": 1}'"])
def test_a_windows_that_does_not_answer_is_told_with_what_to_do(program, text):
    with pytest.raises(UnavailableError) as caught:
        windows_events.read(program("powershell.exe", text))
    assert "interop" in str(caught.value.next_step)

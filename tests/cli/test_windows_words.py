"""What Windows refuses in ways of its own, and what is told: blocked programs, guarded folders, closing windows."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from wslmem.cli import boundary, output, streams
from wslmem.errors import Exit, NotPermittedError
from wslmem.machine.files import file_errors
from wslmem.machine.system import terminal
from wslmem.telling import apply as telling
from wslmem.words import tell
from wslmem.workflows.apply.events import WillStop


def policy(number: int) -> OSError:
    error = OSError(22, "An Application Control policy has blocked this file")
    error.winerror = number  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("error", "blocked"),
    [
        (ImportError("DLL load failed while importing _psutil_windows: blocked by policy"), True),
        (policy(4551), True),
        (policy(1), False),
        (ImportError("No module named 'psutil'"), False),
    ],
)
def test_a_file_that_a_policy_blocks_is_no_bug_of_ours(wslmem, monkeypatch, error, blocked):
    def dispatch(_: list[str]) -> Exit:
        raise error

    monkeypatch.setattr(boundary, "dispatch", dispatch)
    ran = wslmem("status")
    assert ran.code == (Exit.UNAVAILABLE if blocked else Exit.BUG)
    assert ("python -m wslmem" in ran.stderr) is blocked
    assert ("internal error" in ran.stderr) is not blocked


def test_a_folder_that_is_there_and_called_not_found_is_told_as_guarded(tmp_path):
    gone = FileNotFoundError(2, "The system cannot find the file specified")
    there = file_errors.unwritten(gone, tmp_path / ".wslconfig")
    assert isinstance(there, NotPermittedError)
    assert "Controlled Folder Access" in str(there.next_step)
    assert "does not exist" in str(file_errors.unwritten(gone, tmp_path / "none" / ".wslconfig").cause)


@pytest.mark.parametrize("docker", [True, False])
def test_who_uses_docker_desktop_is_told_what_it_may_ask(docker):
    told = [tell(fact.text) for fact in telling.told(WillStop(("Ubuntu",), docker_desktop=docker))]
    assert any("click Restart" in line for line in told) is docker


@pytest.mark.parametrize(
    ("line", "opened_for_us", "waits"),
    [("show --no-such", True, True), ("show --no-such", False, False), ("show", True, False)],
)
def test_a_window_that_was_opened_for_us_stays_until_its_error_is_read(wslmem, monkeypatch, line, opened_for_us, waits):
    asked = []
    monkeypatch.setattr(terminal, "closes_with_us", lambda: opened_for_us)
    monkeypatch.setattr(streams, "is_terminal", lambda _: True)
    monkeypatch.setattr(output, "confirmed", lambda text: asked.append(str(text)))
    monkeypatch.setenv("NO_COLOR", "1")
    wslmem(*line.split())
    assert asked == (["Press Enter to close this window."] if waits else [])


@pytest.mark.parametrize(
    ("names", "alone"), [(["wslmem.exe", "Python.exe"], True), (["cmd.exe", "wslmem.exe"], False), ([], False)]
)
def test_such_a_window_is_known_by_who_else_is_in_it(monkeypatch, names, alone):
    import psutil

    from wslmem.machine.system import console_windows

    def listed(pids, _: int) -> int:
        pids[: len(names)] = range(len(names))
        return len(names)

    monkeypatch.setattr(console_windows, "_kernel32", lambda: SimpleNamespace(GetConsoleProcessList=listed))
    monkeypatch.setattr(psutil, "Process", lambda pid: SimpleNamespace(name=lambda: names[pid]))
    assert console_windows.closes_with_us(terminal.OURS) is alone

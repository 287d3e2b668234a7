"""What killers other than the kernel say in the journal, asked of a journalctl that stands in."""

from __future__ import annotations

import json
import time

import pytest

from wslmem.machine.run import journal

pytestmark = pytest.mark.posix_only(reason="the journal is systemd's")


@pytest.fixture
def journalctl(tmp_path, monkeypatch):
    """Writes what the program prints, and returns the file with the words that it was called with."""

    def says(*entries):
        (tmp_path / "said").write_text("".join(f"{entry}\n" for entry in entries))
        program = tmp_path / "journalctl"
        program.write_text(f'#!/bin/sh\necho "$@" >{tmp_path}/asked\ncat {tmp_path}/said\n')
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        return tmp_path / "asked"

    return says


def entry(who, message, ago=0.0):
    at = int((time.time() - ago) * 1_000_000)
    return json.dumps({"SYSLOG_IDENTIFIER": who, "MESSAGE": message, "__REALTIME_TIMESTAMP": str(at)})


def test_killers_are_quoted_as_a_log_quotes_them_and_others_are_not(journalctl):
    killed = 'sending SIGTERM to process 9 uid 0 "cc1": oom_score 866, VmRSS 288 MiB'
    asked = journalctl(
        entry("earlyoom", killed),
        entry("systemd", "run-r1.scope: systemd-oomd killed 2 process(es) in this unit."),
        entry("systemd", "Started run-r1.scope."),
        entry("earlyoom", [1, 2, 3]),
        "no json",
    )
    assert journal.lines(time.monotonic() - 60) == (
        f"earlyoom: {killed}",
        "systemd: run-r1.scope: systemd-oomd killed 2 process(es) in this unit.",
    )
    assert "--lines=200" in asked.read_text()


def test_what_was_killed_before_the_command_started_is_about_others(journalctl):
    journalctl(entry("earlyoom", "sending SIGTERM to process 1", ago=30))
    assert journal.lines(time.monotonic() - 10) == ()


def test_no_journal_says_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert journal.lines(time.monotonic()) == ()

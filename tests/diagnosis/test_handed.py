"""Every log that people had gets the verdict that is right, however it is wrapped."""

from __future__ import annotations

import os
import re

import pytest
from handed_logs import LOGS, Log
from wrappings import FORMS, prefixed, surrounded

from wslmem.cli.explain import as_text
from wslmem.diagnosis.explain import explain
from wslmem.diagnosis.verdict import Ending


@pytest.fixture(params=LOGS, ids=lambda log: log.name)
def log(request) -> Log:
    return request.param


def test_a_handed_log_gets_the_right_ending_proof_and_victim(log):
    verdict = explain([log.data])
    assert log.expected.holds(verdict), verdict


def test_what_is_said_of_a_handed_log_names_what_matters_and_nothing_that_misleads(log):
    said = as_text(explain([log.data]))
    assert not log.expected.says_one_of or any(word in said for word in log.expected.says_one_of), said
    assert [word for word in log.expected.never_says if word in said] == []


def test_no_verdict_is_proven_without_a_line_of_the_log_that_carries_it(log):
    verdict = explain([log.data])
    if verdict.ending is Ending.UNKNOWN:
        assert not verdict.proven
        return
    text = log.data.decode("utf-16") if log.data.startswith(b"\xff\xfe") else log.data.decode()
    flat = re.sub(r"\x1b\[[0-9;]*[A-Za-z]|#033\[[0-9;]*m", "", text)
    first = verdict.evidence[0].text
    assert first in flat.replace("\n", "") or first in flat or first.split(": ")[-1] in flat


@pytest.mark.parametrize("form", FORMS)
def test_a_prefix_of_any_form_before_each_line_changes_nothing(form):
    found = {log.name: explain([prefixed(log.data, form)]) for log in LOGS}
    assert [(log.name, found[log.name].ending) for log in LOGS if not log.expected.holds(found[log.name])] == []


ALONE = {
    "dmesg-only-java": "it is the kernel's alone no longer, so the kill need not be of what else is there",
    "success-stale-kill": "a success counts at a log's end only",
    "wrapped": "a word that a terminal broke is put together where lines are read, not where they are looked for",
}
"""What is another log with others around it, and why."""
FOREIGN = ("bash-de", "tw-bash", "go-build-vm-tmp-zh")
SURROUNDED = [log for log in LOGS if log.name not in ALONE]
SAMPLE = SURROUNDED[::40] + [log for log in SURROUNDED if log.name in FOREIGN]


@pytest.mark.parametrize("log", SURROUNDED if os.environ.get("WSLMEM_THOROUGH") else SAMPLE, ids=lambda log: log.name)
def test_two_megabytes_of_other_lines_around_it_change_nothing(log):
    verdict = explain([surrounded(log.data, 2 << 20)])
    assert log.expected.holds(verdict), verdict

"""Short logs as tools print them, each round of them written with its answers before it was tried.

A file of `rounds/` holds many: `=== name | ending | P or - | victims or -`, then the log. `P` is proven.
"""

from __future__ import annotations

import itertools
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from handed_logs import Expected, Log
from wrappings import FORMS, prefixed

from wslmem.diagnosis.explain import explain
from wslmem.diagnosis.verdict import Ending

ROUNDS = sorted((Path(__file__).parent / "rounds").glob("*.txt*"), key=lambda path: path.name)
"""Text; the largest are packed."""
_HEAD = re.compile(r"^=== (?P<name>\S+) \| (?P<ending>[\w-]+) \| (?P<proof>[P-]) \| (?P<victims>.+)$", re.MULTILINE)


def logs(path: Path) -> Iterator[Log]:
    data = path.read_bytes()
    text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8").replace("\r\n", "\n")
    heads = list(_HEAD.finditer(text))
    for head, following in itertools.zip_longest(heads, heads[1:]):
        victims = (None,) if head["victims"] == "-" else tuple(head["victims"].split("/"))
        expected = Expected(head["ending"], head["proof"] == "P", victims)
        body = text[head.end() : following.start() if following else None].strip("\n")
        yield Log(head["name"], f"{body}\n".encode(), expected)


@pytest.mark.parametrize("path", ROUNDS, ids=lambda path: path.name.partition(".")[0])
def test_every_log_of_a_round_gets_the_right_ending_proof_and_victim(path):
    found = {log.name: (log, explain([log.data])) for log in logs(path)}
    assert len(found) >= 40
    assert [
        (name, str(v.ending), v.proven, v.victim) for name, (log, v) in found.items() if not log.expected.holds(v)
    ] == []


@pytest.mark.parametrize("path", ROUNDS, ids=lambda path: path.name.partition(".")[0])
def test_a_prefix_before_each_line_of_a_log_of_a_round_changes_nothing(path):
    forms = itertools.cycle(FORMS)
    wrong = []
    for log, form in zip(logs(path), forms, strict=False):
        verdict = explain([prefixed(log.data, form)])
        if not log.expected.holds(verdict):
            wrong.append((log.name, form, str(verdict.ending), verdict.victim))
    assert wrong == []


@pytest.mark.parametrize("path", ROUNDS, ids=lambda path: path.name.partition(".")[0])
def test_what_is_proven_of_a_log_of_a_round_is_quoted_from_it(path):
    for log in logs(path):
        verdict = explain([log.data])
        assert verdict.ending is Ending.UNKNOWN or not verdict.proven or verdict.evidence, log.name

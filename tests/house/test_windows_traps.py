"""docs/windows-traps.md: every row is there once, and what it says it is held by exists."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from wslmem.workflows.selftest.selftest import checks

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "windows-traps.md").read_text(encoding="utf-8")
WORKFLOW = (ROOT / ".github" / "workflows" / "windows.yml").read_text(encoding="utf-8")
ROWS = {int(row[1]): row[0].strip("| ").split(" | ") for row in re.finditer(r"^\| (\d+) \| .*$", PAGE, re.MULTILINE)}
MOST = 38
SELFTEST = re.compile(r"`selftest ([a-z0-9-]+)`")
TEST = re.compile(r"`([\w/]+\.py)(?:::(test_\w+))?`")


def test_every_row_is_there_once() -> None:
    assert list(ROWS) == list(range(1, MOST + 1))
    assert {row[2] for row in ROWS.values()} == {"certain", "likely", "open"}


@pytest.mark.parametrize("number", ROWS)
def test_what_a_row_is_held_by_exists(number: int) -> None:
    _, _, so, _, held, job = ROWS[number]
    tests, rows = TEST.findall(held), SELFTEST.findall(held)
    assert tests, "a test"
    for path, name in tests:
        assert not name or f"def {name}(" in (ROOT / "tests" / path).read_text(encoding="utf-8"), name
        assert (ROOT / "tests" / path).exists()
    assert {*rows} <= {one.name for one in checks()}
    jobs = set(re.findall(r"^  (\w+):$", WORKFLOW, re.MULTILINE))
    assert job.startswith("no: ") or set(job.split(", ")) <= jobs
    steps = [path for path, _ in tests if path.startswith("windows/hosted/") and path in WORKFLOW]
    assert so == "certain" or rows or steps, "a row of the self test looks, or a step of a job"
    assert so != "open" or not job.startswith("no: "), "only a Windows can tell: a job does"


def test_the_counts_are_those_of_the_table() -> None:
    so = Counter(row[2] for row in ROWS.values())
    jobs = sum(row[2] != "certain" and not row[5].startswith("no: ") for row in ROWS.values())
    told = re.search(r"^Counted: (.*?)\n\n", PAGE, re.DOTALL | re.MULTILINE)
    assert told
    numbers = [int(one) for one in re.findall(r"(?<!row )\b\d+\b", told[1])]
    assert numbers == [MOST, so["certain"], so["likely"], so["open"], so["likely"] + so["open"], jobs]

"""docs/windows-truth.md and the self test: no assumption without a check, and no check without its row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wslmem.workflows.selftest.selftest import FILLING, checks

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "windows-truth.md").read_text(encoding="utf-8")
WORKFLOW = (ROOT / ".github" / "workflows" / "windows.yml").read_text(encoding="utf-8")
COLUMNS = 5
SELFTEST = re.compile(r"`selftest ([a-z0-9-]+)`")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows() -> list[str]:
    """The last cell of each row about an assumption."""
    tables = re.findall(r"^\| assumption \|.*\n\|[-|]+\n((?:\|.*\n)+)", TABLE, re.MULTILINE)
    return [row.strip("|").split(" | ")[-1].strip(" |") for table in tables for row in table.splitlines()]


@pytest.mark.parametrize("check", rows())
def test_every_assumption_has_a_check_that_exists(check):
    if named := SELFTEST.fullmatch(check):
        assert named[1] in {*FILLING, *(one.name for one in checks())}
        return
    found = TEST.fullmatch(check)
    assert found, check
    assert f"def {found[2]}(" in (ROOT / found[1]).read_text(encoding="utf-8")


def test_every_check_of_the_self_test_has_its_row():
    assert sorted([*FILLING, *(one.name for one in checks())]) == sorted(SELFTEST.findall("\n".join(rows())))


def test_every_row_names_jobs_of_the_hosted_workflow():
    jobs = set(re.findall(r"^  (\w+):$", WORKFLOW, re.MULTILINE))
    for row in re.findall(r"^\| .* \|$", TABLE, re.MULTILINE):
        cells = row.strip("|").split(" | ")
        if len(cells) == COLUMNS and cells[3].strip() != "job":
            assert cells[3].startswith("no: ") or set(cells[3].split(", ")) <= jobs, row


def test_no_two_rows_share_a_check():
    assert len(set(rows())) == len(rows())

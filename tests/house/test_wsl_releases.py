"""docs/wsl-releases.md: every rule, test, log and row that a fact is said to rest on is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wslmem.wslconfig.findings import RULES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "wsl-releases.md").read_text(encoding="utf-8")
CERTAIN = PAGE.partition("## Certain from source")[2].partition("## Reported")[0]
ROWS = [row.strip("|").split(" | ") for row in re.findall(r"^\| (?!fact \|).*\|$", CERTAIN, re.MULTILINE)]
REPORTED = PAGE.partition("## Reported")[2].partition("## Control groups")[0]
REPORTED_ROWS = [row.strip("|").split("|") for row in re.findall(r"^\| (?!fact \|).*\|$", REPORTED, re.MULTILINE)]
TRUTH = (ROOT / "docs" / "windows-truth.md").read_text(encoding="utf-8")
TESTS = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")}
NAMED = re.compile(r"`([^`]+)`")
NO_RULES = {"two-vms", "service-stuck"}
"""A caution of both VMs together, and a problem of wsl.exe: neither is a finding of the file."""


@pytest.mark.parametrize("row", ROWS, ids=[row[0].strip(" `")[:40] for row in ROWS])
def test_a_certain_fact_has_a_case_in_the_emulator_and_a_test(row: list[str]) -> None:
    _, _, made, emulator, tests = row
    for name in NAMED.findall(emulator + tests):
        named = f"def {name}(" if name.startswith("test_") and not name.endswith(".py") else None
        assert (named and any(named in text for text in TESTS.values())) or _is_there(name), name
    assert NAMED.search(emulator)
    assert NAMED.search(tests)
    rules = [name for name in NAMED.findall(made) if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", name)]
    assert {*rules} - NO_RULES <= {*RULES}


@pytest.mark.parametrize("row", REPORTED_ROWS, ids=[row[0].strip(" `")[:40] for row in REPORTED_ROWS])
def test_a_reported_fact_has_its_row_among_what_is_taken_for_granted(row: list[str]) -> None:
    assert row[3].strip() in TRUTH


def _is_there(name: str) -> bool:
    """A module, a folder or a log of the tests; a command that runs some of them."""
    if name.startswith("python -m lab."):
        return (ROOT / "lab" / f"{name.removeprefix('python -m lab.')}.py").exists()
    if (ROOT / name).exists() or any(path.name == name for path in TESTS):
        return True
    return any(
        name in path.read_text(encoding="utf-8")
        for path in (ROOT / "tests" / "diagnosis" / "logs").rglob("expected.json")
    )

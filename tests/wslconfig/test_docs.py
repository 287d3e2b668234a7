"""docs/wslconfig.md says nothing that the reader does not do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from wslmem.units import GIB, Bytes
from wslmem.wslconfig import neighbours
from wslmem.wslconfig.document import read
from wslmem.wslconfig.effective import effective
from wslmem.wslconfig.findings import RULES, findings

PAGE = (Path(__file__).parents[2] / "docs" / "wslconfig.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```wslconfig([^\n]*)\n(.*?)```\n```reads\n(.*?)```\n", re.DOTALL)
EXAMPLES = EXAMPLE.findall(PAGE)
HOST = {"host_total": Bytes(16 * GIB), "processors": 8}


def bytes_of(how, text):
    if "escaped" in how:
        text = text.rstrip("\n").encode("latin-1", "backslashreplace").decode("unicode_escape")
    encoding = next((word for word in how.split() if word != "escaped"), "utf-8")
    return text.encode(encoding)


@pytest.mark.parametrize(("how", "text", "wanted"), EXAMPLES)
def test_every_example_of_the_page_is_true(how, text, wanted):
    document = read(bytes_of(how, text))
    wanted = json.loads(wanted)
    limits = effective(document, **HOST)
    seen = {
        "findings": sorted(one.rule for one in findings(document, **HOST)),
        "fatal": document.fatal,
        "effective.memory": limits.memory.value,
        "effective.swap": limits.swap.value,
        "effective.processors": limits.processors.value,
        "effective.vm_memory": limits.vm_memory,
    }
    wanted["findings"] = sorted(wanted.get("findings", []))
    for key, value in wanted.items():
        reading = document.readings.get(key)
        assert seen.get(key, reading and reading.value) == value, key


def test_every_block_of_the_page_is_a_pair():
    assert PAGE.count("```") == 4 * len(EXAMPLES)
    assert len(EXAMPLES) > 30


def test_every_rule_that_the_page_names_exists():
    assert {rule for *_, wanted in EXAMPLES for rule in json.loads(wanted).get("findings", [])} <= set(RULES)


def test_the_table_of_rules_is_complete():
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (?:error|warning|note) \|", PAGE, re.MULTILINE)
    assert set(rows) == set(RULES) | set(neighbours.RULES)

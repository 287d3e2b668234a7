"""The reader against the answers of WSL's own parser."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from wslmem.wslconfig.document import read

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))


def value_of(document, key):
    reading = document.readings.get(key)
    return reading.value if reading and reading.valid else None


@pytest.mark.parametrize("case", VECTORS, ids=[case["name"] for case in VECTORS])
def test_the_reader_gives_the_answers_of_wsl(case):
    data = base64.b64decode(case["input_base64"])
    document = read(data)
    wanted = case["expect"]
    assert document.render() == data
    assert {name: (reading.raw, reading.line, reading.valid) for name, reading in document.readings.items()} == {
        name: (key["raw"], key["line"], key["valid"]) for name, key in wanted["keys"].items()
    }
    assert [[one.key, one.raw, one.line] for one in document.unknown] == wanted["unknown"]
    assert [[one.key, one.raw, one.line] for one in document.duplicates] == wanted["duplicates"]
    assert [[one.kind, one.line] for one in document.warnings] == wanted["warnings"]
    assert value_of(document, "wsl2.memory") == wanted["memory_bytes"]
    assert value_of(document, "wsl2.swap") == wanted["swap_bytes"]
    assert value_of(document, "wsl2.processors") == wanted["processors"]
    assert document.encoding == wanted["encoding"].partition(" ")[0]
    assert document.opened == wanted["opened"]
    assert document.read_error == wanted["read_error"]
    assert document.fatal == wanted["fatal"]

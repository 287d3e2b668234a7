"""The reader against the answers of WSL's own parser."""

from __future__ import annotations

import pytest
from answered import REAL, VECTORS, data_of, named

from wslmem.wslconfig.document import read


def value_of(document, key):
    reading = document.readings.get(key)
    return reading.value if reading and reading.valid else None


def keys_of(document):
    return {name: (reading.raw, reading.line, reading.valid) for name, reading in document.readings.items()}


def wanted_keys(wanted):
    return {name: (key["raw"], key["line"], key["valid"]) for name, key in wanted["keys"].items()}


@pytest.mark.parametrize("case", VECTORS, ids=named(VECTORS))
def test_the_reader_gives_the_answers_of_wsl(case):
    data, wanted = data_of(case), case["expect"]
    document = read(data)
    assert document.render() == data
    assert keys_of(document) == wanted_keys(wanted)
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


@pytest.mark.parametrize("case", REAL, ids=named(REAL))
def test_the_reader_gives_the_answers_of_wsl_for_published_files(case):
    wanted = case["expect"]
    document = read(data_of(case))
    assert keys_of(document) == wanted_keys(wanted)
    assert [(one.key, one.raw, one.line) for one in document.unknown] == [
        (one["name"], one["raw"], one["line"]) for one in wanted["unknown"]
    ]
    assert [one.line for one in document.duplicates] == [one["line"] for one in wanted["duplicates"]]
    assert [(one.kind, one.line) for one in document.warnings] == [
        (one["kind"], one["line"]) for one in wanted["warnings"]
    ]

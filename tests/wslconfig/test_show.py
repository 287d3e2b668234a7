"""The catalogue and the neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from made_files import texts

from wslmem.wslconfig.catalogue import find, problems, settings
from wslmem.wslconfig.document import read
from wslmem.wslconfig.effective import LEAST_MEMORY
from wslmem.wslconfig.keys import KEYS, LEAST_TIME
from wslmem.wslconfig.neighbours import misnamed, misplaced
from wslmem.wslconfig.values import size
from wslmem.wslconfig.versions import SINCE, show


def test_the_catalogue_describes_exactly_the_keys_that_the_reader_knows():
    described = {f"{one.section}.{one.name}": one.type for one in settings()}
    assert described == {name: key.kind for name, key in KEYS.items()}
    assert all(one.meaning and one.default for one in settings())


@given(texts)
def test_the_catalogue_objects_to_every_value_that_wsl_refuses(text):
    document = read(text.encode())
    refused = {name for name, one in document.readings.items() if not one.valid}
    found = problems(document)
    assert refused <= set(found)
    assert all("less than" in found[name] for name in set(found) - refused)


def test_the_catalogue_knows_the_least_memory():
    assert problems(read(b"[wsl2]\nmemory=100MB\nswap=100MB\n")) == {"wsl2.memory": "'100MB' is less than 256MB"}


def test_the_tables_of_the_rules_are_those_of_the_catalogue():
    known = {one.key: one for one in settings()}
    assert {name: f"WSL {show(since)}" for name, since in SINCE.items()} == {
        name: one.since for name, one in known.items() if name in SINCE
    }
    assert {name: str(least) for name, (least, _) in LEAST_TIME.items()} == {
        name: one.least for name, one in known.items() if one.type == "int" and one.least
    }
    assert size(known["wsl2.memory"].least) == LEAST_MEMORY


@pytest.mark.parametrize("name", ["memory", "wsl2.memory", "WSL2.Memory", "memory=", "[wsl2]memory"])
def test_a_key_is_found_as_people_write_it(name):
    found = find(name)
    assert (found and found.key) == (None if name == "[wsl2]memory" else "wsl2.memory")


def test_an_old_name_finds_the_key():
    assert find("experimental.networkingMode").key == "wsl2.networkingMode"


def test_nearly_right_file_names_are_told():
    found = misnamed([".wslconfig.txt", "wslconfig", "notes.txt", ".WSLCONF"])
    assert [(one.subject, one.severity) for one in found] == [
        (name, "error") for name in (".wslconfig.txt", "wslconfig", ".WSLCONF")
    ]
    assert [one.severity for one in misnamed([".wslconfig", ".wslconfig.txt"])] == ["warning"]


def test_settings_of_the_vm_in_wsl_conf_are_told():
    found = misplaced(b"[boot]\nsystemd=true\n[wsl2]\nmemory=4GB\nswap=0\n")
    assert [(one.rule, one.subject) for one in found] == [("memory-in-wsl-conf", "/etc/wsl.conf:4")]
    assert "memory=, swap=" in str(found[0].text)

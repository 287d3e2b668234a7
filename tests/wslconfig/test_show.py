"""The catalogue and the neighbours."""

from __future__ import annotations

from hypothesis import given
from made_files import texts

from wslmem.wslconfig.catalogue import problems, settings
from wslmem.wslconfig.document import read
from wslmem.wslconfig.keys import KEYS
from wslmem.wslconfig.neighbours import misnamed, misplaced


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


def test_nearly_right_file_names_are_told():
    found = misnamed([".wslconfig", ".wslconfig.txt", "wslconfig", "notes.txt", ".WSLCONF"])
    assert [one.text.split("`")[1] for one in found] == [".wslconfig.txt", "wslconfig", ".WSLCONF"]


def test_settings_of_the_vm_in_wsl_conf_are_told():
    found = misplaced(b"[boot]\nsystemd=true\n[wsl2]\nmemory=4GB\n")
    assert [(one.rule, one.line) for one in found] == [("memory-in-wsl-conf", 4)]

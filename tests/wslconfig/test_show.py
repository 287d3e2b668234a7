"""The object of `show --json`, and the catalogue and the neighbours."""

# ruff: noqa: E501 - in these tables one case stands on one line

from __future__ import annotations

import json

from hypothesis import given
from made_files import texts

from wslmem.units import GIB, Bytes
from wslmem.wslconfig.catalogue import problems, settings
from wslmem.wslconfig.document import read
from wslmem.wslconfig.keys import KEYS
from wslmem.wslconfig.neighbours import misnamed, misplaced
from wslmem.wslconfig.show import show


def test_the_object_has_what_scripts_rely_on():
    document = read(b"\xef\xbb\xbf[WSL2]\r\nMEMORY=8GB\r\nswap=8gb\r\nfoo=1\r\nmemory=4GB\r\nprocessors=2\r\n")
    found = show(document, path=r"C:\Users\me\.wslconfig", host_total=Bytes(16 * GIB), processors=8)
    assert json.loads(json.dumps(found)) == found
    assert {name: found[name] for name in ("schema", "path", "exists", "encoding", "line_ending")} == {
        "schema": "wslmem/show/1", "path": r"C:\Users\me\.wslconfig", "exists": True, "encoding": "utf-8-bom", "line_ending": "crlf",
    }  # fmt: skip
    assert found["keys"] == {
        "wsl2.memory": {"raw": "8GB", "line": 2, "valid": True, "bytes": 8 * GIB},
        "wsl2.swap": {"raw": "8gb", "line": 3, "valid": False, "bytes": None},
        "wsl2.processors": {"raw": "2", "line": 6, "valid": True, "value": 2},
    }
    assert found["unknown"] == [{"key": "WSL2.foo", "raw": "1", "line": 4}]
    assert found["duplicates"] == [{"key": "wsl2.memory", "line": 5}]
    assert [(one["rule"], one["line"]) for one in found["findings"]] == [
        ("size-lower-case", 3), ("unknown-key", 4), ("duplicate-key", 5),
    ]  # fmt: skip
    assert found["effective"] == {
        "memory": {"bytes": 8 * GIB, "source": "file"},
        "swap": {"bytes": 2 * GIB, "source": "default"},
        "processors": {"value": 2, "source": "file"},
    }


def test_an_unknown_figure_is_null_with_a_reason():
    memory = show(read(b""), path="x", exists=False)["effective"]["memory"]
    assert memory["bytes"] is None
    assert memory["reason"]


@given(texts)
def test_any_file_can_be_shown_as_ascii_json(text):
    assert json.dumps(show(read(text.encode()), path="x")).isascii()


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

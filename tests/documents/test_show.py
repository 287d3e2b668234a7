"""The document of `show --json`."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from wslmem.codec import encode, to_json
from wslmem.documents.show import shown
from wslmem.units import GIB, Bytes
from wslmem.wslconfig.document import read

LINES = st.sampled_from(
    ["[wsl2]", "memory=8GB", "swap=8gb", "processors=x", "kernel=C:\\\\a", "[a", "b=\u00e9", "\x00", "memory=1"]
)
texts = st.lists(LINES | st.text(max_size=6), max_size=6).map("\n".join)


def plain(*given, **facts):
    return encode(shown(*given, **facts))


def test_the_object_has_what_scripts_rely_on():
    document = read(b"\xef\xbb\xbf[WSL2]\r\nMEMORY=8GB\r\nswap=8gb\r\nfoo=1\r\nmemory=4GB\r\nprocessors=2\r\n")
    found = plain(document, path=r"C:\Users\me\.wslconfig", host_total=Bytes(16 * GIB), processors=8)
    assert json.loads(json.dumps(found)) == found
    assert {name: found[name] for name in ("path", "exists", "encoding", "line_ending")} == {
        "path": r"C:\Users\me\.wslconfig", "exists": True, "encoding": "utf-8-bom", "line_ending": "crlf",
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
        "memory": {"bytes": 8 * GIB, "source": "file", "reason": None},
        "swap": {"bytes": 2 * GIB, "source": "default", "reason": None},
        "processors": {"value": 2, "source": "file", "reason": None},
    }


def test_an_unknown_figure_is_null_with_a_reason():
    memory = plain(read(b""), path="x", exists=False)["effective"]["memory"]
    assert memory["bytes"] is None
    assert memory["reason"]


@given(texts)
def test_any_file_can_be_shown_as_ascii_json(text):
    assert to_json(shown(read(text.encode()), path="x")).isascii()

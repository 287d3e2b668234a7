"""Edits: what was asked changes, and nothing else."""

# ruff: noqa: E501, PT017 - in these tables one case stands on one line; a refusal may be right

from __future__ import annotations

import os

import pytest
from answered import REAL, VECTORS, data_of, named
from hypothesis import given
from hypothesis import strategies as st
from made_files import REAL_LIKE, plain_texts, texts, variants

from wslmem.errors import UnsafeFileError, UsageError
from wslmem.wslconfig.document import read
from wslmem.wslconfig.edits import MOST_BYTES, plan

WANTED = [("wsl2.memory", "7GB"), ("wsl2.swap", "3GB"), ("wsl2.processors", "3")]
SETTINGS = st.lists(
    st.sampled_from([
        *WANTED, ("wsl2.memory", None), ("wsl2.swap", "0"), ("wsl2.swap", None), ("wsl2.processors", None),
        ("wsl2.swapFile", "D:\\a b#c.vhdx"), ("experimental.sparseVhd", "true"), ("general.instanceIdleTimeout", "-1"),
        ("wsl2.networkingMode", "mirrored"), ("wsl2.kernelCommandLine", ' "quoted" '),
    ]),
    min_size=1, max_size=4, unique_by=lambda pair: pair[0],
)  # fmt: skip


def others(document, keys):
    """All that WSL reads besides `keys`, without line numbers, which may move."""
    return (
        {name: (one.raw, one.valid, one.value) for name, one in document.readings.items() if name not in keys},
        [(one.key, one.raw) for one in document.unknown],
        [
            one.kind
            for one in document.warnings
            if one.kind in ("InvalidKey", "InvalidSection", "Expected", "InvalidEscape")
        ],
    )


def common(left, right):
    """How many bytes are equal at the beginning."""
    return next(
        (place for place, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]),
        min(len(left), len(right)),
    )


def outside(before, after):
    """The bytes of `before` and of `after` between their common beginning and their common end."""
    head = common(before, after)
    tail = min(common(before[::-1], after[::-1]), min(len(before), len(after)) - head)
    return before[head : len(before) - tail], after[head : len(after) - tail]


def check_one_edit(data, key, value):
    """One key set or removed: bytes equal outside, meaning equal outside, and nothing more to do."""
    before = read(data)
    edit = plan(before, [(key, value)])
    after = read(edit.after)
    assert others(before, {key}) == others(after, {key})
    if value is None:
        assert key not in after.readings
    else:
        assert after.readings[key].valid
    old, new = outside(data, edit.after)
    instances = (key in before.readings) + sum(one.key.lower() == key for one in before.duplicates)
    if value is None:
        assert instances != 1 or not new
    elif instances:
        assert b"\n" not in new
        assert b"=" not in new
    else:
        assert not old
    assert plan(after, [(key, value)]).empty
    return edit


def sweep(data):
    """Set, change, add and remove each of the three; how many edits were made."""
    for key, value in WANTED:
        check_one_edit(data, key, value)
        check_one_edit(data, key, None)
    all_three = plan(read(data), WANTED)
    assert read(all_three.after).warnings == () or read(data).warnings
    gone = plan(read(all_three.after), [(key, None) for key, _ in WANTED])
    assert others(read(gone.after), set()) == others(read(data), {key for key, _ in WANTED})
    return 8


@pytest.mark.parametrize("name", REAL_LIKE)
def test_files_like_those_of_users_are_edited_in_every_variant(name):
    for _, data in variants(REAL_LIKE[name]):
        sweep(data)


REFUSED = {
    "utf16be bom": "UTF-16 big-endian",
    "utf16le nobom": "UTF-16 without",
    "utf16be nobom": "UTF-16 without",
    "mac": "macAddress",
    "0x80 last": "would not read the new value",
    "cont eof": "",
    "latin1 last byte": "",
    "ends trunc utf8": "",
}


@pytest.mark.parametrize("case", VECTORS, ids=named(VECTORS))
def test_the_files_that_wsl_answered_are_edited_or_refused_for_a_reason(case):
    data = data_of(case)
    for key, value in WANTED:
        try:
            check_one_edit(data, key, value)
            check_one_edit(data, key, None)
        except UnsafeFileError as refusal:
            assert case["name"] in REFUSED, refusal
            assert REFUSED[case["name"]] in str(refusal.cause)


def test_published_files_are_edited_in_every_variant():
    chosen = REAL if os.environ.get("WSLMEM_THOROUGH") else REAL[::10]
    count = 0
    for case in chosen:
        text = data_of(case).decode("utf-8", "ignore")
        for _, data in variants(text):
            count += sweep(data)
    assert count == len(chosen) * 7 * 8


@given(st.one_of(plain_texts, texts), SETTINGS)
def test_an_edit_does_what_was_asked_and_nothing_else_or_is_refused(text, asked):
    before = read(text.encode())
    try:
        edit = plan(before, asked)
    except UnsafeFileError as refusal:
        assert str(refusal.on_disk) == "unchanged"
        return
    after = read(edit.after)
    keys = {key for key, _ in asked}
    assert others(before, keys) == others(after, keys)
    for key, value in asked:
        assert (key in after.readings and after.readings[key].valid) is (value is not None)
    assert plan(after, asked).empty
    assert edit.empty is not bool(edit.changes)


@given(plain_texts, SETTINGS)
def test_files_such_as_users_have_are_never_refused(text, asked):
    plan(read(text.encode()), asked)


@given(plain_texts)
def test_undoing_an_added_key_restores_the_file(text):
    before = read(text.encode())
    if "wsl2.vmSwitch" not in before.readings and any(
        one.kind == "header" and one.section == b"wsl2" for one in before.statements
    ):
        added = plan(before, [("wsl2.vmSwitch", "x")])
        assert plan(read(added.after), [("wsl2.vmSwitch", None)]).after == before.data


@given(plain_texts)
def test_undoing_a_change_restores_the_file(text):
    before = read(text.encode())
    memory = before.readings.get("wsl2.memory")
    if memory and memory.valid:
        changed = plan(before, [("wsl2.memory", "7GB")])
        assert plan(read(changed.after), [("wsl2.memory", memory.raw)]).after == before.data


@pytest.mark.parametrize(
    ("before", "asked", "after"),
    [
        ("", ("wsl2.memory", "8GB"), "[wsl2]\nmemory=8GB\n"),
        ("[wsl2]", ("wsl2.memory", "8GB"), "[wsl2]\nmemory=8GB"),
        ("# a", ("wsl2.memory", "8GB"), "# a\n\n[wsl2]\nmemory=8GB"),
        ("[experimental]\r\nsparseVhd=true\r\n", ("wsl2.swap", "0"), "[experimental]\r\nsparseVhd=true\r\n\r\n[wsl2]\r\nswap=0\r\n"),
        ("[wsl2]\nmemory = 4GB # x\n\n# next\n[general]\n", ("wsl2.swap", "0"), "[wsl2]\nmemory = 4GB # x\nswap = 0\n\n# next\n[general]\n"),
        ('[wsl2]\n\tmemory\t=\t"4GB"\t# x', ("wsl2.memory", "8GB"), '[wsl2]\n\tmemory\t=\t"8GB"\t# x'),
        ("[wsl2]\nmemory=4GB ; half\n", ("wsl2.memory", "8GB"), "[wsl2]\nmemory=8GB # half\n"),
        ("[wsl2]\nmemory=8gb\nmemory=4GB\n", ("wsl2.memory", "8GB"), "[wsl2]\nmemory=8GB\nmemory=4GB\n"),
        ("[wsl2]\nmemory=1\nswap=0\nMEMORY=2 # why\n", ("wsl2.memory", None), "[wsl2]\nswap=0\n# why\n"),
        ("[wsl2]\nswap=0\nmemory=1", ("wsl2.memory", None), "[wsl2]\nswap=0"),
        ("[wsl2]\nmemory=4\\\nGB\nswap=0\n", ("wsl2.memory", "8GB"), "[wsl2]\nmemory=8GB\nswap=0\n"),
        ("[wsl2 ]\nmemory=4GB\n", ("wsl2.memory", "8GB"), "[wsl2 ]\nmemory=4GB\n\n[wsl2]\nmemory=8GB\n"),
        ("[wsl2]\nmemory=4GB\x1aold", ("wsl2.swap", "0"), "[wsl2]\nmemory=4GB\nswap=0\x1aold"),
        ("[wsl2]\rmemory=4GB\r", ("wsl2.swap", "0"), "[wsl2]\rmemory=4GB\rswap=0\r"),
        ("[wsl2]\n", ("wsl2.swapFile", "C:\\temp\\a#b.vhdx"), '[wsl2]\nswapFile="C:\\\\temp\\\\a#b.vhdx"\n'),
        ("[experimental]\nnetworkingMode=nat\n", ("wsl2.networkingMode", "mirrored"), "[experimental]\nnetworkingMode=mirrored\n"),
    ],
)  # fmt: skip
def test_an_edit_keeps_the_manner_of_the_file(before, asked, after):
    assert plan(read(before.encode()), [asked]).after.decode() == after


@pytest.mark.parametrize(("written", "asked"), [("12GB", "12288MB"), ("8GB", "8589934592"), ("0GB", "0")])
def test_what_means_the_same_is_left_alone(written, asked):
    assert plan(read(f"[wsl2]\nmemory={written}\n".encode()), [("WSL2.Memory", asked)]).empty


@pytest.mark.parametrize(
    ("key", "value", "advice"),
    [
        ("wsl2.memory", "8gb", "write 8GB"), ("wsl2.memory", "8 GB", "write 8GB"), ("wsl2.memory", "1.5GB", "write 1536MB"),
        ("wsl2.memory", "50%", "8GB"), ("wsl2.swap", "00", "8GB"), ("wsl2.swap", "-1", "8GB"), ("wsl2.memory", "16777216TB", "8GB"),
        ("wsl2.processors", "010", "write 10 or 8"), ("wsl2.processors", "4.0", "such as 4"), ("wsl2.ipv6", "yes", "write true"),
        ("wsl2.networkingMode", "mirror", "Mirrored"), ("wsl2.macAddress", "x", "00-15"), ("wsl2.swapFile", "D:\\é", "ASCII"),
        ("wsl2.memroy", "8GB", "wsl2.memory"), ("memory", "8GB", "wsl2.memory"), ("experimental.ignoredPorts", "0", "3000"),
    ],
)  # fmt: skip
def test_what_wsl_would_not_read_as_meant_is_refused_with_advice(key, value, advice):
    with pytest.raises(UsageError) as refusal:
        plan(read(b""), [(key, value)])
    assert advice in str(refusal.value.next_step)


def test_a_value_that_swallowed_a_line_is_not_replaced():
    document = read(b"[wsl2]\nswapFile=D:\\\\x\\\nmemory=8GB\n")
    with pytest.raises(UnsafeFileError, match="swallowed"):
        plan(document, [("wsl2.swapFile", "D:\\y")])


def test_a_diff_shows_the_lines_that_change():
    edit = plan(read(b"[wsl2]\r\nmemory=4GB\r\n"), [("wsl2.memory", "8GB")])
    assert edit.diff("f") == "--- f\n+++ f\n@@ -1,2 +1,2 @@\n [wsl2]\n-memory=4GB\n+memory=8GB\n"
    assert plan(read(edit.after), []).diff("f") == ""


def test_a_file_too_large_for_settings_is_read_but_not_edited():
    document = read(b"[wsl2]\n#" + b"x" * MOST_BYTES)
    with pytest.raises(UnsafeFileError, match="more than"):
        plan(document, [("wsl2.memory", "8GB")])

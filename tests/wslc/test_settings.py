"""settings.yaml of wslc: read as wslc reads it, changed by the byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.errors import UnsafeFileError
from wslmem.units import GIB, MIB, Bytes
from wslmem.wslc.edit import plan
from wslmem.wslc.settings import read

TEMPLATE = (
    b"# wslc user settings\r\n# https://aka.ms/wslc-settings\r\n\r\nsession:\r\n"
    b"  # Number of virtual CPUs (default: all)\r\n  # cpuCount: default\r\n\r\n"
    b"  # Memory limit for the session\r\n  # memorySize: default\r\n\r\n# credentialStore: wincred\r\n"
)
"""As `wslc settings` writes it: every setting a comment."""


@pytest.mark.parametrize(
    ("text", "memory"),
    [
        ("session:\n  memorySize: 4GB\n", 4 * GIB),
        ("session:\n  memorySize: '4GB' # mine\n", 4 * GIB),
        ("session: {cpuCount: 4, memorySize: 512MB}\n", 512 * MIB),
        ("session:\n  memorySize: 4294967296\n", 4 * GIB),
        ("session:\n  memorySize: 2097153\n", 2 * MIB),
        ("session:\n  memorySize: 4GB\n  memorySize: 8GB\n", 4 * GIB),
        ("\ufeffsession:\n  memorySize: 4GB\n", 4 * GIB),
    ],
)
def test_a_size_is_read_as_in_wslconfig_in_whole_mb(text, memory):
    found = read(text.encode())
    assert (found.memory, found.problem) == (memory, None)


@pytest.mark.parametrize(
    "text",
    ["", "# nothing\n", "session:\n", "session:\n  memorySize: default\n", "session:\n  memorySize:\n", "a: 1\n"],
)
def test_half_of_the_ram_is_the_default(text):
    found = read(text.encode())
    assert (found.memory, found.problem, found.given(Bytes(16 * GIB))) == (None, None, 8 * GIB)


@pytest.mark.parametrize(
    "text",
    [
        "session:\n  memorySize: 4gb\n",
        "session:\n  memorySize: 4 GB\n",
        "session:\n  memorySize: 100\n",
        "session:\n  memorySize: [4GB]\n",
        "session:\n\tmemorySize: 4GB\n",
        "- 1\n",
        "session: {",
    ],
)
def test_what_wslc_cannot_read_is_told_and_counts_as_the_default(text):
    found = read(text.encode())
    assert found.problem is not None
    assert found.memory is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, b"session:\r\n  memorySize: 6GB\r\n"),
        (b"session:\n  memorySize: 4GB # mine\n", b"session:\n  memorySize: 6GB # mine\n"),
        (b'session:\r\n  memorySize: "4GB"\r\n', b'session:\r\n  memorySize: "6GB"\r\n'),
        (b"session: {cpuCount: 4}\n", b"session: {memorySize: 6GB, cpuCount: 4}\n"),
        (b"session: {}\n", b"session: {memorySize: 6GB}\n"),
        (b"session:\n    # all\n    cpuCount: 4\n", b"session:\n    memorySize: 6GB\n    # all\n    cpuCount: 4\n"),
        (b"credentialStore: file", b"credentialStore: file\r\nsession:\r\n  memorySize: 6GB\r\n"),
        (b"session:\n  memorySize:\n", b"session:\n  memorySize: 6GB\n"),
        (b"\xef\xbb\xbfsession:\n  memorySize: 4GB\n", b"\xef\xbb\xbfsession:\n  memorySize: 6GB\n"),
        (TEMPLATE, TEMPLATE.replace(b"session:\r\n", b"session:\r\n  memorySize: 6GB\r\n")),
    ],
)
def test_only_the_value_changes(before, after):
    assert plan(before, "6GB") == after
    assert read(after).memory == 6 * GIB
    assert plan(after, "6GB") == after
    assert read(plan(after, "default")).memory is None


@pytest.mark.parametrize(
    "before",
    [b"session: &a\n  cpuCount: 4\nb: *a\n", b"session: 4\n", b"- 1\n", b"session: {", b"\xff\xfe\xff", b"{a: 1}"],
)
def test_what_cannot_be_changed_safely_is_refused(before):
    with pytest.raises(UnsafeFileError):
        plan(before, "6GB")


NAMES = st.sampled_from(["cpuCount", "maxStorageSize", "storagePath", "x-y", "dnsTunneling"])
VALUES = st.sampled_from(["4", "default", "'a # b'", '"q"', "D:\\data", "true", "", "[1, 2]"])


@given(
    entries=st.dictionaries(NAMES, VALUES, max_size=4),
    old=st.sampled_from([None, "4GB", "'8GB'", "default", ""]),
    layout=st.tuples(
        st.integers(0, 4),
        st.integers(1, 6),
        st.sampled_from(["\n", "\r\n"]),
        st.sampled_from(["", "experimental:\n  virtioFsQueueCount: 1\n", "# end"]),
    ),
)
def test_every_other_line_stays_whatever_the_file_is(entries, old, layout):
    place, indent, end, rest = layout
    lines = [f"{' ' * indent}{name}: {value}  # of {name}" for name, value in entries.items()]
    if old is not None:
        lines.insert(min(place, len(lines)), f"{' ' * indent}memorySize: {old}")
    before = end.join(["# top", "session:", *lines, rest.replace("\n", end)]).encode()
    after = plan(before, "6GB")
    assert read(after).memory == 6 * GIB
    kept = [line for line in before.split(end.encode()) if b"memorySize" not in line]
    assert [line for line in after.split(end.encode()) if b"memorySize" not in line] == kept

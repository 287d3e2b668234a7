"""A fix never makes it worse, and all of them together leave nothing to fix."""

from __future__ import annotations

import os

import pytest
from answered import REAL, VECTORS, data_of, named
from hypothesis import given
from hypothesis import strategies as st
from made_files import noise, texts
from mutations import mutations

from wslmem.errors import UsageError
from wslmem.units import GIB, MIB, Bytes
from wslmem.wslconfig.document import read
from wslmem.wslconfig.effective import effective
from wslmem.wslconfig.effective import given as number
from wslmem.wslconfig.findings import findings
from wslmem.wslconfig.repairs import fix
from wslmem.wslconfig.sight import NOTHING, Sight
from wslmem.wslconfig.sight import sight as seen
from wslmem.wslconfig.starting import blocked

HOST = {"host_total": Bytes(16 * GIB), "processors": 8}
NEW = seen((3, 0, 1), {"c:\\temp": True, "d:": True})
SIGHTS = [NOTHING, Sight((2, 6, 1)), NEW]
MUTATIONS = 10_000 if os.environ.get("WSLMEM_THOROUGH") else 800
LEFT_FOR_WINDOWS = 4 * GIB
HARMS = (
    ("wsl2.safeMode", True),
    ("experimental.autoMemoryReclaim", "Gradual"),
    ("wsl2.networkingMode", "None"),
)


def value(document, key):
    reading = document.readings.get(key)
    return reading.value if reading and reading.valid else None


def worse(old, new, sight):
    """What got worse from one file to another, told without the code that decides it."""
    before, after = (effective(one, sight=sight, **HOST) for one in (old, new))
    if blocked(new, sight) and not blocked(old, sight):
        yield "WSL no longer starts"
    if before.swap.value and not after.swap.value and number(new, "wsl2.swap") != 0:
        yield "the swap is lost, and the file does not say so"
    if after.memory.value > max(before.memory.value, HOST["host_total"] - LEFT_FOR_WINDOWS):
        yield "Windows has less than it needs"
    if after.memory.value < min(before.memory.value, 256 * MIB):
        yield "the VM has less than WSL's minimum"
    for key, bad in (
        ("wsl2.safeMode", True),
        ("experimental.autoMemoryReclaim", "Gradual"),
        ("wsl2.networkingMode", "None"),
    ):
        known_good = key == "experimental.autoMemoryReclaim" and sight.version and sight.version >= (2, 9, 5)
        if value(new, key) == bad and value(old, key) != bad and not known_good:
            yield f"{key} is switched on"
    for key in ("wsl2.kernel", "wsl2.kernelModules", "wsl2.systemDistro"):
        if value(new, key) and not value(old, key) and sight.is_there(value(new, key)) is not True:
            yield f"{key} comes into force, and nobody looked whether it is there"


def check(data, sight):
    """Each fix alone, every way of it, and all of them in one go."""
    document = read(data)
    for one in findings(document, sight=sight, **HOST):
        for way in range(1, len(one.fixes) + 1):
            repaired = read(fix(document, f"{one.rule}:{way}", sight=sight, **HOST).plan.after)
            assert not list(worse(document, repaired, sight)), (one.rule, way, data)
    once = fix(document, "all", sight=sight, **HOST)
    assert not list(worse(document, read(once.plan.after), sight)), data
    left = findings(read(once.plan.after), sight=sight, **HOST)
    assert not [one.rule for one in left if one.fixes], data
    assert fix(read(once.plan.after), "all", sight=sight, **HOST).plan.empty


@pytest.mark.parametrize("case", [*VECTORS, *REAL], ids=named([*VECTORS, *REAL]))
def test_no_fix_makes_an_answered_file_worse_and_all_leave_nothing_to_fix(case):
    for sight in SIGHTS:
        check(data_of(case), sight)


@pytest.mark.timeout(3000)
def test_no_fix_makes_a_file_with_faults_worse_and_all_leave_nothing_to_fix():
    for place, data in enumerate(mutations(MUTATIONS)):
        check(data, SIGHTS[place % len(SIGHTS)])


@given(st.one_of(texts, noise))
def test_no_fix_makes_any_text_worse_and_all_leave_nothing_to_fix(text):
    check(text.encode(), NOTHING)


def test_what_was_written_is_kept_as_a_comment_where_two_values_differ():
    document = read(b"[wsl2]\nmemory=4GB\nmemory=8GB # new\n")
    assert fix(document, "duplicate-key", **HOST).plan.after == b"[wsl2]\nmemory=4GB\n# memory=8GB # new\n"
    assert fix(document, "duplicate-key:2", **HOST).plan.after == b"[wsl2]\n# memory=4GB\nmemory=8GB # new\n"


def test_all_is_one_edit_with_what_was_done_told():
    document = read(b"[wsl2 ]\nmemory=8gb ; half\nswap=none\npageReporting=true\n")
    mended = fix(document, "all", **HOST)
    assert mended.plan.after == b"[wsl2]\nmemory=8GB # half\nswap=0\n"
    assert (mended.left, len(mended.done)) == (0, 4)


def test_what_was_done_to_a_line_names_the_line():
    mended = fix(read(b"[wsl2]\nmemory=8GB\nsparseVhd=true\nzebra 4\n"), "all", **HOST)
    assert "remove the line: sparseVhd=true" in [str(one) for one in mended.done]


@pytest.mark.parametrize("asked", ["no-such-rule", "size-lower-case:0", "size-lower-case:x", "all:2"])
def test_what_names_no_fix_is_refused(asked):
    with pytest.raises(UsageError):
        fix(read(b""), asked)


def test_a_path_with_escapes_and_a_byte_that_is_not_utf8_is_told():
    found = findings(read(b"[wsl2]\nswapFile=C:\\temp\\new\xe9.vhdx\n"), **HOST)
    assert "escape-changes-path" in {one.rule for one in found}

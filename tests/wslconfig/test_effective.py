"""What the VM gets."""

# ruff: noqa: E501 - in these tables one case stands on one line

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.units import GIB, MIB, Bytes
from wslmem.wslconfig.document import read
from wslmem.wslconfig.effective import effective

HOST = Bytes(16 * GIB + 3 * MIB)


def limits(text, host=HOST, processors=8):
    return effective(read(text.encode()), host_total=host, processors=processors)


@pytest.mark.parametrize(
    ("line", "memory", "source"),
    [
        ("", HOST // 2, "default"), ("memory=8gb", HOST // 2, "default"), ("memory=0", HOST // 2, "default"),
        ("memory=4GB", 4 * GIB, "file"), ("memory=8", 256 * MIB, "clamped"), ("memory=64GB", HOST, "clamped"), ("memory=-1", HOST, "clamped"),
    ],
)  # fmt: skip
def test_memory_is_clamped_silently(line, memory, source):
    found = limits(f"[wsl2]\n{line}\n").memory
    assert (found.value, found.source) == (memory, source)


@pytest.mark.parametrize(
    ("lines", "swap", "source"),
    [
        ("", 3 * GIB, "default"), ("memory=4GB", GIB, "default"), ("memory=5GB", 2 * GIB, "default"), ("swap=0", 0, "file"),
        ("swap=00", 3 * GIB, "default"), ("swap=-1", 3 * GIB, "default"), ("swap=8", 8, "file"), ("swap=64GB", 64 * GIB, "file"),
        ("swap=8GB\nsafeMode=true", 0, "clamped"), ("swap=0\nsafeMode=1", 0, "file"), ("safeMode=no\nswap=1GB", GIB, "file"),
    ],
)  # fmt: skip
def test_swap_defaults_to_a_quarter_in_whole_gigabytes(lines, swap, source):
    found = limits(f"[wsl2]\n{lines}\n").swap
    assert (found.value, found.source) == (swap, source)


@pytest.mark.parametrize(
    ("line", "count", "source"),
    [
        ("", 8, "default"),
        ("processors=4", 4, "file"),
        ("processors=64", 8, "clamped"),
        ("processors=0", 8, "default"),
        ("processors=-4", 8, "default"),
    ],
)
def test_processors_are_at_most_those_of_the_host(line, count, source):
    found = limits(f"[wsl2]\n{line}\n").processors
    assert (found.value, found.source) == (count, source)


def test_without_a_host_only_the_file_is_known():
    found = limits("[wsl2]\n", host=None, processors=None)
    assert (found.memory.value, found.swap.value, found.processors.value, found.vm_memory) == (None, None, None, None)
    found = limits("[wsl2]\nmemory=64GB\nprocessors=9\n", host=None, processors=None)
    assert (found.memory.value, found.swap.value, found.processors.value) == (64 * GIB, 16 * GIB, 9)


@given(st.integers(1, 2**44), st.integers(512 * MIB, 2**41))
def test_the_vm_gets_an_even_number_of_mebibytes(memory, host):
    found = limits(f"[wsl2]\nmemory={memory}\n", host=Bytes(host))
    assert 256 * MIB <= found.memory.value <= host
    assert 0 <= found.memory.value - found.vm_memory < 2 * MIB
    assert found.vm_memory % (2 * MIB) == 0

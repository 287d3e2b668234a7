"""The search for the least memory= finds it, in few blocks, and admits what it does not know."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from wslmem.bench import floor
from wslmem.bench.plan import Side
from wslmem.units import GIB, MIB, Bytes

SIZES = floor.values(Bytes(24 * GIB))
NAMES = [f"memory={size // MIB}MB" for size in SIZES]


def searched(completes, first):
    known = {}
    while (name := floor.next_side(NAMES, known, first)) is not None:
        assert name not in known, "nothing is tried twice"
        known[name] = completes(NAMES.index(name))
    return known


@given(st.integers(0, len(NAMES)), st.integers(0, len(NAMES) - 1))
def test_the_least_value_is_found_wherever_the_search_begins(least, start):
    known = searched(lambda index: index >= least, NAMES[start])
    good = [NAMES.index(name) for name, ok in known.items() if ok]
    assert (min(good) if good else len(NAMES)) == least
    assert len(known) <= 9


@given(st.randoms(use_true_random=False), st.integers(0, len(NAMES) - 1))
def test_a_build_that_completes_by_chance_ends_the_search_all_the_same(dice, start):
    known = searched(lambda _: dice.random() < 0.5, NAMES[start])
    assert len(known) <= len(NAMES)
    below = [NAMES.index(name) for name, ok in known.items() if not ok]
    good = [NAMES.index(name) for name, ok in known.items() if ok and NAMES.index(name) > max(below, default=-1)]
    assert not good or min(good) - max(below, default=-1) == 1


@given(st.integers(0, 64 * GIB))
def test_values_ascend_by_a_sixteenth_at_most_and_stay_within_the_computer(most):
    sizes = floor.values(Bytes(most))
    assert sizes[0] == floor.LEAST
    assert all(size % floor.WHOLE == 0 for size in sizes)
    assert all(size <= most for size in sizes[1:])
    assert all(0 < b - a <= max(floor.WHOLE, 0.08 * a) for a, b in itertools.pairwise(sizes))


def test_a_search_begins_with_the_value_that_the_vm_has():
    sides = floor.sides(SIZES, Side(""))
    assert floor.nearest(sides, Bytes(512 * MIB)) == "memory=512MB"
    assert floor.nearest(sides, Bytes(513 * MIB)) == "memory=544MB"
    assert floor.nearest(sides, Bytes(1000 * GIB)) == sides[-1].name
    assert dict(sides[0].settings) == {"wsl2.memory": "512MB", "wsl2.swap": "0"}

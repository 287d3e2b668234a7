"""Pausing the search for garbage."""

from __future__ import annotations

import gc

import pytest

from wslmem.machine.project import collecting


@pytest.mark.parametrize("enabled", [True, False])
def test_python_looks_for_garbage_as_before_also_after_an_error(enabled):
    before = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        with collecting.paused():
            assert not gc.isenabled()
        assert gc.isenabled() == enabled
        with pytest.raises(ZeroDivisionError), collecting.paused():
            1 / 0  # noqa: B018  the error
        assert gc.isenabled() == enabled
    finally:
        (gc.enable if before else gc.disable)()


def test_what_was_made_meanwhile_counts_as_old():
    gc.enable()
    gc.unfreeze()
    with collecting.paused():
        made = [[] for _ in range(10)]
    old = set(map(id, gc.get_objects(generation=2)))
    assert old.issuperset(map(id, made))


def test_what_somebody_froze_stays_frozen():
    gc.freeze()
    try:
        with collecting.paused():
            pass
        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()

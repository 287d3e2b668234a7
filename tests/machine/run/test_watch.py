"""How often a command is looked at."""

from __future__ import annotations

import pytest

from wslmem.machine.run import watch

CHEAP, DEAR = 20e-6, 5e-3
"""Seconds that one look takes: on a usual machine, and on one that is emulated."""


@pytest.mark.parametrize(
    ("cost", "wall", "seconds"),
    [
        (CHEAP, 1, watch.QUICKEST),
        (CHEAP, 1000, watch.QUICKEST),
        (DEAR, 1, 0.1),  # what a short command holds is seen
        (DEAR, 1000, watch.SLOWEST),
        (1e-3, 1000, 0.5),  # by its share of a processor
        (DEAR, 0, watch.QUICKEST),
    ],
)
def test_a_look_comes_as_often_as_its_share_allows_and_soon_in_a_young_command(cost, wall, seconds):
    assert watch.pause(cost, wall) == pytest.approx(seconds)

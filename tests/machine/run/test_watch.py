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


@pytest.mark.parametrize(
    ("progress", "reread", "cramped", "still"),
    [
        (0.02, 232, False, True),  # cc1, Linux 6.18: it waits for its own pages
        (0.02, 60, True, False),  # it waits for something else
        (0.52, 3820, True, True),  # cc1, Linux 7.2 in user mode, which counts faults as the program's own time
        (0.52, 3820, False, False),  # what it holds could be given back: so it reads files once
        (0.9, 1700, True, False),  # slow, but it gets on
        (-0.3, 3820, True, False),  # a process that worked has ended: nothing is known
    ],
)
def test_a_command_stands_still_where_it_reads_its_pages_again_and_computes_little(progress, reread, cramped, still):
    assert watch.stands_still(progress, reread, cramped=cramped) is still

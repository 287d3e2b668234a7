"""Trying again what another program's open handle prevents for a moment (virus scanners, indexers, sync clients)."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from wslmem.machine.system import clock
from wslmem.units import Seconds

T = TypeVar("T")

PATIENCE = Seconds(10.0)
"""How long in all. rustup waits 28 s, npm 60 s, git 0.07 s; a person at the keyboard wants an answer before that."""

_FIRST = Seconds(0.005)
_LONGEST = Seconds(0.25)


def until_it_works(
    act: Callable[[], T], *, passes: Callable[[OSError], bool], sleep: Callable[[Seconds], None] = clock.sleep
) -> T:
    """Call `act` until it raises nothing, for up to `PATIENCE` seconds of waiting in all.

    The pauses double from 5 to 250 ms, each shortened at random by up to a quarter, so that two programs that met once
    do not meet again. Counting the pauses, not the clock, keeps the number of attempts fixed (about 50).

    Args:
        act: what to try.
        passes: whether this error may pass by itself; any other is raised at once.
        sleep: waits; given by tests only.

    Raises:
        OSError: the last one.
    """
    waited, pause = 0.0, _FIRST
    while True:
        try:
            return act()
        except OSError as error:
            if not passes(error) or waited >= PATIENCE:
                raise
        waited += pause
        sleep(Seconds(pause * (1 - os.urandom(1)[0] / 1024)))
        pause = min(_LONGEST, Seconds(2 * pause))

"""When Python looks for garbage."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Do not look for cycles meanwhile, nor in what was made meanwhile.

    A scan makes millions of objects and keeps them all; looking through them again and again took a quarter of its
    time and found nothing. What it made counts as old at its end: to look through it once more, as new, took 0.06 s of
    2 for helm, and takes as long when a process ends (measured, `gc.callbacks`).
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            _age()
            gc.enable()


def _age() -> None:
    """Count all objects as old without looking at them; where somebody froze some, leave all as it is."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()


# What a process holds at its end goes with it, so nobody need look through that.
atexit.register(gc.freeze)

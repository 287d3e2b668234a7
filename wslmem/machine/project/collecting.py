"""When Python looks for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Do not look for cycles meanwhile.

    A scan makes millions of objects and keeps them all; looking through them again and again took a quarter of its
    time and found nothing (measured, lab/benchmarks/scan.py).
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()

"""A folder for trying something out, gone afterwards."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A new folder among the user's temporary files.

    Raises:
        OSError: none can be made.
    """
    with tempfile.TemporaryDirectory(prefix="wslmem-try-") as name:
        yield Path(name)

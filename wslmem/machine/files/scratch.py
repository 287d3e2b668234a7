"""A folder for trying something out, gone afterwards."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def folder(above: Path | None = None) -> Iterator[Path]:
    """A new folder in the folder `above`, by default among the user's temporary files.

    Raises:
        OSError: none can be made.
    """
    with tempfile.TemporaryDirectory(prefix="wslmem-try-", dir=above) as name:
        yield Path(name)

"""A folder for trying something out, gone afterwards."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from wslmem.machine.files import file_system


@contextlib.contextmanager
def folder(above: Path | None = None) -> Iterator[Path]:
    """A new folder in the folder `above`, by default among the user's temporary files.

    Made by hand: on Windows tempfile takes "access denied" for a name that is taken, and tries TMP_MAX others (2^31)
    in a folder where nothing may be made.

    Raises:
        OSError: none can be made.
    """
    made = (above or Path(tempfile.gettempdir())) / f"wslmem-try-{secrets.token_hex(8)}"
    file_system.make_folder(made)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)

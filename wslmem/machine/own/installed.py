"""Where the program that people and engines start lies."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from wslmem.machine.system import own_folders


def folder() -> Path | None:
    """The folder of `wslmem`: on PATH, else that of the program that was started; None where it is neither."""
    found = shutil.which("wslmem")
    if found is not None:
        return Path(own_folders.absolute(found)).parent
    own = Path(sys.argv[0])
    return own.resolve().parent if own.name.startswith("wslmem") and own.is_file() else None

"""The journal: one JSON line for each call and each remark, for tests to assert on."""

from __future__ import annotations

import os

from .folder import Folder


def write(folder: Folder, **entry: object) -> None:
    """Append one entry. One write with O_APPEND, so lines of calls at the same time do not mix."""
    import json

    line = json.dumps(entry) + "\n"
    handle = os.open(folder.journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)

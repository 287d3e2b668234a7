"""What can be known of files without importing anything: for the express lane of the command line."""

from __future__ import annotations

import os
import stat
import sys

from wslmem.machine.system import own_folders


def small_file(path: str, limit: int) -> bytes | None:
    """The bytes of a regular file of at most `limit` bytes; None for anything else, which is then read properly."""
    try:
        status = os.stat(path)  # noqa: PTH116 - as below
        if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
            return None
        with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 - pathlib costs 3 ms
            data: bytes = stream.readall()
    except OSError:
        return None
    return data


def interrupted() -> bool:
    """Whether a killed run may have left a journal; also True where the state folder cannot be told cheaply."""
    folder = own_folders.find("state", os.environ, windows=sys.platform == "win32")
    if folder is None:
        return True
    try:
        names = os.listdir(folder)  # noqa: PTH208 - as above
    except OSError:
        return os.path.isdir(folder)  # noqa: PTH112 - as above
    return any(name.startswith("journal-") and name.endswith(".json") for name in names)


def english() -> bool:
    """Whether nothing can ask for another language: neither a variable, nor a file of preferences."""
    for name in ("WSLMEM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name, "").partition(".")[0].partition("_")[0] not in ("", "en", "C", "POSIX"):
            return False
    return not _preferences_exist()


def _preferences_exist() -> bool:
    """Whether there may be a config.toml; True where its folder cannot be told cheaply."""
    folder = own_folders.find("config", os.environ, windows=sys.platform == "win32")
    return folder is None or os.path.exists(f"{folder}/config.toml")  # noqa: PTH110 - as above

"""What can be known of files without importing anything: for the express lane of the command line."""

from __future__ import annotations

import os
import stat
import sys


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
    folder = state_folder(os.environ)
    if folder is None:
        return True
    return any(os.path.exists(os.path.join(folder, f"journal-{work}.json")) for work in ("apply", "bench"))  # noqa: PTH110, PTH118 - as above


def english() -> bool:
    """Whether nothing can ask for another language: neither a variable, nor a file of preferences."""
    for name in ("WSLMEM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name, "").partition(".")[0].partition("_")[0] not in ("", "en", "C", "POSIX"):
            return False
    return not _preferences_exist()


def _preferences_exist() -> bool:
    """Whether there may be a config.toml; True where its folder cannot be told cheaply."""
    if given := os.environ.get("WSLMEM_STATE"):
        return os.path.exists(os.path.join(os.path.expanduser(given), "config.toml"))  # noqa: PTH110, PTH111, PTH118
    home = os.environ.get("HOME", "")
    base = os.environ.get("XDG_CONFIG_HOME", "").strip() or (f"{home}/.config" if home else "")
    return not base or os.path.exists(f"{base}/wslmem/config.toml")  # noqa: PTH110


def state_folder(environ: os._Environ[str] | dict[str, str]) -> str | None:
    """The state folder as far as variables alone decide it (`wslmem.machine.host.paths` has the whole rule)."""
    if given := environ.get("WSLMEM_STATE"):
        return os.path.abspath(os.path.expanduser(given))  # noqa: PTH100, PTH111 - as above
    if sys.platform == "win32":
        base = environ.get("LOCALAPPDATA", "")
    else:
        home = environ.get("HOME", "")
        base = environ.get("XDG_STATE_HOME", "").strip() or (f"{home}/.local/state" if home else "")
    return f"{base}/wslmem" if base else None

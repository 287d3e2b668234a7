"""The file that a person dropped on the terminal, which pastes its path."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from wslmem.patterns import lazy

LONGEST = 4096
"""Characters of a path."""
_DRIVE = lazy(r"([A-Za-z]):[\\/](.*)")


def named(text: str, *, mounts: Path = Path("/mnt")) -> Path | None:
    """The file that `text` is the path of, as a terminal writes it: quoted, escaped, a URL; None where it is none.

    Args:
        text: what was pasted.
        mounts: the folder that holds the drives of Windows inside WSL.
    """
    words = text.strip()
    if not words or len(words) > LONGEST or "\n" in words or "\0" in words:
        return None
    found = (_file(path) for path in _read_as(words, mounts))
    return next((path for path in found if path is not None), None)


def at_home(text: str) -> Path:
    """The path in `text`, `~` as home; as it is where nobody has such a home."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - pathlib refuses what it does not know


def _read_as(words: str, mounts: Path) -> list[Path]:
    if words.startswith("file://"):
        return [Path(unquote(urlsplit(words).path))]
    if len(words) > 1 and words[0] == words[-1] and words[0] in "'\"":
        words = words[1:-1]
    if drive := _DRIVE.match(words):
        return [Path(words), mounts / drive[1].lower() / drive[2].replace("\\", "/")]
    if not words.startswith(("/", "~")):
        return []
    return [Path(words), Path(words.replace("\\", ""))]


def _file(path: Path) -> Path | None:
    try:
        path = path.expanduser()
        return path if path.is_absolute() and path.exists() and not path.is_dir() else None
    except (OSError, RuntimeError, ValueError):
        return None

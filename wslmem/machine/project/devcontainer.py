"""What a development container asks of its host: `hostRequirements` in devcontainer.json (reference: containers.dev).

The file is JSON with comments and trailing commas.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from wslmem.errors import WslmemError
from wslmem.machine.files import files
from wslmem.patterns import lazy
from wslmem.units import MIB, Bytes, guess_size

PLACES = (".devcontainer/devcontainer.json", ".devcontainer.json")
"""Where the file lies; several containers have a folder each below `.devcontainer`."""
_LIMIT = Bytes(MIB)
_MOST = 20
_COMMENT = lazy(r'"(?:[^"\\]|\\.)*+"?|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
_COMMA = lazy(r'"(?:[^"\\]|\\.)*+"?|,(?=\s*+[}\]])', re.DOTALL)
"""Each also finds strings, which stay: what looks like the other in one is none."""


def memory(folder: Path) -> tuple[Path, Bytes] | None:
    """The largest memory that a devcontainer.json in `folder` asks for, and which; None where none does.

    A file that cannot be read asks for nothing: what opens the container will tell of it.
    """
    found = [(path, size) for path in _files(folder) if (size := _asked(path)) is not None]
    return max(found, key=lambda one: one[1], default=None)


def _files(folder: Path) -> list[Path]:
    try:
        several = sorted(folder.glob(".devcontainer/*/devcontainer.json"))[:_MOST]
    except OSError:
        several = []
    return [*(folder / place for place in PLACES), *several]


def _asked(path: Path) -> Bytes | None:
    try:
        data = files.read_file(path, limit=_LIMIT).data
    except WslmemError:
        return None
    return None if data is None else asked(data.decode("utf-8-sig", "replace"))


def asked(text: str) -> Bytes | None:
    """`hostRequirements.memory` in the text of a devcontainer.json; None where it has none, or is not one.

    >>> asked('{"hostRequirements": {"memory": "8gb",}, /* more */}')
    8589934592
    """
    try:
        document: Any = json.loads(without_comments(text))
        wanted = document["hostRequirements"]["memory"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return guess_size(wanted) if isinstance(wanted, str) else None


def without_comments(text: str) -> str:
    """JSON out of JSON with comments and trailing commas; strings stay as they are."""
    for what in (_COMMENT, _COMMA):
        text = what.sub(lambda found: found[0] if found[0].startswith('"') else " ", text)
    return text

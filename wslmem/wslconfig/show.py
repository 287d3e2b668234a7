"""`wslmem show --json`: what WSL reads in the file, as plain values."""

from __future__ import annotations

from typing import Any

from wslmem.units import Bytes
from wslmem.wslconfig.document import WslConfigDocument

SCHEMA = "wslmem/show/1"


def show(
    document: WslConfigDocument,
    *,
    path: str,
    exists: bool = True,
    host_total: Bytes | None = None,
    processors: int | None = None,
) -> dict[str, Any]:
    """The object of `show --json`; `path` and `exists` tell where the document came from."""
    raise NotImplementedError

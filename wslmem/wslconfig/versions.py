"""Which WSL knows which key and value, and how versions compare.

Read in WSL's own sources at the tags 2.5.8 (the first that is public) to 2.9.4 and at the last commit that can be
read (3e27a6a50, 2026-08-08, between 2.9.4 and 2.9.8): WslCoreConfig.{h,cpp}, and of the memory reclaim
src/linux/init/util.cpp.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wslmem.patterns import lazy
from wslmem.wslconfig.keys import REMOVED, SECTIONS, SHORT_NAMES, WSL_CONF_KEYS

if TYPE_CHECKING:
    from wslmem.wslconfig.document import WslConfigDocument

Version = tuple[int, ...]
"""`(2, 7, 11)`."""

NEWEST_READ: Version = (2, 9, 7)
"""A WSL after this one may know keys that nobody outside has read of."""

SINCE: dict[str, Version] = {
    "experimental.swiotlb": (2, 8, 9),
    "wsl2.isolateDistroCgroup": (2, 9, 5),
    "experimental.virtioFsAggregateShares": (2, 9, 5),
}
"""Keys that are younger than the first public source."""

VALUES_SINCE: dict[tuple[str, str], Version] = {
    ("wsl2.networkingMode", "Consomme"): (2, 9, 0),
}
"""Values of a key that are younger; `VirtioProxy` is the old name of `Consomme`, and goes on to be known."""

NEW_RECLAIM: Version = (2, 9, 5)
"""From here on `gradual` and `dropCache` wait for two idle minutes (commits 49f841cc5, 88f76dd7d)."""

NO_SPARSE: Version = (2, 5, 8)
"""From here on, or a little earlier, no new disk is sparse whatever `sparseVhd` says (WslCoreFilesystem.cpp)."""

_BY_VALUE = lazy(rb"=[ \t]*\"?(?:gradual|consomme)\b|sparsevhd[ \t]*=[ \t]*\"?(?:true|1)\b", re.IGNORECASE)
_PARTS = lazy(r"[0-9]+")


def parse(text: str | None) -> Version | None:
    """The first three figures of what `wsl --version` tells; None where there are none.

    >>> parse("2.7.11.0"), parse(None)
    ((2, 7, 11), None)
    """
    figures = _PARTS.findall(text or "")[:3]
    return tuple(int(one) for one in figures) if len(figures) > 1 else None


def show(version: Version) -> str:
    """`2.8.9`."""
    return ".".join(map(str, version))


def matters(document: WslConfigDocument) -> bool:
    """Whether what is said of a file depends on which WSL reads it."""
    if any(name in document.readings for name in SINCE) or _BY_VALUE.search(document.text):
        return True
    return any(_may_be_newer(one.key) for one in document.unknown)


def _may_be_newer(key: str) -> bool:
    """Whether a key that is unknown here may be one of a newer WSL."""
    section, _, name = key.lower().partition(".")
    if section not in SECTIONS or name in REMOVED or name in WSL_CONF_KEYS:
        return False
    return name.encode() not in SHORT_NAMES

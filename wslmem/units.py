"""Sizes and times, and the one grammar in which WSL accepts a size.

WSL's grammar (its `ParseMemorySize`): decimal digits followed by nothing, B, K, KB, M, MB, G, GB, T or TB, in upper
case, with nothing between. Factors are powers of 1024; no suffix means bytes.
"""

from __future__ import annotations

import re
from typing import NewType

from wslmem.figures import GIB, KIB, MIB, TIB, show_mib, show_size
from wslmem.patterns import lazy

__all__ = [
    "FACTORS", "GIB", "KIB", "MIB", "TIB", "Bytes", "Seconds", "guess_size", "parse_size", "show_mib", "show_size",
    "spell_size", "whole", "whole_mib",
]  # fmt: skip

Bytes = NewType("Bytes", int)
"""A size in bytes, 0 or more."""

Seconds = NewType("Seconds", float)
"""A duration in seconds, 0 or more."""

FACTORS = {"": 1, "B": 1, "K": KIB, "KB": KIB, "M": MIB, "MB": MIB, "G": GIB, "GB": GIB, "T": TIB, "TB": TIB}
"""Every suffix that WSL knows, and what it multiplies by."""

_STRICT = lazy(r"([0-9]+)([A-Z]*)")
_LENIENT = lazy(
    r"\s*+([0-9]++(?:[.,][0-9]++)?+)\s*+([kmgt]?)"
    r"(i?b(?:ytes?|s)?|(?<=[kmgt])i?o|i|(?:il[oi]|igs?|egs?|iga|ega|era|[aei]bi)(?:bytes?)?)?\s*",
    re.IGNORECASE,
)
"""Also 8Gi as Kubernetes has it, 8 Go as the French have it, and 8 gigs, 8 gigabytes, 8 gibibytes, 8 GBytes."""
_MOST_DIGITS = 18
_LONGEST = 64
"""Letters of the longest text that is looked at as a size; Python refuses to convert thousands of digits."""


def whole(text: str) -> int | None:
    """The whole number in ASCII digits that `text` is; None for anything else, and for one of more than 18 digits.

    Python converts no number of thousands of digits, and nothing that is counted here has 19.

    >>> whole("8"), whole("08"), whole("-1"), whole("9" * 5000)
    (8, 8, None, None)
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None


def parse_size(text: str) -> Bytes | None:
    """The size that `text` means to WSL, or None where WSL would not accept it as written.

    >>> parse_size("8GB"), parse_size("8gb"), parse_size("512")
    (8589934592, None, 512)
    """
    match = _STRICT.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None or match[2] not in FACTORS:
        return None
    return Bytes(int(match[1]) * FACTORS[match[2]])


def guess_size(text: str) -> Bytes | None:
    """The size that a person most likely means by `text` (`8gb`, `8 GB`, `1.5 GiB`), None where nobody can tell.

    Only for offering a spelling that works; never for reading a file.

    >>> guess_size("1.5 gb"), guess_size("lots")
    (1610612736, None)
    """
    match = _LENIENT.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None or not (match[2] or match[3]):
        return None
    return Bytes(round(float(match[1].replace(",", ".")) * FACTORS[match[2].upper()]))


def spell_size(size: Bytes) -> str:
    """The shortest spelling of `size` that WSL accepts: whole GB, else whole MB, else bytes.

    >>> spell_size(Bytes(12 * GIB)), spell_size(Bytes(1536 * MIB)), spell_size(Bytes(0))
    ('12GB', '1536MB', '0')
    """
    if size == 0:
        return "0"
    for suffix, factor in (("GB", GIB), ("MB", MIB)):
        if size % factor == 0:
            return f"{size // factor}{suffix}"
    return str(size)


def whole_mib(size: float) -> Bytes:
    """`size` to the nearest MiB, which is what `show_size` shows of less than a GiB.

    >>> whole_mib(984.4 * MIB) // MIB
    984
    """
    return Bytes(round(size / MIB) * MIB)

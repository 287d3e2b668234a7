"""Sizes and times, and the one grammar in which WSL accepts a size.

WSL's grammar (its `ParseMemorySize`): decimal digits followed by nothing, B, K, KB, M, MB, G, GB, T or TB, in upper
case, with nothing between. Factors are powers of 1024; no suffix means bytes.
"""

from __future__ import annotations

import re
from typing import NewType

Bytes = NewType("Bytes", int)
"""A size in bytes, 0 or more."""

Seconds = NewType("Seconds", float)
"""A duration in seconds, 0 or more."""

KIB = 1024
MIB = 1024**2
GIB = 1024**3
TIB = 1024**4

FACTORS = {"": 1, "B": 1, "K": KIB, "KB": KIB, "M": MIB, "MB": MIB, "G": GIB, "GB": GIB, "T": TIB, "TB": TIB}
"""Every suffix that WSL knows, and what it multiplies by."""

_STRICT = re.compile(r"([0-9]+)([A-Z]*)")
_LENIENT = re.compile(
    r"\s*+([0-9]++(?:[.,][0-9]++)?+)\s*+([kmgt]?)(i?b|i|(?:il[oi]|igs?|egs?|iga|ega|era|[aei]bi)(?:bytes?)?)?\s*",
    re.IGNORECASE,
)
"""Also 8Gi as Kubernetes has it, and 8 gigs, 8 gigabytes, 8 gibibytes."""
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


def show_mib(size: Bytes | int) -> str:
    """`size` in MiB whatever its size, for sums.

    >>> show_mib(5 * GIB)
    '5,120 MiB'
    """
    return f"{round(size / MIB):,} MiB"


def show_size(size: Bytes | int) -> str:
    """`size` for a person: at most three figures, no empty zeros, and a binary unit.

    >>> show_size(8 * GIB), show_size(7958 * MIB), show_size(300)
    ('8 GiB', '7.77 GiB', '300 B')
    """
    for suffix, factor in (("TiB", TIB), ("GiB", GIB), ("MiB", MIB), ("KiB", KIB)):
        if abs(size) >= factor:
            return f"{_three_figures(size / factor)} {suffix}"
    return f"{size} B"


def _three_figures(value: float) -> str:
    whole = len(str(abs(int(value))))
    text = f"{value:.{max(0, 3 - whole)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Sizes as people write them, and the spelling that WSL accepts for each: only to offer it, never to read a file."""

from __future__ import annotations

import re
from collections.abc import Callable

from wslmem.patterns import lazy
from wslmem.units import MIB, Bytes, guess_size, parse_size, spell_size

BEFORE, BEHIND = "'\"`=:>~<[{( \t", "'\"`,;.>+]})?!* \t"
"""What stands around a value by mistake: quotes, a second =, a colon, an arrow, brackets; JSON's comma, C's semicolon,
a sign for more or less."""
LONGEST = 40
"""Characters of the longest number that is worth a conversion; Python refuses thousands of digits."""
_TAGGED = lazy(r"([^<&]*+)(?:<[^<>]*+>|&lt;[^&]*+&gt;|&nbsp;|\s)++")
_SHARE = lazy(r"([0-9]{1,3}(?:[.,][0-9]{1,3})?)\s*(?:%|percent|pct|prozent|por ciento|pour cent)")
_FRACTIONS = {"half": 0.5, "1/2": 0.5, "quarter": 0.25, "1/4": 0.25, "3/4": 0.75, "1/3": 1 / 3, "2/3": 2 / 3}
_DIGITS = str.maketrans("OolI", "0011")
_SEPARATOR = lazy(r"[.,_' ]")
_DECIMAL = lazy(r"[.,]")
_OF_MB = 6
"""Digits of the longest number that is one of MB."""


def _grouped(found: re.Match[str]) -> str:
    number = _SEPARATOR.sub("", found[1])
    return number + (found[2] or ("MB" if len(number) <= _OF_MB else "B"))


_REWRITTEN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    # `4GB (was 8GB)`, `4GB(half)`, `4GB - half`
    (lazy(r"([^\s(]++)(?:\s*+\(|\s++--?\s).*"), lambda found: found[1]),
    # `max 8GB`, `up to 8GB`, `8GB of RAM`: one size, and words around it
    (
        lazy(
            r"(?:(?:max(?:imum|imal)?|min(?:imum)?|up\s+to|at\s+(?:most|least)|about|approx|circa|ca|limit)\b[.:]?\s*+)?+"
            r"([0-9][^A-Za-z]*+[A-Za-z]++)(?:\s++[A-Za-z][A-Za-z ]*+)?+",
            re.IGNORECASE,
        ),
        lambda found: found[1],
    ),
    # `1OGB`: letters that look like digits
    (
        lazy(r"([0-9OolI]{1,6})\s*+((?:[kmgt]b?)?)", re.IGNORECASE),
        lambda found: found[1].translate(_DIGITS) + found[2],
    ),
    # `8GBB`, `8GN`, `8BG`: a key twice, the one beside it, or two in the wrong order
    (
        lazy(r"([0-9]{1,6})\s*+(?:([kmgt])(?:b{2,}|[nvhg]|gb)|b([kmgt]))", re.IGNORECASE),
        lambda found: found[1] + (found[2] or found[3]),
    ),
    # `GB 8`
    (lazy(r"([kmgt]b?)\s*+([0-9]{1,6})", re.IGNORECASE), lambda found: found[2] + found[1]),
    # `8*1024MB`
    (
        lazy(r"([0-9]{1,5})\s*+[*x]\s*+([0-9]{1,5})\s*+([km]b?)", re.IGNORECASE),
        lambda found: f"{int(found[1]) * int(found[2])}{found[3]}",
    ),
    # `8,192MB`: so many MB are no decimals; without a unit one group makes MB, more make bytes
    (lazy(r"([0-9]{1,3}(?:[.,_' ][0-9]{3})+)\s*([km]b?)?", re.IGNORECASE), _grouped),
    (lazy(r"0[xX]([0-9a-fA-F]{6,12})"), lambda found: f"{int(found[1], 16)}B"),
)
"""Manners of writing a size, and the same with nothing but digits and a unit; one after the other."""


def without_tags(value: str) -> str:
    """`value` without what a web page put behind it: `4GB<br>`, `4GB&nbsp;`."""
    tagged = _TAGGED.fullmatch(value)
    return tagged[1].rstrip() or value if tagged else value


def share_of(value: str) -> float | None:
    """The share of this computer that `value` says, from 0: `50%`, `50 percent`, `half`; None where it says none.

    >>> share_of("50 %"), share_of("half"), share_of("8GB")
    (0.5, 0.5, None)
    """
    plain = value.strip("'\" \t").lower().partition(" of ")[0].rstrip()
    found = _SHARE.fullmatch(plain)
    return float(found[1].replace(",", ".")) / 100 if found else _FRACTIONS.get(plain)


def plain_size(value: str) -> int | None:
    """The size that the digits and the unit of `value` say, without wrapping; None where they say none."""
    return parse_size(value) if len(value) <= LONGEST else None


def advised_size(value: str) -> str | None:
    """The spelling that WSL accepts for what a person means by `value`; None where nobody can tell.

    >>> advised_size("8 gigs of RAM"), advised_size("8.192 MB"), advised_size("lots")
    ('8GB', '8GB', None)
    """
    plain = without_tags(value).lstrip(BEFORE).rstrip(BEHIND) if len(value) <= LONGEST else ""
    for pattern, rewritten in _REWRITTEN:
        if found := pattern.fullmatch(plain):
            plain = rewritten(found)
    if plain == "0":
        return plain
    meant = guess_size(plain)
    if meant is None or meant >= 2**64:
        return None
    even = Bytes(round(meant / (2 * MIB)) * 2 * MIB)
    return spell_size(even if even and _DECIMAL.search(plain) else meant)

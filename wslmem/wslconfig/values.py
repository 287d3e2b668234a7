"""What a value means to WSL, for each kind (stringshared.h; configfile.cpp, `ConfigKey::ParseImpl`).

Every function takes the value as the parser hands it over and gives its meaning, or None where WSL refuses it.
"""

from __future__ import annotations

from collections.abc import Callable

from wslmem.patterns import lazy
from wslmem.units import FACTORS
from wslmem.wslconfig.keys import Key

Meaning = int | bool | str | tuple[int, ...]

_C_SPACE = " \t\n\v\f\r"
"""What `isspace` of the C library skips before a number."""

_SIZE = lazy(r"[ \t\n\v\f\r]*([+-]?)([0-9]+)([A-Z]{0,2})")
_INT = lazy(r"[ \t\n\v\f\r]*([+-]?)(0[xX][0-9a-fA-F]+|[0-9]+)")
_STOI = lazy(r"[ \t\n\v\f\r]*([+-]?[0-9]+)")
_MAC = lazy(r"[0-9A-Fa-f]{2}([-:])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}")
_IP = lazy(r"(0|[1-9][0-9]{0,2})(?:\.(0|[1-9][0-9]{0,2})){3}")

UINT64 = 2**64
_LONG_MAX = 2**31 - 1
_LONG_MIN = -(2**31)
_MOST_PORT = 65535
_MAX_DIGITS = 25
"""More digits than any number that does not saturate; Python refuses to convert thousands of them."""


def size(text: str) -> int | None:
    """`strtoull` in base 10, then a unit in upper case or none; a minus and a product wrap at 2^64.

    Zero is accepted only as one `0` at the very start.
    """
    match = _SIZE.fullmatch(text)
    if match is None or match[3] not in FACTORS:
        return None
    number = _saturated(match[2], UINT64 - 1)
    if number == 0 and not (text[0] == "0" and len(match[2]) == 1):
        return None
    if match[1] == "-" and number < UINT64 - 1:
        number = UINT64 - number
    return number * FACTORS[match[3]] % UINT64


def _saturated(digits: str, most: int) -> int:
    digits = digits.lstrip("0")
    return most if len(digits) > _MAX_DIGITS else min(int(digits or "0"), most)


def integer(text: str) -> int | None:
    """`strtol` in base 0 over the whole text: hexadecimal, octal or decimal; saturates at 32 bits as on Windows."""
    match = _INT.fullmatch(text)
    if match is None:
        return None
    digits = match[2].lower()
    base = 16 if digits.startswith("0x") else 8 if digits.startswith("0") else 10
    if base == 8 and not set(digits) <= set("01234567"):  # noqa: PLR2004 - the base
        return None
    significant = digits.removeprefix("0x").lstrip("0") or "0"
    number = _LONG_MAX + 1 if len(significant) > _MAX_DIGITS else int(significant, base)
    return max(-number, _LONG_MIN) if match[1] == "-" else min(number, _LONG_MAX)


def boolean(text: str) -> bool | None:
    """`true`, `false` in any case, `1`, `0`; nothing else."""
    return {"true": True, "1": True, "false": False, "0": False}.get(text.lower() if text.isascii() else text)


def choice(text: str, choices: tuple[str, ...]) -> str | None:
    """One of `choices`, in any case, given back in WSL's spelling."""
    return next((known for known in choices if text.isascii() and known.lower() == text.lower()), None)


def mac(text: str) -> str | None:
    """Six pairs of hexadecimal digits, all joined by `-` or all by `:`."""
    return text if _MAC.fullmatch(text) else None


def ports(text: str) -> tuple[int, ...] | None:
    """Numbers of 1 to 65535 between commas, each read by `stoi`; None where one of them is none."""
    good, bad = ports_each(text)
    return None if bad else good


def ports_each(text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The ports that count, and the pieces that are none; WSL keeps the good ones and warns of each other.

    Between two commas may be nothing: WSL drops that without a word (stringshared.h, `Split`).
    """
    good: set[int] = set()
    bad: list[str] = []
    for piece in filter(None, text.split(",")):
        match = _STOI.match(piece)
        number = int(match[1]) if match and len(match[1]) <= _MAX_DIGITS else 0
        if 0 < number <= _MOST_PORT:
            good.add(number)
        else:
            bad.append(piece)
    return tuple(sorted(good)), tuple(bad)


def ip(text: str) -> str | None:
    """Four decimal numbers of 0 to 255 between dots (`inet_pton`)."""
    if not _IP.fullmatch(text):
        return None
    return text if all(int(part) <= 255 for part in text.split(".")) else None  # noqa: PLR2004 - one byte


def _anything(text: str) -> str:
    return text


_BY_KIND: dict[str, Callable[[str], Meaning | None]] = {
    "size": size,
    "int": integer,
    "bool": boolean,
    "mac": mac,
    "ports": ports,
    "ip": ip,
    "text": _anything,
    "path": _anything,
}

WARNING_OF_KIND = {
    "size": "InvalidMemoryString",
    "int": "InvalidInteger",
    "bool": "InvalidBoolean",
    "enum": "InvalidEnum",
    "mac": "InvalidMacAddress",
    "ports": "InvalidInteger",
    "ip": "InvalidIp",
}
"""The warning that a refused value gets."""


def meaning(key: Key, text: str) -> Meaning | None:
    """What `text` means as the value of `key`; None where WSL refuses it."""
    return choice(text, key.choices) if key.kind == "enum" else _BY_KIND[key.kind](text)

"""How WSL reads the value of each type (WSL: stringshared.h ParseMemorySize and ParseBool, configfile.cpp)."""

from __future__ import annotations

import re

UNITS: dict[str, int] = {"": 1, "B": 1} | {
    unit + byte: 1024**power for power, unit in enumerate("KMGT", 1) for byte in ("", "B")
}
_SIZE = re.compile(r"[ \t-\r]*([+-]?)([0-9]+)([A-Z]*)")
_INTEGER = re.compile(r"[ \t-\r]*([+-]?)(0[xX][0-9a-fA-F]+|[0-9]+)")
_MAC = re.compile(r"(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}")
_BYTE = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
_ADDRESS = re.compile(rf"{_BYTE}(?:\.{_BYTE}){{3}}")
_LAST_PORT = 65535
_WORD = 2**64
_MANY = 400
_LONG = 2**31


def size(text: str) -> int | None:
    """Bytes, 0 to 2^64-1; None = not a size. The digits saturate, the product with the unit wraps."""
    match = _SIZE.fullmatch(text)
    if not match or match[3] not in UNITS:
        return None
    digits = min(_number(match[2].lstrip("0") or "0", 10), _WORD - 1)
    if digits == 0:
        return 0 if text == "0" + match[3] else None  # strtoull's 0 is also its "no digits": only a plain 0 counts
    signed = -digits if match[1] == "-" else digits
    return signed % _WORD * UNITS[str(match[3])] % _WORD


def integer(text: str) -> int | None:
    """A C long of 32 bits, with C's 0x and 0 prefixes, saturating; None = not one."""
    match = _INTEGER.fullmatch(text)
    if not match:
        return None
    digits = match[2]
    octal = len(digits) > 1 and digits[0] == "0" and digits[1] not in "xX"
    if octal and set(digits) & set("89"):
        return None
    value = _number(digits, 8 if octal else 0)
    return max(-_LONG, min(_LONG - 1, -value if match[1] == "-" else value))


def _number(digits: str, base: int) -> int:
    """The digits as a number; far beyond every limit their count does not matter, and Python refuses long ones."""
    return int(digits, base) if len(digits) < _MANY else int("9" * _MANY)


def boolean(text: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(text.lower())


def mac_address(text: str) -> bool:
    return bool(_MAC.fullmatch(text))


def address(text: str) -> bool:
    """A dotted IPv4 address."""
    return bool(_ADDRESS.fullmatch(text))


def bad_ports(text: str) -> list[str]:
    """The items of a port list that are no port from 1 to 65535; C's stoi ignores what follows the digits."""
    found = [(item, re.match(r"[ \t-\r]*\+?([0-9]+)", item)) for item in text.split(",") if item]
    return [item for item, match in found if not match or not 1 <= int(match[1]) <= _LAST_PORT]

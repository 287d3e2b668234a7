"""How WSL reads the value of each type (WSL: stringshared.h ParseMemorySize and ParseBool, configfile.cpp)."""

from __future__ import annotations

import re

UNITS = {"": 1, "B": 1} | {unit + byte: 1024**power for power, unit in enumerate("KMGT", 1) for byte in ("", "B")}
_SIZE = re.compile(r"[ \t-\r]*([+-]?)([0-9]+)([A-Z]*)")
_INTEGER = re.compile(r"[ \t-\r]*([+-]?)(0[xX][0-9a-fA-F]+|[0-9]+)")
_MAC = re.compile(r"(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}")
_WORD = 2**64
_LONG = 2**31


def size(text: str) -> int | None:
    """Bytes, 0 to 2^64-1; None = not a size. The digits saturate, the product with the unit wraps."""
    match = _SIZE.fullmatch(text)
    if not match or match[3] not in UNITS:
        return None
    digits = min(int(match[2]), _WORD - 1)
    if digits == 0:
        return 0 if text == "0" + match[3] else None  # strtoull's 0 is also its "no digits": only a plain 0 counts
    return (-digits if match[1] == "-" else digits) % _WORD * UNITS[match[3]] % _WORD


def integer(text: str) -> int | None:
    """A C long of 32 bits, with C's 0x and 0 prefixes, saturating; None = not one."""
    match = _INTEGER.fullmatch(text)
    if not match:
        return None
    digits = match[2]
    octal = len(digits) > 1 and digits[0] == "0" and digits[1] not in "xX"
    if octal and set(digits) & set("89"):
        return None
    value = int(digits, 8 if octal else 0)
    return max(-_LONG, min(_LONG - 1, -value if match[1] == "-" else value))


def boolean(text: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(text.lower())


def mac_address(text: str) -> bool:
    return bool(_MAC.fullmatch(text))


def address(text: str) -> bool:
    """A dotted IPv4 address."""
    parts = text.split(".")
    return len(parts) == 4 and all(re.fullmatch("[0-9]{1,3}", part) and int(part) < 256 for part in parts)


def bad_ports(text: str) -> list[str]:
    """The items of a port list that are no port from 1 to 65535; C's stoi ignores what follows the digits."""
    found = [(item, re.match(r"[ \t-\r]*\+?([0-9]+)", item)) for item in text.split(",")] if text else []
    return [item for item, match in found if not match or not 1 <= int(match[1]) <= 65535]

"""From the bytes of `.wslconfig` to UTF-16 units, as the C runtime reads text with `ccs=UTF-8` (UCRT: read.cpp)."""

from __future__ import annotations

BLOCK = 2048
"""Bytes that the C runtime reads at once."""
_FURTHEST = 5
"""How many bytes the C runtime looks back for the start of a character that a block cuts."""


class UnopenableError(Exception):
    """The C runtime refuses a file that starts with a big-endian mark."""


def units(data: bytes) -> str:
    """The text that the parser sees, one character for each UTF-16 unit, line ends as LF.

    Raises:
        UnopenableError: the file starts with FE FF.
    """
    if data.startswith(b"\xfe\xff"):
        raise UnopenableError
    if data.startswith(b"\xff\xfe"):
        text = data[2 : len(data) // 2 * 2].decode("utf-16-le", "surrogatepass")
    else:
        text = _utf8(data[3:] if data.startswith(b"\xef\xbb\xbf") else data)
    return _split_pairs(text).partition("\x1a")[0].replace("\r\n", "\n")


def _split_pairs(text: str) -> str:
    if not text or max(text) <= "\uffff":
        return text
    raw = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(int.from_bytes(raw[place : place + 2], "little")) for place in range(0, len(raw), 2))


def _utf8(data: bytes) -> str:
    """Decode block by block: a block that ends inside a character is cut before it, one without any start is lost."""
    parts: list[str] = []
    place = 0
    while place < len(data):
        block = data[place : place + BLOCK]
        kept = _whole(block)
        if not kept:
            break
        parts.append(block[:kept].decode("utf-8", "replace"))
        place += kept
    return "".join(parts)


def _whole(block: bytes) -> int:
    """How many bytes of the block are read; 0 = a read error, and nothing more is read."""
    if block[-1:].isascii():
        return len(block)
    for back in range(1, min(_FURTHEST, len(block)) + 1):
        trail = _trail(block[-back])
        if trail:
            return len(block) if trail + 1 == back else len(block) - back
    return 0


def _trail(byte: int) -> int:
    """How many bytes follow this first byte of a character; 0 when it is none."""
    starts = ((0xF0, 0xF8, 3), (0xE0, 0xF0, 2), (0xC0, 0xE0, 1))
    return next((count for low, high, count in starts if low <= byte < high), 0)

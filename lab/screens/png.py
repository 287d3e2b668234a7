"""PNG with a palette: a picture of text has few colours, and takes a quarter of the bytes so."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = (256, 128, 64, 32)
"""How many a palette holds, from the most that it can; fewer make a smaller file."""
Colour = bytes
"""Red, green, blue, and, where the picture has it, how opaque."""
CHANNELS = {2: 3, 6: 4}
"""By colour type, RGB and RGBA (PNG specification, 11.2.1)."""


def reduced(png: bytes, limit: int) -> bytes:
    """The same picture with a palette, of as many colours as `limit` bytes allow.

    The commonest colours stay, each other becomes the nearest of them.

    Raises:
        ValueError: it is no PNG of 8 bits in RGB or RGBA without interlacing, or too large with 32 colours.
    """
    width, height, channels, rows = _decoded(png)
    pixels = [[row[at : at + channels] for at in range(0, width * channels, channels)] for row in rows]
    common = Counter(pixel for row in pixels for pixel in row).most_common()
    for most in COLOURS:
        made = _with_palette(pixels, [colour for colour, _ in common], most)
        if len(made) <= limit:
            return made
    raise ValueError(f"{width}x{height} pixels take {len(made)} bytes with {most} colours, more than {limit}")


def _with_palette(pixels: list[list[Colour]], colours: list[Colour], most: int) -> bytes:
    palette = colours[:most]
    index = {colour: number for number, colour in enumerate(palette)}
    for colour in colours[most:]:
        index[colour] = min(range(most), key=lambda number: _distance(palette[number], colour))
    packed = b"".join(b"\0" + bytes(index[pixel] for pixel in row) for row in pixels)
    head = struct.pack(">IIBBBBB", len(pixels[0]), len(pixels), 8, 3, 0, 0, 0)
    parts = {b"IHDR": head, b"PLTE": b"".join(colour[:3] for colour in palette), b"IDAT": zlib.compress(packed, 9)}
    return SIGNATURE + b"".join(_chunk(kind, data) for kind, data in (parts | {b"IEND": b""}).items())


def _distance(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        (size,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += size + 12


def _decoded(png: bytes) -> tuple[int, int, int, list[bytes]]:
    """Width, height, bytes a pixel, and the rows."""
    if not png.startswith(SIGNATURE):
        raise ValueError("not a PNG")
    chunks = list(_chunks(png))
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    if depth != 8 or kind not in CHANNELS or interlaced:  # noqa: PLR2004 - bits
        raise ValueError(f"a PNG of {depth} bits and colour type {kind}, expected 8 bits in RGB or RGBA")
    channels = CHANNELS[kind]
    data = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
    size, rows = width * channels, list[bytes]()
    above = bytearray(size)
    for start in range(0, height * (size + 1), size + 1):
        row = bytearray(data[start + 1 : start + 1 + size])
        _unfilter(data[start], row, above, channels)
        rows.append(bytes(row))
        above = row
    return width, height, channels, rows


def _unfilter(kind: int, row: bytearray, above: bytearray, channels: int) -> None:
    """Undo the filter of one row (PNG specification, 9.2)."""
    for at in range(len(row)) if kind else ():
        left = row[at - channels] if at >= channels else 0
        corner = above[at - channels] if at >= channels else 0
        guess = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[kind]
        row[at] = row[at] + guess & 0xFF


def _paeth(left: int, above: int, corner: int) -> int:
    """The neighbour that is nearest to left + above - corner."""
    guess = left + above - corner
    return min((left, above, corner), key=lambda value: abs(guess - value))

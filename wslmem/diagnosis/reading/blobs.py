"""Data in letters, such as an inlined source map or a key: thousands of them in one line, and no word in them."""

from __future__ import annotations

from wslmem.diagnosis.reading.line import LONGEST
from wslmem.patterns import lazy

KEPT = 64
"""Bytes that stay of each end, for it may touch a word: `base64,`."""

_BLOB = lazy(rb"(?<![\w+/=-])([\w+/=-]{%d})[\w+/=-]{%d,}+(?<=([\w+/=-]{%d}))" % (KEPT, 4 * KEPT, KEPT))
"""Base64 in both its alphabets, hexadecimal; no path or name is as long."""


def without_blobs(data: bytes) -> bytes:
    """Whole lines, and of each run of such letters in a line of more than `LONGEST` bytes its start and its end.

    Lines that are no longer, nearly all, are neither searched nor copied.
    """
    parts: list[bytes] = []
    done = at = 0
    while at + LONGEST < len(data):
        if (end := data.rfind(b"\n", at, at + LONGEST + 1) + 1) > 0:
            at = end
            continue
        end = data.find(b"\n", at + LONGEST)
        end = len(data) if end < 0 else end
        parts += data[done:at], _BLOB.sub(rb"\1 ... \2", data[at:end])
        done = at = end
    return b"".join((*parts, data[done:])) if parts else data

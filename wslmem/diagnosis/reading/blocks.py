"""The bytes of a log -> blocks of whole lines, in one encoding, however they were cut on the way."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

BLOCK = 1 << 18
"""Bytes that are looked at in one go: what a processor's second cache holds."""
ENDLESS = 1 << 20
"""Bytes without a line end after which one is assumed."""

_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Whole lines, about `BLOCK` bytes at a time; the last one may lack its end."""
    waiting: list[bytes] = []
    size = 0
    for chunk in _decoded(chunks):
        size += len(chunk)
        if size >= BLOCK and (cut := chunk.rfind(b"\n") + 1):
            yield b"".join((*waiting, memoryview(chunk)[:cut]))
            waiting, size = [chunk[cut:]], 0
            continue
        waiting.append(chunk)
        if size >= BLOCK:
            whole, end, rest = b"".join(waiting).rpartition(b"\n")
            if end or len(rest) > ENDLESS:
                yield whole + end if end else rest
                rest = rest if end else b""
            waiting, size = [rest], len(rest) if len(rest) > ENDLESS // 2 else 0
    if last := b"".join(waiting):
        yield last


def _decoded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks; from UTF-16, as PowerShell writes it, in UTF-8."""
    source = iter(chunks)
    first = b""
    while len(first) < 4 and (chunk := next(source, b"")):  # noqa: PLR2004 - two characters of UTF-16
        first += chunk
    encoding = _utf_16(first)
    if encoding is None:
        yield first
        yield from source
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield decoder.decode(first).encode("utf-8", "replace")
    for chunk in source:
        yield decoder.decode(chunk).encode("utf-8", "replace")


def _utf_16(first: bytes) -> str | None:
    """The kind of UTF-16 by its mark, or by the zeros between plain letters."""
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return encoding
    head = first[:64]
    if len(head) >= 4 and not any(head[1::2]) and all(head[0::2]):  # noqa: PLR2004 - two characters
        return "utf-16-le"
    if len(head) >= 4 and not any(head[0::2]) and all(head[1::2]):  # noqa: PLR2004
        return "utf-16-be"
    return None

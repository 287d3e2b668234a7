"""Turning what wsl.exe prints into text.

Its own words are UTF-16LE without a byte order mark, or UTF-8 where `WSL_UTF8=1` is understood; the guest's bytes pass
through raw, so one stream may hold both (WSL: WslClient.cpp sets the stream mode, the relay copies bytes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PRINTABLE = re.compile(rb"[\t\r\n\x20-\x7e]+")


def decode(data: bytes) -> str:
    r"""The text of a stream that may mix UTF-16LE lines and UTF-8 lines; line ends become `\n`.

    Never fails: what is neither becomes U+FFFD.

    >>> decode("wsl: a\r\n".encode("utf-16-le") + "é\n".encode())
    'wsl: a\né\n'
    """
    text = "".join(piece for piece, _ in _pieces(data)) if b"\0" in data else data.decode("utf-8", "replace")
    return _tidy(text)


def lines(data: bytes) -> list[str]:
    """The lines of `decode(data)`, without their ends and trailing blanks."""
    return [line.rstrip() for line in decode(data).splitlines()]


def ascii_only(data: bytes) -> str:
    """The ASCII characters of a stream whatever its encoding: error codes survive even a stream cut at an odd byte."""
    return data.replace(b"\0", b"").decode("ascii", "replace")


def leading_lines(data: bytes) -> Iterator[tuple[str, int]]:
    """Each line, decoded and without its end, with the offset behind it; lazily, for a long stream's first lines."""
    return ((_tidy(piece).rstrip(), end) for piece, end in _pieces(data))


def _tidy(text: str) -> str:
    return re.sub(r"(?<!\r)\r++\n", "\n", text.replace("\ufeff", ""))


def _pieces(data: bytes) -> Iterator[tuple[str, int]]:
    start = 0
    while start < len(data):
        end, encoding = _next_piece(data, start)
        yield data[start:end].decode(encoding, "replace"), end
        start = end


def _next_piece(data: bytes, start: int) -> tuple[int, str]:
    """End and encoding of the line, or the part of a line, that begins at `start`."""
    newline = data.find(b"\n", start)
    stop = len(data) if newline < 0 else newline + 1
    null = data.find(b"\0", start, stop + 1)
    if null < 0 and _is_utf8(data[start:stop]):
        return stop, "utf-8"
    before = data[start : max(null - 1, start)]
    if null >= 0 and _PRINTABLE.fullmatch(before):
        return null - 1, "utf-8"
    end = _end_of_utf16_line(data, start)
    # CR LF as two bytes is no UTF-16, where it would be a letter that does not exist: this is noise up to there.
    crlf = data.find(b"\r\n", start, end)
    return (end, "utf-16-le") if crlf < 0 else (crlf + 2, "utf-8")


def _end_of_utf16_line(data: bytes, start: int) -> int:
    position = data.find(b"\n\0", start)
    while position >= 0 and (position - start) % 2:
        position = data.find(b"\n\0", position + 1)
    return len(data) if position < 0 else position + 2


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

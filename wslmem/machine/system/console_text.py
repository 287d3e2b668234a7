"""Turning what wsl.exe prints into text.

Its own words are UTF-16LE without a byte order mark, or UTF-8 where `WSL_UTF8=1` is understood; the guest's bytes pass
through raw, so one stream may hold both (WSL: WslClient.cpp sets the stream mode, the relay copies bytes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.patterns import lazy

_PRINTABLE = lazy(rb"[\t\r\n\x20-\x7e]+")


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
    marks = _Marks(data)
    start = 0
    while start < len(data):
        end, encoding = _next_piece(data, start, marks)
        yield data[start:end].decode(encoding, "replace"), end
        start = end


def _next_piece(data: bytes, start: int, marks: _Marks) -> tuple[int, str]:
    """End and encoding of the line, or the part of a line, that begins at `start`."""
    stop = min(marks.next(b"\n", start) + 1, len(data))
    null = marks.next(b"\0", start)
    if null > stop and _is_utf8(data[start:stop]):
        return stop, "utf-8"
    if null <= stop and _PRINTABLE.fullmatch(data, start, max(null - 1, start)):
        return null - 1, "utf-8"
    end = marks.end_of_utf16_line(start)
    # CR LF as two bytes is no UTF-16, where it would be a letter that does not exist: this is noise up to there.
    crlf = marks.next(b"\r\n", start)
    return (end, "utf-16-le") if crlf >= end - 1 else (crlf + 2, "utf-8")


class _Marks:
    """Where what divides lines stands next. Each is looked for once, however often it is asked for: a stream of 64 MiB
    may be all pieces of three bytes.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._known: dict[bytes, int] = {}
        self._aligned = [-1, -1]

    def next(self, mark: bytes, start: int) -> int:
        """The first one at or behind `start`, which never goes back; behind the end where there is none."""
        known = self._known.get(mark, -1)
        if known < start:
            found = self._data.find(mark, start)
            known = self._known[mark] = found if found >= 0 else len(self._data) + 1
        return known

    def end_of_utf16_line(self, start: int) -> int:
        """Behind the line feed of two bytes that ends the line of UTF-16 that begins at `start`."""
        position = self._aligned[start % 2]
        if position < start:
            position = self._data.find(b"\n\0", start)
            while position >= 0 and (position - start) % 2:
                position = self._data.find(b"\n\0", position + 1)
            position = self._aligned[start % 2] = position if position >= 0 else len(self._data)
        return min(position + 2, len(self._data))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

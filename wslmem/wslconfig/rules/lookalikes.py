"""Characters that only look like those of a setting."""

from __future__ import annotations

_MEANT = {
    "\u00a0": " ", "\u3000": " ", "\u202f": " ", "\u2007": " ",
    "\u200b": "", "\u200e": "", "\ufeff": "", "\u2060": "",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"', "\u2018": "'", "\u2019": "'",
    "\u2013": "-", "\u2212": "-", "\u3001": ",", "\u3002": ".",
} | {chr(0xFEE0 + sign): chr(sign) for sign in range(ord("!"), ord("~") + 1)}  # fmt: skip
"""Characters from web pages and other keyboards, and what they were meant for."""

_TRANSLATION = str.maketrans(_MEANT)


_CYRILLIC = str.maketrans("\u0413\u0433\u041c\u043c\u041a\u043a\u0422\u0442\u0411\u0431", "GgMmKkTtBb")
"""The letters of GB, MB, KB and TB on a Russian keyboard."""


def in_latin(size: bytes) -> bytes:
    """A size with the letters of its unit in Latin: of a size alone, for in a path they are letters like others."""
    return size.decode("utf-8", "replace").translate(_CYRILLIC).encode()


def plain(text: bytes) -> bytes | None:
    """`text` in ASCII, None where it holds more than lookalikes."""
    found = text.decode("utf-8", "replace").translate(_TRANSLATION)
    return found.encode() if found.isascii() else None


def is_spoilt(line: bytes) -> bool:
    """Whether a line that WSL refuses would be another one with the characters that it was meant to have."""
    before_comment = line.partition(b"#")[0]
    return not before_comment.isascii() and plain(before_comment) is not None and not line.startswith((b";", b"//"))

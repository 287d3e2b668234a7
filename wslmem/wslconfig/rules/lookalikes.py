"""Characters that only look like those of a setting."""

from __future__ import annotations

from wslmem.wslconfig.keys import SHORT_NAMES

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


_LETTERS = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456\u0455\u043c\u043a\u0442\u03bf\u03b1\u03c1\u03bd"
    "\u0410\u0415\u041e\u0420\u0421\u0425\u041c\u041a\u0422\u0412\u041d\u0406",
    "aeopcxyismktoapvAEOPCXMKTBHI",
)
"""Cyrillic and Greek letters that look as Latin ones do."""


def with_key_in_latin(line: bytes) -> bytes | None:
    """A line of which the key, with letters that only look Latin, is one of WSL's; None where it is not."""
    key, sign, value = line.partition(b"=")
    if key.isascii() or not sign:
        return None
    folded = key.decode("utf-8", "replace").translate(_LETTERS).encode()
    return plain(folded + sign + value) if folded.strip().lower() in SHORT_NAMES else None


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
    meant = with_key_in_latin(before_comment) or plain(before_comment)
    return not before_comment.isascii() and meant is not None and not line.startswith((b";", b"//"))

"""Characters that only look like those of a setting."""

from __future__ import annotations

_MEANT = {
    "\u00a0": " ", "\u3000": " ", "\u202f": " ", "\u2007": " ", "\u200b": "", "\u200e": "", "\ufeff": "", "\u2060": "",
    "\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\uff1d": "=", "\uff03": "#",
    "\uff3b": "[", "\uff3d": "]", "\u2013": "-", "\u2212": "-",
} | {chr(0xFF10 + digit): str(digit) for digit in range(10)}  # fmt: skip
"""Characters from web pages and other keyboards, and what they were meant for."""

_TRANSLATION = str.maketrans(_MEANT)


def plain(text: bytes) -> bytes | None:
    """`text` in ASCII, None where it holds more than lookalikes."""
    found = text.decode("utf-8", "replace").translate(_TRANSLATION)
    return found.encode() if found.isascii() else None


def is_spoilt(line: bytes) -> bool:
    """Whether a line that WSL refuses would be another one with the characters that it was meant to have."""
    before_comment = line.partition(b"#")[0]
    return not before_comment.isascii() and plain(before_comment) is not None and not line.startswith((b";", b"//"))

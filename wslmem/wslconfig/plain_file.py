"""Reads plain files only: does one say already what is wanted? Knows a small part of the language, and no doubt.

Where a file holds anything but plain lines (a quote, a backslash, another encoding, an invalid header ...) the answer
is no, which means "look properly". A yes is always what `document.read` would say too. Costs no import at all.
"""

from __future__ import annotations

PLAIN = frozenset(range(0x20, 0x7F)) - frozenset(b'"\\') | frozenset(b"\t\r\n")
"""Bytes that mean the same everywhere in a line."""
BLANKS = b" \t"


def says(data: bytes, wanted: dict[bytes, bytes]) -> bool:
    """Whether WSL certainly reads every value of `wanted` in `data`.

    Args:
        data: the file.
        wanted: values by lower-case key: `{b"wsl2.memory": b"8GB"}`; each must be one that WSL accepts.
    """
    if not PLAIN.issuperset(data):
        return False
    seen: dict[bytes, bytes] = {}
    section = b""
    for line in data.split(b"\n"):
        text = line.removesuffix(b"\r").partition(b"#")[0].strip(BLANKS)
        if b"\r" in line.removesuffix(b"\r"):
            return False
        if text.startswith(b"["):
            if not (text.endswith(b"]") and _is_name(text[1:-1])):
                return False
            section = text[1:-1].lower()
        elif text:
            key, equals, value = text.partition(b"=")
            if not (equals and _is_name(key.rstrip(BLANKS))):
                return False
            # The first instance of a key counts, even where its value is invalid.
            seen.setdefault(section + b"." + key.rstrip(BLANKS).lower(), value.strip(BLANKS))
    return all(seen.get(key) == value for key, value in wanted.items())


def _is_name(text: bytes) -> bool:
    return text.isalnum() and text[:1].isalpha()

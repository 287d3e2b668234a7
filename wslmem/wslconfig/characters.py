"""From bytes to the characters that WSL's parser sees, as the C runtime makes them (UCRT read.cpp, `rt,ccs=UTF-8`).

The parser's language is ASCII, so the characters stay UTF-8 here and every offset stays a byte offset. A UTF-16 file
is carried over to UTF-8 and back.
"""

from __future__ import annotations

from wslmem.patterns import lazy
from wslmem.records import record

UTF8_MARK = b"\xef\xbb\xbf"
UTF16LE_MARK = b"\xff\xfe"
UTF16BE_MARK = b"\xfe\xff"

CTRL_Z = b"\x1a"
"""End of file to the C runtime's text mode, wherever it stands."""

_BLOCK = 2048
"""The runtime reads a UTF-8 file in blocks of half its stdio buffer of 4096 bytes."""

_LEAD = lazy(rb"[\xc0-\xf7]")


@record
class Characters:
    """What the parser gets of a file."""

    encoding: str
    """`utf-8`, `utf-8-bom`, `utf-16le-bom` or `utf-16be-bom`."""
    text: bytes
    """Everything behind the byte order mark, as UTF-8."""
    end: int
    """How much of `text` the parser sees: up to a Ctrl-Z, or to where the runtime gives up."""
    opened: bool = True
    read_error: bool = False

    def encode(self, text: bytes) -> bytes:
        """The file that holds `text` in this encoding."""
        if self.encoding == "utf-8":
            return text
        if self.encoding == "utf-8-bom":
            return UTF8_MARK + text
        return UTF16LE_MARK + text.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")

    @property
    def decoding(self) -> str:
        """The error handler that turns a piece of `text` into the units that Windows sees."""
        return "surrogatepass" if self.encoding == "utf-16le-bom" else "replace"


def characters(data: bytes) -> Characters:
    """What the parser gets of a file that holds `data`."""
    if data.startswith(UTF16BE_MARK):
        # _wfopen knows no big-endian text and fails with EINVAL; nothing is read.
        return Characters("utf-16be-bom", data, 0, opened=False)
    if data.startswith(UTF16LE_MARK):
        text = data[2 : len(data) // 2 * 2].decode("utf-16-le", "surrogatepass").encode("utf-8", "surrogatepass")
        return Characters("utf-16le-bom", text, _until_ctrl_z(text))
    if data.startswith(UTF8_MARK):
        text = data[3:]
        return Characters("utf-8-bom", text, *_readable(text))
    return Characters("utf-8", data, *_readable(data))


def _until_ctrl_z(text: bytes) -> int:
    found = text.find(CTRL_Z)
    return len(text) if found < 0 else found


def _readable(text: bytes) -> tuple[int, bool, bool]:
    """How much of a UTF-8 text gets through, as the last three fields of `Characters`."""
    end = _until_ctrl_z(text)
    if text.isascii() or _is_utf8(text[:end]):
        return end, True, False
    return _read_in_blocks(text)


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _read_in_blocks(text: bytes) -> tuple[int, bool, bool]:
    """Follow the runtime through a text that is not UTF-8, to the place where it stops.

    It translates block by block, and where a block ends in a byte of 0x80 or more it looks back up to five bytes for
    a lead byte: none is a read error, an incomplete sequence is left for the next block, and at the end of the file
    there is no next block.
    """
    position = 0
    while position < len(text):
        block = text[position : position + _BLOCK]
        stop = block.find(CTRL_Z)
        seen = _without_split_line_end(block if stop < 0 else block[:stop], text, position + _BLOCK)
        kept = _complete(seen)
        if kept is None or (seen and not kept):
            return position, True, True
        if stop >= 0:
            return position + len(kept), True, False
        position += len(block) - (len(seen) - len(kept))
    return len(text), True, False


def _without_split_line_end(block: bytes, text: bytes, behind: int) -> bytes:
    """A CR whose LF begins the next block is left out of this one."""
    return block[:-1] if block.endswith(b"\r") and text[behind : behind + 1] == b"\n" else block


def _complete(block: bytes) -> bytes | None:
    """`block` without an incomplete sequence at its end; None where the runtime sees no lead byte."""
    translated = block[-16:].replace(b"\r\n", b"\n")
    if not translated or translated[-1:].isascii():
        return block
    for count in range(1, min(5, len(translated)) + 1):
        byte = translated[-count]
        if _LEAD.match(translated, len(translated) - count):
            wanted = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4  # noqa: PLR2004 - lead bytes of UTF-8
            return block if wanted == count else block[:-count]
    return None


def is_unmarked_utf16(data: bytes) -> bool:
    """Whether `data` looks like UTF-16 without its byte order mark: a NUL in more than every fourth byte."""
    return not data.startswith((UTF16LE_MARK, UTF16BE_MARK)) and data.count(0) * 4 > len(data)

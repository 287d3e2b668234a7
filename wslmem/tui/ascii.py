"""Drawing with ASCII alone: one cell in, one cell out, so that no line changes its length.

For consoles whose font lacks the drawing characters, or draws some of them two cells wide (the old Windows console with
a Chinese, Japanese or Korean font does so with box drawing and blocks). Letters are left as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.color import Color

_DRAWN = {
    "-": "─━╌╍┄┅╴╶╸╺▔▁▂⎺⎽",
    "|": "│┃╎╏▏▎▕▌▐▍┊┋▋▊▉",
    "+": "┌┐└┘├┤┬┴┼╭╮╰╯╋┏┓┗┛┠┨┣┫✓✔",
    "=": "═▃▄▀▅",
    "#": "█▆▇▓■▪",
    ":": "▒░",
    "^": "▲↑⌃△",
    "v": "▼↓▽⌄",
    ">": "▶▸►→➤",
    "<": "◀◂◄←",
    "x": "✗✘✕",
    "*": "●•∙★◉◆⭘○",
    ".": "·…",
    "~": "≈∿",
}
_BRAILLE = {code: " .:-+*#%@"[(code & 0xFF).bit_count()] for code in range(0x2800, 0x2900)}
"""The more dots, the darker the character."""
_TABLE = {ord(char): plain for plain, chars in _DRAWN.items() for char in chars} | _BRAILLE


def to_ascii(text: str) -> str:
    """`text` with every drawing character replaced; same number of characters.

    >>> to_ascii("╭─ ✓ ⣿ 32%")
    '+- + @ 32%'
    """
    return text if text.isascii() else text.translate(_TABLE)


class AsciiFilter(LineFilter):
    """Replaces what is drawn, at the last moment before it goes to the terminal."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Replace the text of each segment; styles stay."""
        del background
        return [Segment(to_ascii(text), style, control) for text, style, control in segments]

"""The app's one filter: nothing that a terminal would obey, and nothing invisible, reaches it, whatever was drawn.

Texts are spelled out (`<U+001B>`) where lines are laid out, so that they are measured as they are shown. What slips
past that is blanked here, at the last moment, with as many cells as it had.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.filter import LineFilter

from wslmem.visible import unseen

if TYPE_CHECKING:
    from textual.color import Color


class HarmlessFilter(LineFilter):
    """Blanks what no eye can see; a segment without any, which is nearly each, is passed on as it is."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Blank it in the text of each segment; styles stay."""
        del background
        drawn = "".join([text for text, _, control in segments if not control])
        if (drawn.isascii() and drawn.isprintable()) or not unseen(drawn):  # the first is nearly all, and costs nothing
            return segments
        return [Segment(blanked(text), style, control) if not control else Segment(text, style, control)
                for text, style, control in segments]  # fmt: skip


def blanked(text: str) -> str:
    """`text` with blanks for what no eye can see.

    >>> blanked("a" + chr(0x202E) + "b")
    'ab'
    """
    return "".join(" " * cell_len(letter) if unseen(letter) else letter for letter in text)

"""Words of others, made harmless to look at: what a terminal would obey, and what no eye can see, is spelled out.

A path, a line of `.wslconfig`, what wsl.exe or a build printed, a saved benchmark: none of them may set the colour,
write the clipboard (OSC 52), move the cursor, turn the reading order around or hide letters. Each such character is
shown as `<U+001B>`: signs that no file name on Windows can hold, so nothing else looks like it.
"""

from __future__ import annotations

import re

from wslmem.patterns import lazy

UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # Cc but for tab, line feed, CR: ESC, BEL, the one-byte CSI and OSC are in it
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # Cf
    "\u2028\u2029"  # Zl, Zp: line ends to some programs, none to others
    "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters that are drawn as nothing
    "\ud800-\udfff"  # Cs: half a character, which no encoding can write
    "\ufdd0-\ufdef\ufffe\uffff"  # kept for a program's own use, as the face's marks of colour
)
"""Of Unicode 16.0: the categories Cc, Cf, Cs, Zl and Zp, and what is default-ignorable beside them but for variation
selectors, which belong to emoji."""

_UNSEEN = lazy(f"[{UNSEEN}]|\r(?!\n)")
"""A CR that ends no line writes over what stands before it."""


def visible(text: str) -> str:
    r"""`text` with every character that no eye can see spelled out; line ends and tabs stay.

    >>> visible("a\x1b]52;c;b\x07")
    'a<U+001B>]52;c;b<U+0007>'
    """
    return _UNSEEN.sub(_spelled, text)


def unseen(text: str) -> bool:
    """Whether `text` has a character that `visible` would spell out."""
    return _UNSEEN.search(text) is not None


def on_one_line(text: str) -> str:
    r"""As `visible`, for words inside a line: a line feed in them must not begin one of its own.

    >>> on_one_line("a\nproven: memory")
    'a<U+000A>proven: memory'
    """
    return visible(text).replace("\r", "<U+000D>").replace("\n", "<U+000A>")


def _spelled(found: re.Match[str]) -> str:
    return f"<U+{ord(found[0]):04X}>"

"""Colour for words that matter, put on by the face and drawn by `output`, or not, as --color and the terminal have it.

What is inked stands between characters that Unicode keeps for a program's own use (U+FDD0 and following); no width,
and no words of others carry them (`visible` spells them out). Nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from wslmem.patterns import lazy
from wslmem.telling.fact import Tone

PLAIN = "\ufdd0"
"""Ends what is inked."""
_MARKS = {Tone.BAD: "\ufdd1", Tone.CARE: "\ufdd2", Tone.GOOD: "\ufdd3", Tone.QUIET: "\ufdd4", Tone.STRONG: "\ufdd5"}
_DRAWN = {"\ufdd0": "\x1b[0m", "\ufdd1": "\x1b[1;31m", "\ufdd2": "\x1b[33m", "\ufdd3": "\x1b[32m", "\ufdd4": "\x1b[2m",
          "\ufdd5": "\x1b[1m"}  # fmt: skip
"""Of the 16 colours that every terminal lets its user choose: bold red, yellow, green, dim, bold."""
MARK = lazy("([\ufdd0-\ufdd5])")


def inked(words: str, tone: Tone) -> str:
    """`words` in the colour of a tone; pad them first, for the colour has no width."""
    mark = _MARKS.get(tone)
    return f"{mark}{words}{PLAIN}" if mark and words else words


def drawn(mark: str, *, colour: bool) -> str:
    """What a terminal gets for a mark."""
    return _DRAWN[mark] if colour else ""


def wanted(choice: str, environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether a stream gets colour: --color, then NO_COLOR, FORCE_COLOR (https://no-color.org, https://force-color.org),
    then whether it is a terminal that can draw it.
    """
    if choice in ("always", "never"):
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return terminal and environ.get("TERM") != "dumb"

"""The weight of a line. A tone is drawn as a sign and a colour, so that nothing is told by colour alone."""

from __future__ import annotations

from enum import Enum


class Tone(Enum):
    """Value: the sign before the text, and the style."""

    PLAIN = ("", "")
    QUIET = ("", "$foreground 60%")
    STRONG = ("", "bold")
    GOOD = ("✓ ", "$text-success")
    CARE = ("! ", "$text-warning")
    BAD = ("✗ ", "bold $text-error")

    @property
    def sign(self) -> str:
        """What stands before the text, blank included."""
        return self.value[0]

    @property
    def style(self) -> str:
        """A style of the theme."""
        return self.value[1]

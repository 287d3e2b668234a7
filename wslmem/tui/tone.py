"""How the app draws the weight of a fact: a sign and a colour, so that nothing is told by colour alone."""

from __future__ import annotations

from wslmem.telling.fact import Tone

SIGNS = {Tone.GOOD: "✓ ", Tone.CARE: "! ", Tone.BAD: "✗ "}
STYLES = {
    Tone.QUIET: "$foreground 60%",
    Tone.STRONG: "bold",
    Tone.GOOD: "$text-success",
    Tone.CARE: "$text-warning",
    Tone.BAD: "bold $text-error",
}


def sign(tone: Tone) -> str:
    """What stands before the text, space included; empty for most."""
    return SIGNS.get(tone, "")


def style(tone: Tone) -> str:
    """A style of the theme; empty for the plain one."""
    return STYLES.get(tone, "")

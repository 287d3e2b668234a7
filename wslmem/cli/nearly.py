"""What was nearly meant: names close to a misspelt one, as git tells them."""

from __future__ import annotations

from collections.abc import Iterable

from wslmem.text import Text

CLOSE = 0.6
"""Least likeness (difflib) of what is offered."""
MOST = 3


def close_to(word: str, known: Iterable[str]) -> list[str]:
    """The names that `word` may stand for, the likeliest first; three at most."""
    from difflib import get_close_matches

    names = {name.casefold(): name for name in known}
    return [names[found] for found in get_close_matches(word.casefold(), names, MOST, CLOSE)]


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """The offer as a sentence; None where nothing is close."""
    found = close_to(word, known)
    return Text("did you mean: {names}", names=", ".join(found)) if found else None

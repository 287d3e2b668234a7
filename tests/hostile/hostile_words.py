"""Words that a terminal would obey or no eye would see, and how a text is held to have none of them."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from wslmem.cli.ink import _DRAWN
from wslmem.visible import unseen

KINDS = (
    "\x1b]52;c;aGVsbG8=\x07",  # OSC 52 writes the clipboard
    "\x1b]0;title\x1b\\", "\x1b[2J", "\x1b[31m", "\x1bc", "\x1bP$q\x1b\\", "\x9b31m", "\x9d52;c;aA==\x9c", "\x90q",
    "\nforged: it is not", "\x07", "\x08", "\x7f", "\x85", "\x0b", "\x0c", "\x00", "\ra", "\u202e", "\u2066", "\u200f",
    "\u200b", "\u2060", "\ufeff", "\xad", "\u2028", "\u3164", "\U000e0041", "\ud800", "\udfff", "\udcff", "\ufdd1",
    "\ufdd0", "\uffff", "[/forged]", "[@click=app.quit]",
)  # fmt: skip
"""One of each kind. U+FDD0 and the next mark the command line's own colours; brackets are Textual's markup."""
MARK = "mark"
FORGED = "forged"
"""What begins a line where a line feed in a word was let through."""
OWN = re.compile("|".join(re.escape(drawn) for drawn in set(_DRAWN.values())))
"""The colours that the command line draws itself."""

words = st.lists(st.sampled_from(KINDS), min_size=1, max_size=8).map(lambda kinds: "x".join([MARK, *kinds, "end"]))
"""A word with some of them in it; it begins with MARK, by which it is known again."""
every = "x".join([MARK, *KINDS, "end"])
"""A word with all of them in it."""
every_in_text = "".join(letter for letter in every if letter != "\0" and not "\ud800" <= letter <= "\udfff")
"""As much of it as is text: a file that holds it is UTF-8, and so is read."""


def in_a_name(word: str) -> str:
    """The word as a file of Linux can be called: any byte but two, and half a character stands for a byte."""
    return "".join(letter for letter in word.replace("/", "") if letter != "\0" and not _is_no_byte(letter))[:60]


def _is_no_byte(letter: str) -> bool:
    return "\ud800" <= letter <= "\udfff" and not "\udc80" <= letter <= "\udcff"


def as_bytes(word: str) -> bytes:
    """The word as a file may hold it, though it be no text."""
    return word.encode("utf-8", "surrogatepass")


def raw(text: str, *, coloured: bool = False) -> list[str]:
    """The lines of `text` in which something raw stands."""
    text = OWN.sub("", text) if coloured else text
    return [line for line in text.replace("\r\n", "\n").split("\n") if unseen(line) or "\r" in line]

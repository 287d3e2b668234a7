"""What a terminal would obey, and what no eye can see, is spelled out; all else stays as it is."""

from __future__ import annotations

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from wslmem.text import Text, joined, verbatim
from wslmem.visible import on_one_line, unseen, visible
from wslmem.words import tell

HOSTILE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_every_character_that_unicode_calls_a_control_or_a_format_is_spelled_out():
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        if unicodedata.category(letter) in HOSTILE and letter not in "\t\n":
            assert visible(letter) == f"<U+{code:04X}>"


def test_letters_marks_and_signs_of_every_script_stay_as_they_are():
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        kind = unicodedata.category(letter)
        if kind[0] in "LMNPSZ" and kind not in HOSTILE and unseen(letter):
            assert not letter.strip() or "FILLER" in unicodedata.name(letter) or kind == "Mn", hex(code)


@given(st.text(st.characters(codec=None)))
def test_what_is_shown_can_be_written_and_shown_again(text: str):
    shown = visible(text)
    assert not unseen(shown)
    assert visible(shown) == shown
    shown.encode()
    assert not {"\r", "\n"} & {*on_one_line(text)}


@given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None)))
def test_a_word_of_the_world_cannot_begin_a_line_of_a_sentence(one: str, other: str):
    told = tell(joined(Text(", "), [Text("{path} has {inner}", path=one, inner=verbatim(other)), other]))
    assert "\n" not in told
    assert not unseen(told)

"""The catalogues: complete, with the same fields, and fitting; that they are those of the code, tests/lab holds."""

# ruff: noqa: RUF001 - Chinese marks are what some of this is about

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from wslmem.text import Text
from wslmem.words import LANGUAGES, match, say, speak, tell

SOURCES = Path(__file__).parents[2] / "wslmem" / "locale"
"""What translators edit is in the repository alone."""
CATALOGUES = sorted(SOURCES.glob("*/LC_MESSAGES/wslmem.po"))
FIELD = re.compile(r"\{(\w+)\}")


def read(po):
    return read_po(io.BytesIO(po.read_bytes()), locale=po.parents[1].name)


@pytest.fixture(params=CATALOGUES, ids=lambda po: po.parents[1].name)
def po(request):
    return request.param


def test_every_sentence_of_the_catalogue_is_translated(po):
    empty = [message.id for message in read(po) if message.id and not (message.string and all(message.string))]
    assert not empty


def test_a_translation_has_the_fields_of_what_it_translates(po):
    for message in read(po):
        if isinstance(message.id, str):
            assert set(FIELD.findall(message.string)) == set(FIELD.findall(message.id)), message.id


def test_what_is_not_in_the_catalogue_stays_english():
    speak("zh_CN")
    assert say("a sentence that nobody has translated") == "a sentence that nobody has translated"


def test_an_unknown_language_is_english():
    speak("tlh")
    assert say("Change settings") == "Change settings"


def test_a_sentence_is_told_with_its_figures_and_with_the_sentences_in_it():
    speak("zh_CN")
    default = Text("WSL's default of {size}", size="4 GiB")
    told = tell(Text("Set memory={value}: with {memory} the build is killed or stalls.", value="10GB", memory=default))
    assert told == "把 memory 设为 10GB：目前为 WSL 默认的 4 GiB，构建会被杀死或卡住。"


@given(st.text(max_size=9))
def test_every_spelling_of_a_language_is_one_that_there_is_or_none(wanted):
    assert match(wanted) in {None, *LANGUAGES}
    assert all(match(f"{name}{wanted}") != other for name, other in (("en_", "zh_CN"), ("zh_", "en")))

"""The catalogues: complete, with the same fields, and fitting; that they are those of the code, tests/lab holds."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.pofile import read_po

from wslmem.words import LOCALE, retell, say, say_count, speak

CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/wslmem.po"))
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
    assert retell("a sentence that the core has only just learnt") == "a sentence that the core has only just learnt"


def test_an_unknown_language_is_english():
    speak("tlh")
    assert say("Change settings") == "Change settings"
    assert say_count("{count} package", "{count} packages", 1) == "1 package"


def test_a_sentence_of_the_core_is_retold_with_its_figures_and_with_the_sentences_in_it():
    speak("zh_CN")
    told = retell("Set memory to 10GB: with 4 GiB the build is killed or stalls.")
    assert "10GB" in told
    assert "4 GiB" in told
    assert told.endswith("构建会被杀死或停滞。")

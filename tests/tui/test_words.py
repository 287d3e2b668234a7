"""The catalogues: compiled from their source, complete, with the same fields, and fitting."""

from __future__ import annotations

import importlib.util
import io
import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from wslmem.words import LOCALE, retell, say, say_count, speak

CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/wslmem.po"))
UPDATE = Path(__file__).parents[2] / "docs" / "translation" / "update.py"
FIELD = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module")
def update():
    spec = importlib.util.spec_from_file_location("update_translation", UPDATE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(po):
    return read_po(io.BytesIO(po.read_bytes()), locale=po.parents[1].name)


@pytest.fixture(params=CATALOGUES, ids=lambda po: po.parents[1].name)
def po(request):
    return request.param


def test_what_is_read_is_compiled_from_the_source_beside_it(po):
    compiled = io.BytesIO()
    write_mo(compiled, read(po))
    compiled.seek(0)
    beside = GNUTranslations(io.BytesIO(po.with_suffix(".mo").read_bytes()))
    assert sentences(beside) == sentences(GNUTranslations(compiled)), "run docs/translation/update.py"


def sentences(read):
    """All but the header, which names the version of the tool that wrote it."""
    return {said: translated for said, translated in read._catalog.items() if said}


def test_everything_that_a_face_says_is_translated(po, update):
    translated = read(po)
    missing = [message.id for message in update.said() if message.id and message.id not in translated]
    empty = [message.id for message in translated if message.id and not (message.string and all(message.string))]
    assert not missing, "run docs/translation/update.py"
    assert not empty


def test_no_translation_is_left_of_what_nobody_says_any_more(po, update):
    said, known = {message.id for message in update.said()}, update.sentences()
    gone = [m.id for m in read(po) if m.id and m.id not in said and not update.of_the_core(m.id, known)]
    assert not gone, "run docs/translation/update.py"


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

"""One thing, one word: what docs/words.md says a thing is not called stands in no sentence of the code."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

PAGE = Path(__file__).parents[2] / "docs" / "words.md"
CATALOGUE = Path(__file__).parents[2] / "wslmem" / "locale" / "zh_CN" / "LC_MESSAGES" / "wslmem.po"
CODE = re.compile(r"`[^`]*`|\{\w+\}|--[\w-]+")
"""Commands, fields and flags are names, not words."""
HALF_WIDTH = re.compile(r"[一-鿿] ?[,:;()?!] ?|[(] ?[一-鿿]")
"""Punctuation of English beside a Chinese character."""
UNSPACED = re.compile(r" %(?!\w)|(?<!,) \.\.\.")
"""A space before a percent sign (not before `%TEMP%`) or, outside a list, before three dots."""
DECIMAL_ZEROS = re.compile(r"\d\.0+ (?:[KMGT]i?B)|\d+(?:\.\d+)? MB\b")


def entries() -> list[tuple[str, ...]]:
    """The rows of the glossary: thing, English, Chinese, not, not in Chinese."""
    lines = PAGE.read_text(encoding="utf-8").partition("## Glossary")[2].splitlines()
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("| ")]
    return rows[1:]


def forbidden(column: int, separator: str) -> list[str]:
    words = [word.strip() for row in entries() for word in row[column].split(separator)]
    return [word for word in words if word and not word.startswith("*")]


@cache
def messages() -> tuple[Message, ...]:
    found = read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="zh_CN")
    return tuple(one for one in found if one.id)


def english(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def chinese(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_the_glossary_has_a_word_in_both_languages_for_each_thing():
    assert len(entries()) > 40
    assert all(len(row) == 5 and row[0] and row[1] and row[2] for row in entries())
    assert len({row[0] for row in entries()}) == len(entries())


@pytest.mark.parametrize("word", forbidden(3, ","))
def test_a_word_that_the_glossary_rules_out_is_in_no_english_sentence(word: str):
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.IGNORECASE)
    said = [text for one in messages() for text in english(one) if pattern.search(CODE.sub(" ", text))]
    assert not said


@pytest.mark.parametrize("word", forbidden(4, ","))
def test_a_word_that_the_glossary_rules_out_is_in_no_chinese_sentence(word: str):
    assert not [text for one in messages() for text in chinese(one) if word in CODE.sub(" ", text)]


def test_chinese_sentences_have_chinese_marks():
    assert not [text for one in messages() for text in chinese(one) if HALF_WIDTH.search(CODE.sub("", text))]


def test_no_percent_sign_stands_apart_and_no_size_is_decimal():
    every = [text for one in messages() for text in (*english(one), *chinese(one))]
    assert not [text for text in every if UNSPACED.search(CODE.sub("x", text)) or DECIMAL_ZEROS.search(text)]


def test_no_english_sentence_begins_with_there_is():
    assert not [text for one in messages() for text in english(one) if re.search(r"\b[Tt]here (is|are) no\b", text)]

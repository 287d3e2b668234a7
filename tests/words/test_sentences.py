"""Every sentence of the catalogue, filled and told in both languages, and what the code puts into its fields.

A sentence is its template in the reader's language with the fields as they are. So these three together hold for
whatever the program says: each template is whole in Chinese, each field comes through once and unchanged, and no field
is a finished piece of English.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from wslmem.text import Text, counted
from wslmem.words import speak, tell

PACKAGE = Path(__file__).parents[2] / "wslmem"
SAYING = {"Text", "counted", "say", "say_count"}
FIELD = re.compile(r"(?<!\{)\{(\w+)\}")
WORDS = re.compile(
    r"\b(?:a|an|and|are|be|been|but|can|does|for|has|have|is|it|its|of|or|the|this|to|was|were|which|with)\b"
)
"""Words that stand in every English sentence and in no name of a program, a key or a file."""
COMMAND = re.compile(r"--[\w-]+|`[^`]*`|'[^']*'|\S*[/\\=_]\S*")


def sentences() -> list[Text]:
    """Every sentence of the catalogue, with a mark of its own in each field."""
    found = read_po(
        io.BytesIO(
            (Path(__file__).parents[2] / "wslmem" / "locale" / "zh_CN" / "LC_MESSAGES" / "wslmem.po").read_bytes()
        ),
        locale="zh_CN",
    )
    return [filled(one.id) for one in found if one.id]


def filled(message: str | tuple[str, str]) -> Text:
    if isinstance(message, str):
        return Text(message, **marks(message))
    one, many = message
    return counted(one, many, 1234, **{name: mark for name, mark in marks(one + many).items() if name != "count"})


def marks(template: str) -> dict[str, str]:
    return {name: f"<{name.upper()}>" for name in FIELD.findall(template)}


def literals(node: ast.expr) -> Iterator[str]:
    """The words in a field's expression, but for those that are a sentence, a key of a table or an attribute's name."""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in SAYING or name == "getattr":
            return
    if isinstance(node, ast.Subscript | ast.Compare):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield from literals(child)


def finished() -> list[str]:
    """Where the code hands a sentence a field with English in it: `file:line: words`."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if "emulator" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SAYING:
                words = [text for field in node.keywords if field.arg for text in literals(field.value)]
                found += [f"{path.name}:{node.lineno}: {text}" for text in words if WORDS.search(text)]
    return found


WHOLE = {"effect", "restart", "why", "count", "runs"}
"""Fields that hold a sentence, with its capital, or a number: only such may begin one within another."""
AFTER = re.compile(r"(?<!\.\.)(?<!vs)[.?!] (?:\{(\w+)\}|(?!wslmem)([a-z]{2,} ))")
"""What stands after the end of a sentence: a field, or a word in lower case."""


def begun(message: str) -> list[str]:
    return [field or word for field, word in AFTER.findall(message) if field not in WHOLE]


@pytest.fixture
def chinese() -> Iterator[None]:
    speak("zh_CN")
    yield
    speak("en")


def test_there_is_a_catalogue_to_look_at():
    assert len(sentences()) > 1500


def test_every_sentence_is_told_in_chinese_without_english_words_between_the_names(chinese):
    told = [tell(sentence) for sentence in sentences()]
    assert not [text for text in told if WORDS.search(COMMAND.sub(" ", text))]


def test_every_field_of_every_sentence_comes_through_unchanged_in_both_languages(chinese):
    for sentence in sentences():
        for name, value in sentence.fields.items():
            assert str(value) in str(sentence), name
            assert str(value) in tell(sentence), name


def test_no_sentence_within_another_begins_with_what_may_be_a_half():
    assert not [sentence.template for sentence in sentences() if begun(sentence.template)]
    assert begun("{what}. {next_step}") == ["next_step"]
    assert begun("It failed. in PowerShell: try again") == ["in "]


def test_no_sentence_is_given_finished_english_for_a_field():
    assert not finished()


def test_finished_english_in_a_field_would_be_seen():
    call = ast.parse('Text("{what} ended", what="the build" if x else Text("the build"))', mode="eval").body
    assert isinstance(call, ast.Call)
    assert list(literals(call.keywords[0].value)) == ["the build"]

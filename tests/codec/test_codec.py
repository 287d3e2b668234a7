"""Values go to JSON and back without loss; what does not fit is refused with the place; sentences stay translatable."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.codec import COLUMNS, DecodeError, MismatchError, WhyNull, decode, encode, from_json, from_toml, to_json
from wslmem.codec.schema import schema_text
from wslmem.records import record
from wslmem.text import Text, counted, joined, verbatim
from wslmem.units import Bytes


class Mood(StrEnum):
    GOOD = "good"
    BAD = "bad"


@record
class Row:
    """One reading."""

    at: float
    size: Bytes | None = None


@record(kw_only=True)
class Record:
    """Everything that a field can be."""

    name: str
    """What it is called."""
    mood: Mood = Mood.GOOD
    path: Path = Path()
    way: Literal["there", "back"] = "there"
    either: int | str | None = None
    pair: tuple[str, int] = ("", 0)
    table: dict[str, tuple[int, ...]] | None = None
    rows: Annotated[tuple[Row, ...], COLUMNS] = ()
    peak: Annotated[Bytes | None, WhyNull("nobody looked")] = None
    said: Text = Text("")
    listed: tuple[Text, ...] = ()
    inner: Record | None = None


WORDS = st.text(max_size=8)
SENTENCES = st.deferred(
    lambda: st.one_of(
        WORDS.map(verbatim),
        st.builds(lambda size: Text("the VM has {size}", size=size), st.one_of(WORDS, SENTENCES)),
        st.builds(lambda n, what: counted("{count} run of {what}", "{count} runs of {what}", n, what=what),
                  st.integers(0, 3), WORDS),
        st.builds(lambda parts: joined(Text(", "), parts), st.lists(st.one_of(WORDS, SENTENCES), max_size=3)),
    )
)  # fmt: skip
ROWS = st.lists(st.builds(Row, st.floats(0, 9), st.none() | st.integers(0, 9)), max_size=3).map(tuple)
RECORDS = st.deferred(
    lambda: st.builds(
        Record,
        name=WORDS,
        mood=st.sampled_from(Mood),
        path=st.sampled_from([Path("a"), Path("/b/c")]),
        way=st.sampled_from(["there", "back"]),
        either=st.none() | st.integers() | WORDS,
        pair=st.tuples(WORDS, st.integers()),
        table=st.dictionaries(WORDS, st.lists(st.integers(), max_size=2).map(tuple), max_size=2),
        rows=ROWS,
        peak=st.none() | st.integers(0, 2**50),
        said=SENTENCES,
        listed=st.lists(SENTENCES, max_size=2).map(tuple),
        inner=st.none() | RECORDS,
    )
)


@given(RECORDS)
def test_every_value_comes_back_as_it_was_with_sentences_that_say_the_same(record):
    text = to_json(record, schema="wslmem/test/1", sentences=True)
    assert text.isascii()
    back = from_json(Record, text, schema="wslmem/test/1")
    assert encode(back) == encode(record)
    assert to_json(back, schema="wslmem/test/1", sentences=True) == text


@given(RECORDS)
def test_every_value_fits_the_schema_that_its_type_makes(record):
    schema = json.loads(schema_text(Record, "wslmem/test/1", title="a test"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(to_json(record, schema="wslmem/test/1")))


def test_a_schema_tells_what_the_docstrings_tell():
    schema = json.loads(schema_text(Record, "wslmem/test/1", title="a test"))
    assert schema["description"] == "Everything that a field can be."
    assert schema["properties"]["name"]["description"] == "What it is called."
    assert schema["$defs"]["Row"]["properties"]["size"]["items"]["anyOf"][0] == {"type": "integer", "minimum": 0}


def test_a_sentence_that_was_saved_is_still_translated():
    class German:
        def gettext(self, message: str) -> str:
            return {"the VM has {size}": "die VM hat {size}"}.get(message, message)

        def ngettext(self, one: str, many: str, count: int) -> str:
            return one if count == 1 else many

    saved = to_json(Record(name="a", said=Text("the VM has {size}", size="4 GiB")), sentences=True)
    assert json.loads(saved)["said"] == "the VM has 4 GiB", "older versions read the English"
    assert from_json(Record, saved).said.translated(German()) == "die VM hat 4 GiB"


@pytest.mark.parametrize(
    "made_of",
    [
        {"template": "something else", "fields": {}},
        {"template": "{a.__class__}", "fields": {"a": "the VM"}},
        {"template": "{a:>999999999}", "fields": {"a": "x"}},
        {"template": "{a!r}", "fields": {"a": "x"}},
        {"template": "{missing}", "fields": {}},
        {"template": 3, "fields": {}},
        {"template": "{a}", "fields": {"a": {"parts": 3, "separator": None}}},
        {"parts": ["the", "VM"], "separator": " "},
        {"template": "the VM", "many": "the VMs", "count": "x", "fields": {}},
        [],
        None,
        "the VM",
    ],
)
def test_a_template_that_does_not_say_what_was_saved_does_not_count(made_of):
    saved = {"name": "a", "said": "the VM", "sentences": {"said": made_of, "nothing": made_of, "name": made_of}}
    assert decode(Record, saved).said == verbatim("the VM")


@pytest.mark.parametrize("unseen", ["\x1b]52;c;aA==\x07", "\u202e", "\ufdd1", "\r"])
def test_a_template_in_which_something_cannot_be_seen_does_not_count(unseen):
    said = f"the VM{unseen} has"
    saved = {"name": "a", "said": said, "sentences": {"said": {"template": said, "fields": {}}}}
    assert decode(Record, saved).said == verbatim(said), "words of others, which a face spells out"


def test_columns_may_be_rows_and_may_lack_what_has_a_default():
    rows = (Row(1.0), Row(2.0))
    assert decode(Record, {"name": "a", "rows": [{"at": 1}, {"at": 2}]}).rows == rows
    assert decode(Record, {"name": "a", "rows": {"at": [1, 2]}}).rows == rows


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "not an object"),
        ({}, "name: missing"),
        ({"name": 3}, "name: not text"),
        ({"name": "a", "mood": "wild"}, "mood: none of good, bad"),
        ({"name": "a", "mood": []}, "mood: none of good, bad"),
        ({"name": "a", "way": "up"}, "way: none of there, back"),
        ({"name": "a", "either": 1.5}, "either: not text"),
        ({"name": "a", "pair": ["a"]}, "pair: not a list of 2"),
        ({"name": "a", "pair": ["a", "b"]}, "pair[1]: not a whole number"),
        ({"name": "a", "table": []}, "table: not an object"),
        ({"name": "a", "table": {"x": [1, None]}}, "table.x[1]: not a whole number"),
        ({"name": "a", "rows": {"at": [1.0, "x"]}}, "rows.at[1]: not a number"),
        ({"name": "a", "rows": {"at": [1.0], "size": []}}, "rows: not an object of lists of one length"),
        ({"name": "a", "rows": {"size": [1]}}, "rows.at: missing"),
        ({"name": "a", "peak": True}, "peak: not a whole number"),
        ({"name": "a", "inner": {"name": "b", "inner": {}}}, "inner.inner.name: missing"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(value, said):
    with pytest.raises(MismatchError) as caught:
        decode(Record, value)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "state.json: not JSON"),
        (b'{"name": NaN}', "NaN is no JSON number"),
        (b"\xff\xfe{\x00", "state.json: the file is UTF-16, not UTF-8"),
        (b'{"name": "\xe9"}', "state.json: the file is not UTF-8"),
        (b'{"schema": "wslmem/test/3", "name": "a"}', "written by a newer wslmem (wslmem/test/3"),
        (b'{"schema": "wslmem/other/1", "name": "a"}', "the schema is wslmem/other/1, not wslmem/test/2"),
        (b'{"schema": 3, "name": "a"}', "the schema is 3, not wslmem/test/2"),
        (b'{"name": "a"}', "the schema is none, not wslmem/test/2"),
        (b"[]", "the schema is none"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_name(data, said):
    with pytest.raises(DecodeError) as caught:
        from_json(Record, data, schema="wslmem/test/2", place="state.json")
    assert said in str(caught.value)


def test_a_file_older_than_its_mark_is_read_where_the_caller_knows_of_such_files():
    assert from_json(Record, b'{"name": "a"}', schema="wslmem/test/1", unmarked=True).name == "a"


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_toml_is_read_by_the_same_types(bom):
    data = bom + b'name = "a"\nmood = "bad"\n[table]\nx = [1, 2]\n'
    assert from_toml(Record, data) == Record(name="a", mood=Mood.BAD, table={"x": (1, 2)})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"name = ", "config.toml: not TOML"),
        (b'name = "a"\n' + b"a." * 101 + b"a = 1", "line 2 has more than 100 dots"),
        (b"name = 3", "config.toml: name: not text"),
        ("name = 'a'".encode("utf-16"), "config.toml: the file is UTF-16, not UTF-8"),
    ],
)
def test_toml_that_does_not_fit_is_refused_with_its_place(data, said):
    with pytest.raises(DecodeError) as caught:
        from_toml(Record, data, place="config.toml")
    assert said in str(caught.value)


def test_what_has_no_place_in_json_is_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match="no JSON"):
        encode({"a": object()})

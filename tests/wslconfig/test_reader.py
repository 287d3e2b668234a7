"""The reader against a second reader, written differently from the same rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import REAL_LIKE, noise, texts, variants
from second_reader import read_again

from wslmem.wslconfig.document import read


def events(document):
    """What the reader saw, in the words of the second reader."""
    found = {
        reading.spans.start: reading
        for reading in (*document.readings.values(), *document.unknown, *document.duplicates)
    }
    for statement in document.statements:
        if statement.kind == "key":
            name = document.names.of(statement)[0]
            yield "key", name, found[statement.start].raw, statement.line
        elif statement.kind != "header":
            yield "bad", statement.kind, statement.line


@given(st.one_of(texts, noise))
def test_both_readers_agree_on_every_line(text):
    document = read(text.encode("utf-8", "surrogatepass"))
    if not document.fatal and not text.startswith("\ufeff"):
        assert list(events(document)) == read_again(text)


@given(st.one_of(texts, noise))
def test_both_readers_agree_on_utf_16(text):
    document = read(b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass"))
    if not document.fatal:
        assert list(events(document)) == read_again(text)


@given(st.one_of(st.binary(max_size=200), texts.map(str.encode)))
def test_scan_then_render_is_identity(data):
    document = read(data)
    assert document.render() == data
    if document.opened and not (document.encoding == "utf-16le-bom" and len(data) % 2):
        assert document.source.encode(document.text) == data


@given(
    st.binary(max_size=60).flatmap(
        lambda tail: st.sampled_from([0, 2030, 2047, 4090]).map(lambda n: b"#" * n + b"\n" + tail)
    )
)
def test_any_bytes_at_the_edge_of_a_block_are_read_without_failing(data):
    document = read(data)
    assert 0 <= document.source.end <= len(document.text)
    assert (
        len(document.warnings) <= data.count(b"\n") + data.count(b"\r") + data.count(b"\xff") + data.count(b"\xef") + 3
    )


@pytest.mark.parametrize("name", REAL_LIKE)
def test_line_ends_marks_and_encodings_do_not_change_what_is_read(name):
    readings = [
        {key: (reading.raw, reading.line, reading.valid) for key, reading in read(data).readings.items()}
        for _, data in variants(REAL_LIKE[name])
    ]
    assert readings == [readings[0]] * len(readings)


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (b"", "none"),
        (b"a", "none"),
        (b"a\nb\n", "lf"),
        (b"a\r\n", "crlf"),
        (b"a\rb", "cr"),
        (b"a\r\nb\n", "mixed"),
        (b"\r\r\n", "mixed"),
    ],
)
def test_the_line_ending_is_told(data, ending):
    assert read(data).line_ending == ending


def test_a_cut_character_in_the_second_block_loses_that_block_alone():
    data = b"[wsl2]\nmemory=4GB\n" + b"#" * 2040 + b"\nswap=0\n# x\x80"
    document = read(data)
    assert document.read_error
    assert list(document.readings) == ["wsl2.memory"]


def test_a_character_split_between_blocks_is_no_error():
    data = b"#" * 2047 + "é\n[wsl2]\nmemory=4GB\n# \xe9 x\n".encode("latin-1").replace(b"\xe9\n[", "é\n[".encode())
    document = read(data)
    assert not document.read_error
    assert document.readings["wsl2.memory"].valid


def test_a_hundred_thousand_lines_of_every_kind_are_each_read():
    block = b"[wsl2]\nmemory=8gb\n; x\nfoo=1\n[wsl2 ]\n"
    document = read(block * 20_000)
    assert len(document.statements) == 100_000
    assert document.statements[-1].line == 100_000
    assert len(document.warnings) == 80_000


def test_one_long_line_is_one_value():
    document = read(b"[wsl2]\nkernelCommandLine=" + b'x "y" ' * 200_000)
    assert len(document.readings["wsl2.kernelCommandLine"].raw) == 800_000 - 1

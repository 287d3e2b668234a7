"""The wordings of build tools, shells, containers and kernels."""

from __future__ import annotations

import tomllib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.diagnosis import log
from wslmem.diagnosis.wordings import HINTS, HINTS_OF_MEMORY, WORDINGS, Kind

LINES = tomllib.loads((Path(__file__).parent / "lines.toml").read_text(encoding="utf-8"))["line"]
COLOURS = ("\x1b[31m", "\x1b[0m", "\x1b[1;38;5;196m", "\x1b]8;;http://x\x1b\\", "\x1b[K", "\r")


def test_a_line_is_taken_for_what_it_is(said):
    found = log.match(said["text"])
    assert found is not None
    assert (found.wording.kind, found.victim, found.package) == (said["kind"], said.get("victim"), said.get("package"))


def test_the_cheap_look_never_hides_a_telling_line(said):
    hints = HINTS if said["kind"] == Kind.BUILD_ERROR else HINTS_OF_MEMORY
    assert any(hint in said["text"].lower().encode() for hint in hints)


def test_every_wording_has_a_line_that_shows_it():
    shown = {id(found.wording) for line in LINES if (found := log.match(line["text"]))}
    assert [wording for wording in WORDINGS if id(wording) not in shown] == []


def test_a_timestamp_of_a_runner_before_the_line_changes_nothing(said):
    if said["text"].startswith(("signal: killed", "Killed", "go: ", "# ", "./")):
        return  # these words mean something only at the beginning of a line
    found = log.match(f"2026-11-23T11:44:50.1234567Z {said['text']}")
    assert found is not None
    assert found.wording.kind == said["kind"]


@settings(deadline=None)
@given(
    st.sampled_from([line["text"] for line in LINES]), st.lists(st.tuples(st.integers(0, 40), st.sampled_from(COLOURS)))
)
def test_colours_and_carriage_returns_change_nothing(text, codes):
    coloured = text
    for wanted, code in codes:
        place = min(wanted, len(coloured))
        if "\x1b" not in coloured[max(0, place - 20) : place + 20]:
            coloured = coloured[:place] + code + coloured[place:]
    assert log.clean(coloured.encode()) == log.clean(text.encode())


def test_the_output_of_powershell_is_read_although_it_is_utf_16(said):
    chunk = ("\ufeff" + said["text"] + "\r\n").encode("utf-16-le")
    found = log.find([chunk])
    assert list(found) == [said["kind"]]


@settings(deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=300), st.sampled_from([line["text"].encode() + b"\n" for line in LINES]))))
def test_the_same_is_found_however_the_bytes_are_cut(chunks):
    data = b"".join(chunks)
    assert log.find(chunks) == log.find([data]) == log.find(data[at : at + 7] for at in range(0, len(data), 7))


@settings(deadline=None, max_examples=20)
@given(st.integers(log.LONGEST - 2, 3 * log.BLOCK), st.sampled_from([1000, 4096, 65536, 1 << 20]))
def test_after_an_endless_line_the_next_one_is_found(length, step):
    data = b"x" * length + b"\nsignal: killed\n"
    chunks = [data[start : start + step] for start in range(0, len(data), step)]
    assert [found.line for found in log.find(chunks)[Kind.SIGKILL]] == ["signal: killed"]

"""The same is read from a log however its bytes were cut, coloured, encoded or lengthened."""

from __future__ import annotations

import pytest
from handed_logs import LOGS
from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.diagnosis.reading.blocks import BLOCK
from wslmem.diagnosis.reading.cleaning import clean, lines
from wslmem.diagnosis.reading.line import LONGEST
from wslmem.diagnosis.reading.regions import Telling, careful
from wslmem.diagnosis.reading.tongues import english
from wslmem.diagnosis.signs import daemons, errors, killed, limits, losses, needles, refused, stopped
from wslmem.diagnosis.signs.collect import FULL, LARGE, collect
from wslmem.diagnosis.signs.glance import worth_reading
from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.diagnosis.weighing.case import Case
from wslmem.diagnosis.weighing.order import weigh

PRINTED = [line for log in LOGS for line in log.data.decode("utf-8", "replace").splitlines() if line.isprintable()]
COLOURS = ("\x1b[31m", "\x1b[0m", "\x1b[1;38;5;196m", "\x1b]8;;http://x\x1b\\", "\x1b[K")
BEFORE = (b"x" * 511 + b"\n") * ((FULL + BLOCK // 4) // 512 + 1)
"""Other lines, enough for a log behind them to be looked through for the strongest words only."""
ROWS = [row for room in (killed, daemons, stopped, refused, limits, losses, errors) for row in room.ROWS]


def told(chunks: list[bytes]) -> list[tuple[Kind, str, str | None]]:
    signs: dict[Kind, list[Sign]] = collect(chunks).signs
    return [(one.kind, one.line.text, one.victim) for known in signs.values() for one in known]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}-{row.who}-{row.key}")
def test_the_cheap_look_finds_every_line_that_a_wording_fits(row):
    assert any(word.decode() in row.key for word in (*needles.ALL, *needles.ERRORS)), row.key


@pytest.mark.parametrize("before", ["a.sh: Zeile 12: ", "./b.sh: 第 12 列\uff1a ", "[2]    ", "[1]+  "])
def test_a_shells_line_on_a_job_is_found_in_any_language_and_a_clock_is_none(before):
    assert needles.JOB.search(f"{before}4711 Getötet                go build".encode().lower())
    assert not needles.JOB.search(b"12:00:01 info  com.acme.builder - 12 units")


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_a_line_that_is_passed_over_tells_nothing(log):
    for raw in log.data.replace(b"\0", b"").splitlines():
        held = [word for word in (*needles.ALL, *needles.ERRORS) if word in raw.lower()]
        if len(raw) > LONGEST or not held or any(worth_reading(raw, word) for word in held):
            continue
        told_by = [
            found
            for line in lines(raw, 1)
            for room in (killed, daemons, stopped, refused, limits, losses, errors)
            if (found := room.recognise(line, line.text.lower()))
            and found.kind not in {Kind.DONE, Kind.TEST, Kind.COMPLAINT}
        ]
        assert told_by == [], raw


@pytest.mark.parametrize("log", LOGS[::12], ids=lambda log: log.name)
def test_the_end_of_a_large_log_is_read_as_if_all_of_it_were(log):
    chunks = [BEFORE, log.data]
    skimmed, whole = collect(chunks, 2 * LARGE), collect(chunks, thorough=True)
    assert skimmed.skimmed
    assert weigh(Case(skimmed)).ending == weigh(Case(whole)).ending


@settings(deadline=None)
@given(st.sampled_from(PRINTED), st.lists(st.tuples(st.integers(0, 40), st.sampled_from(COLOURS))))
def test_colours_change_nothing(text, codes):
    coloured = text
    for wanted, code in codes:
        place = min(wanted, len(coloured))
        if "\x1b" not in coloured[max(0, place - 20) : place + 20]:
            coloured = coloured[:place] + code + coloured[place:]
    assert clean(coloured.encode()) == clean(text.encode())


@settings(deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=300), st.sampled_from([log.data for log in LOGS])), max_size=3))
def test_the_same_is_found_however_the_bytes_are_cut(chunks):
    data = b"".join(chunks)
    assert told(chunks) == told([data]) == told([data[at : at + 7] for at in range(0, len(data), 7)])


@settings(deadline=None, max_examples=10)
@given(st.integers(BLOCK - 2, 5 * BLOCK), st.sampled_from([1000, 4096, 65536, 1 << 20]))
def test_after_an_endless_line_the_next_one_is_found(length, step):
    data = b"x" * length + b"\nsignal: killed\n"
    found = told([data[start : start + step] for start in range(0, len(data), step)])
    assert (Kind.KILLED, "signal: killed", None) in found


def test_a_kill_in_the_middle_of_an_endless_line_is_found():
    data = b"x" * 300_000 + b" collect2: fatal error: ld terminated with signal 9 [Killed] " + b"y" * 300_000
    assert any(kind is Kind.KILLED and victim == "ld" for kind, _, victim in told([data]))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_the_output_of_powershell_is_read_although_it_is_utf_16(encoding):
    data = "gcc: fatal error: Killed signal terminated program cc1\r\n".encode(encoding)
    assert [victim for kind, _, victim in told([data]) if kind is Kind.KILLED] == ["cc1"]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (
            "./b.sh: Zeile 3:  4711 Getötet                go build",
            "./b.sh: Zeile 3:  4711 Killed                go build",
        ),
        ("make: *** [Makefile:3: all] Süreç durduruldu", "make: *** [Makefile:3: all] Killed"),
        ("gcc: Signal Getötet hat Programm cc1 beendet", "gcc: Killed signal terminated program cc1"),
        ("timeout: Signal KILL wird an Befehl „go“ geschickt", "timeout: sending signal KILL to command 'go'"),
        ("bash: fork: 资源暂时不可用", "bash: fork: Resource temporarily unavailable"),
        ("Der Prozess wurde beendet", "Der Prozess wurde beendet"),
    ],
)
def test_the_c_librarys_words_are_read_in_english(printed, read):
    assert english(printed) == read


def test_lines_whose_ends_were_lost_are_several_again():
    data = b"cc -c a.cmake[6]: *** [s-automata] Error 137make[5]: Leaving directory `/w'"
    assert [line.text for line in lines(data, 1)] == [
        "cc -c a.c",
        "make[6]: *** [s-automata] Error 137",
        "make[5]: Leaving directory `/w'",
    ]


def test_a_line_that_told_nothing_is_not_read_again_whenever_it_is_said():
    read: list[str] = []

    def telling(line):
        read.append(line.text)
        return Telling.NO

    stamped = b"".join(
        b"2026-06-20T17:%02d:00Z retrying: killed a stale entry\n" % (minute % 60) for minute in range(9000)
    )
    for _ in careful([b"go\n" * 40_000, stamped, b"go\n" * 60_000], lambda _: (b"kill",), lambda *_: True, telling):
        pass
    assert read == ["retrying: killed a stale entry"]

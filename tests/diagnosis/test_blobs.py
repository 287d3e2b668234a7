"""Data in letters is passed over, and nothing that stands beside it."""

from __future__ import annotations

import base64
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.diagnosis.reading.blobs import KEPT, without_blobs
from wslmem.diagnosis.reading.line import LONGEST
from wslmem.diagnosis.reading.regions import Telling, careful
from wslmem.diagnosis.signs.collect import collect
from wslmem.diagnosis.signs.sign import Kind

MAP = b"//# sourceMappingURL=data:application/json;base64,"
LETTERS = st.sampled_from(
    [b"A", b"b+/", b"0" * 300, b"x" * 5000, b" ", b".", b"\n", b"\n" * 9, b"signal: killed", b"\xff"]
)


def blob(size: int, seed: int = 1) -> bytes:
    return base64.b64encode(random.Random(seed).randbytes(size))  # noqa: S311 - no secret


@given(st.lists(LETTERS))
def test_lines_stay_lines_and_short_ones_stay_as_they_are(parts):
    data = b"".join(parts)
    before, after = data.split(b"\n"), without_blobs(data).split(b"\n")
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert new == old if len(old) <= LONGEST else len(new) <= len(old)


@given(st.lists(LETTERS))
def test_words_that_spaces_part_stay_however_long_the_line_is(parts):
    data = b"".join(parts)
    words = [word for word in data.split() if len(word) <= 4 * KEPT]
    left = without_blobs(data).split()
    assert [word for word in left if word in set(words)] == [word for word in words if word in set(left)] == words


@settings(deadline=None)
@given(st.integers(LONGEST, 3 * LONGEST), st.integers(0, 9))
def test_a_kill_beside_a_source_map_in_the_same_line_is_found(size, seed):
    line = MAP + blob(size, seed) + b" go build: signal: killed " + blob(size, seed + 1)
    assert collect([line]).of(Kind.KILLED)


def test_of_a_source_map_next_to_nothing_is_read():
    data = b"".join(MAP + blob(6000, seed) + b"\n" for seed in range(60))
    read = sum(len(line.text) for line in careful([data], lambda _: (b"b",), lambda *_: True, lambda _: Telling.YES))
    assert len(data) > 480_000
    assert read < 60 * (len(MAP) + 3 * KEPT)

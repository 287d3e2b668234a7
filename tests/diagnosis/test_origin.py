"""The cheap look for a log's place and its tools finds every line that the dear one would."""

from __future__ import annotations

import pytest
from handed_logs import LOGS
from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.diagnosis.signs.origin import LOOKED_AT, PLACES, TOOLS

MARKS = [*PLACES, *TOOLS]
ASCII = st.characters(codec="ascii")
"""What the C library's case folding makes of other letters is no word of a tool."""


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: mark.name)
@settings(deadline=None)
@given(st.data())
def test_what_fits_a_pattern_holds_one_of_its_keys(mark, data):
    text = data.draw(st.from_regex(mark.pattern.compiled(), alphabet=ASCII))
    assert mark.on(text, text.lower()), text


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_of_real_logs_no_line_is_passed_over(log):
    for line in log.data.decode("utf-8", "replace").splitlines():
        text = line[:LOOKED_AT]
        for mark in MARKS:
            assert mark.on(text, text.lower()) is (mark.pattern.search(text) is not None), (mark.name, text)

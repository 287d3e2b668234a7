"""Tables of measurements kept small come back as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.sizing import packed, record


@given(st.sets(st.text("ab/é", max_size=6)))
def test_sorted_names_come_back_from_their_rests(names: set[str]) -> None:
    assert packed.names(packed.rests(sorted(names))) == sorted(names)


@given(st.lists(st.integers()))
def test_numbers_come_back_from_their_steps(numbers: list[int]) -> None:
    assert list(packed.sums(packed.steps(numbers))) == numbers


def test_peaks_come_back_to_a_tenth_of_a_mebibyte_by_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "DATA", tmp_path)
    record.write(
        {
            ("shop", "net/http", "compile"): (75.84, 3),
            ("shop", "", "link"): (301.0, 1),
            ("api", "net/http", "compile"): (8.0, 2),
            ("api", "net", "compile"): (12.26, 2),
        }
    )
    assert list(record.read().items()) == [
        (("api", "net", "compile"), (12.3, 2)),
        (("api", "net/http", "compile"), (8.0, 2)),
        (("shop", "", "link"), (301.0, 1)),
        (("shop", "net/http", "compile"), (75.8, 3)),
    ]

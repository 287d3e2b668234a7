"""The same commit is tried with the same examples in every run, by whichever worker, after whichever other tests."""

from __future__ import annotations

import importlib.util
import os
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def examples() -> list[tuple[int, str]]:
    """What a test is tried with."""
    seen = []

    @settings(derandomize=True, max_examples=150)
    @given(st.integers(), st.text())
    def look(number, text):
        seen.append((number, text))

    look()
    return seen


@pytest.mark.skipif("WSLMEM_THOROUGH" in os.environ, reason="looks for new examples")
def test_the_examples_of_a_test_do_not_depend_on_what_was_imported_before_it(tmp_path, monkeypatch):
    before = examples()
    source = tmp_path / "full_of_constants.py"
    source.write_text(f"NUMBERS = {[*range(10**6, 10**6 + 500)]}\nWORDS = {[f'word {one}' for one in range(500)]}\n")
    spec = importlib.util.spec_from_file_location(source.stem, source)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, source.stem, module)
    spec.loader.exec_module(module)
    assert examples() == before

"""The committed completion scripts are those that the parsers give."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest


def scripts() -> dict[Path, str]:
    path = Path(__file__).parents[2] / "docs" / "completions.py"
    spec = importlib.util.spec_from_file_location("completions", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.scripts()


@pytest.mark.parametrize(("path", "text"), scripts().items(), ids=lambda value: getattr(value, "suffix", "text"))
def test_the_completion_script_is_fresh(path: Path, text: str) -> None:
    assert path.read_text(encoding="utf-8") == text, "run docs/completions.py"

"""Pictures stay in every clone for ever: few, small, and each shown on a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PICTURES = sorted((ROOT / "docs").rglob("*.png"))
MOST, LARGEST = 12, 60_000
SHOWN = re.compile(r"!\[[^\]]+\]\(([^)]+\.png)\)")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
INDEXED = 3
"""The colour type of a PNG with a palette."""


def test_there_are_at_most_twelve():
    assert 1 <= len(PICTURES) <= MOST


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_each_is_a_small_png_with_a_palette(path: Path):
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert data[25] == INDEXED
    assert len(data) <= LARGEST


def test_every_picture_of_a_page_is_there_and_every_picture_is_on_a_page():
    shown = {(page.parent / name).resolve() for page in PAGES for name in SHOWN.findall(page.read_text("utf-8"))}
    assert shown == {path.resolve() for path in PICTURES}

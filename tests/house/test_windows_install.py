"""How to install on Windows, in every language: each way ends with a command that a new terminal finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(ROOT.glob("README*.md"))
BEHIND = {"uv tool install .": "uv tool update-shell", "pipx install .": "pipx ensurepath"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("install", BEHIND)
def test_what_installs_is_followed_by_what_puts_it_into_path(page, install):
    text = page.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if install in line]
    assert lines
    assert all(re.search(rf"{re.escape(install)};[^`]*{re.escape(BEHIND[install])}", line) for line in lines), lines

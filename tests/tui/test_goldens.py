"""What a few screens look like, as text. WSLMEM_GOLDEN=write writes them anew; look at them before you commit."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from wslmem.words import speak

GOLDENS = Path(__file__).with_name("goldens")


@pytest.fixture
def somewhere(known):
    """The frozen machine with paths that do not change from run to run."""
    home = Path("/mnt/c/Users/dev")
    paths = replace(
        known.paths, wslconfig=home / ".wslconfig", state_dir=home / "wslmem", config_toml=home / "wslmem/config.toml"
    )
    return replace(known, paths=paths)


def shown(app) -> str:
    strips = app.screen._compositor.render_strips()
    text = "\n".join(strip.text.rstrip() for strip in strips) + "\n"
    text = re.sub(r"wslconfig-[0-9a-f]{16}", f"wslconfig-{'0' * 16}", text)  # the digits come of the path as spelled
    return text.replace("\\", "/") if os.name == "nt" else text  # paths look as their system writes them


CASES = [
    ("overview-100x30", (100, 30), "en", []),
    ("overview-80x24", (80, 24), "en", []),
    ("overview-60x20", (60, 20), "en", []),
    ("overview-100x30-zh", (100, 30), "zh_CN", []),
    ("change-80x24", (80, 24), "en", ["c", "up", "up"]),
    ("review-100x30", (100, 30), "en", ["a", "1", "2"]),
    ("plan-80x24", (80, 24), "en", ["b", "n"]),
    ("why-100x30", (100, 30), "en", ["i"]),
]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
async def test_a_screen_looks_as_it_did_when_a_person_last_looked(drawn, somewhere, until, case):
    name, size, language, keys = case
    speak(language)
    app = type(drawn())(somewhere)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.state.survey is not None)
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        for _ in range(5):
            await pilot.pause()
        golden = GOLDENS / f"{name}.txt"
        if os.environ.get("WSLMEM_GOLDEN") == "write":
            golden.write_text(shown(app), encoding="utf-8")
        assert shown(app) == golden.read_text(encoding="utf-8")

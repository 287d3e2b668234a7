"""Lines as programs print them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

LINES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "lines.toml").read_text(encoding="utf-8"))["line"]


def pytest_generate_tests(metafunc: Any) -> None:
    """Run a test that asks for `said` once for each line."""
    if "said" in metafunc.fixturenames:
        metafunc.parametrize("said", LINES, ids=[line["text"][:60] for line in LINES])

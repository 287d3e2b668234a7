"""The index of docs/decisions, from the first lines of each: `# 7. What was decided`, an empty line, the date."""

from __future__ import annotations

import re
from pathlib import Path

from lab.generate.generator import ROOT

FOLDER = ROOT / "docs" / "decisions"
HEAD = re.compile(r"# (\d+)\. (.+)\n\n(\d{4}-\d\d-\d\d)\n\n")
INDEX = """# Decisions

Each tells a fact, what was decided on it, and what that costs. A decision that no longer holds is not rewritten, a
later one says so. A number that is missing was never taken.

| | decided | on |
|---|---|---|
"""


def row(path: Path) -> str:
    """The line of one decision.

    Raises:
        ValueError: it does not begin as it should, or its number is not that of its name.
    """
    head = HEAD.match(path.read_text(encoding="utf-8"))
    if head is None or int(head[1]) != int(path.name[:4]):
        number = int(path.name[:4])
        raise ValueError(f"{path.name} does not begin with `# {number}. Title`, an empty line, a date (2026-11-28)")
    return f"| {head[1]} | [{head[2]}]({path.name}) | {head[3]} |\n"


def made() -> dict[Path, bytes]:
    """The index by its path."""
    rows = (row(path) for path in sorted(FOLDER.glob("[0-9]*.md")))
    return {FOLDER / "README.md": (INDEX + "".join(rows)).encode()}

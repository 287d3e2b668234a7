"""Compiles that were measured: packages that many builds share, the standard library first.

What a package takes beyond what the law expects of it stays with it from one version to the next, and from one project
to another.
"""

from __future__ import annotations

import json
from pathlib import Path

TABLE = Path(__file__).with_name("measured_compiles.json")
"""`{import path: measured peak / what the law expects}`, written by docs/sizing/fit.py."""


def over_law() -> dict[str, float]:
    """Every measured package, by import path."""
    table: dict[str, float] = json.loads(TABLE.read_bytes())
    return table

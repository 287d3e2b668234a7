"""The JSON schemas that `wslmem schema` prints, made from the types."""

from __future__ import annotations

from pathlib import Path

from lab.generate.generator import ROOT
from wslmem.bench.result import BenchResult
from wslmem.codec.schema import schema_text
from wslmem.report.saved import SCHEMA, Derived

FOLDER = ROOT / "wslmem" / "report" / "schemas"


def schemas() -> dict[str, str]:
    """Every schema by its name."""
    return {
        "bench": schema_text(BenchResult, SCHEMA, title="A saved benchmark", first={"derived": Derived}, files=True),
    }


def made() -> dict[Path, bytes]:
    """Every schema by its path."""
    return {FOLDER / f"{name}.json": text.encode("ascii") for name, text in schemas().items()}

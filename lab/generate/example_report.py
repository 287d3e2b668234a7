"""The example report beside its saved benchmark, as HTML and as Markdown."""

from __future__ import annotations

from pathlib import Path

from lab.generate.generator import ROOT
from wslmem.report.formats import render
from wslmem.report.saved import from_json

REPORTS = ROOT / "docs" / "reports"


def made() -> dict[Path, bytes]:
    """Each report by its path."""
    result = from_json((REPORTS / "example.json").read_text(encoding="utf-8"))
    return {REPORTS / f"example.{form}": render(result, form).encode() for form in ("html", "md")}

"""Write the example report beside its saved benchmark, in every format.

    python docs/benchmarks/example_report.py

Its pictures are taken by tests/report/test_in_browser.py with WSLMEM_GOLDEN=write.
"""

from __future__ import annotations

from pathlib import Path

from wslmem.report.formats import render
from wslmem.report.saved import from_json

REPORTS = Path(__file__).parents[1] / "reports"

if __name__ == "__main__":
    result = from_json((REPORTS / "example.json").read_text(encoding="utf-8"))
    for form in ("html", "md"):
        path = REPORTS / f"example.{form}"
        path.write_bytes(render(result, form).encode())
        print(path)

"""Every format by the name that `wslmem report --format` knows."""

from __future__ import annotations

from collections.abc import Callable

from wslmem.bench.result import BenchResult

FORMATS = ("md", "html", "csv", "benchstat", "hyperfine", "json")

FILE_NAMES = {"md": "report.md", "html": "report.html", "csv": "runs.csv", "hyperfine": "hyperfine.json",
              "json": "bench.json"}  # fmt: skip
"""Names of the files of all formats that are one file."""


def render(result: BenchResult, form: str) -> str:
    """`result` as one text, as for stdout; `benchstat` joins its sides under `side:` lines.

    Raises:
        KeyError: there is no such format.
    """
    return _writers()[form](result)


def render_files(result: BenchResult, form: str) -> dict[str, str]:
    """`result` as texts by file name: one, but for `benchstat` one a side.

    Raises:
        KeyError: there is no such format.
    """
    if form == "benchstat":
        from wslmem.report.go_text import go_files

        return go_files(result)
    return {FILE_NAMES[form]: render(result, form)}


def _writers() -> dict[str, Callable[[BenchResult], str]]:
    from wslmem.report.go_text import go_joined
    from wslmem.report.hyperfine import hyperfine
    from wslmem.report.markdown import markdown
    from wslmem.report.page import html
    from wslmem.report.run_rows import csv_text
    from wslmem.report.saved import to_json

    return {"md": markdown, "html": html, "csv": csv_text, "benchstat": go_joined, "hyperfine": hyperfine,
            "json": to_json}  # fmt: skip

"""`wslmem report FILE`: a saved benchmark in the form that somebody wants to read."""

from __future__ import annotations

import argparse

from wslmem.cli import output
from wslmem.errors import Exit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only report knows."""
    parser.add_argument("file", metavar="FILE", help="bench.json of a saved benchmark, or the folder that holds it")
    parser.add_argument(
        "--format", choices=("md", "html", "csv", "benchstat", "hyperfine", "json"), default="md", help="default: md"
    )
    parser.add_argument("--out", metavar="PATH", help="write there instead of stdout (benchstat: a folder)")


def run(options: argparse.Namespace) -> Exit:
    """Read, render, print or write."""
    from pathlib import Path

    from wslmem.report.formats import render
    from wslmem.workflows.bench.reports import load, save

    result = load(Path(options.file))
    form = "json" if options.json else options.format
    if options.out:
        for path in save(result, form, Path(options.out)):
            output.story(f"written: {path}")
    else:
        output.result(render(result, form))
    return Exit.OK

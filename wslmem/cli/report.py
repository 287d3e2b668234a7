"""`wslmem report FILE`: a saved benchmark, or many computers, in the form that somebody wants to read."""

from __future__ import annotations

import argparse

from wslmem.cli import output, report_fleet
from wslmem.errors import Exit, UsageError
from wslmem.machine.system import stop_signals
from wslmem.text import Text
from wslmem.words import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only report knows."""
    parser.add_argument("file", metavar="FILE", nargs="?", help=say("bench.json of a saved benchmark, or its folder"))
    parser.add_argument(
        "--format",
        choices=("md", "html", "csv", "benchstat", "hyperfine", "json"),
        default="md",
        help=say("format (default: md)"),
    )
    parser.add_argument("--out", metavar="PATH", help=say("write to PATH instead of stdout (benchstat: a folder)"))
    parser.add_argument(
        "--force", action="store_true", help=say("with --out: overwrite a file that is not a wslmem report")
    )
    report_fleet.add_arguments(parser)


def run(options: argparse.Namespace) -> Exit:
    """Read, render, print or write."""
    if options.fleet:
        return report_fleet.run(options)
    if not options.file:
        raise UsageError(Text("FILE is missing"), next_step=Text("a saved benchmark; or --fleet DIR"))
    from pathlib import Path

    from wslmem.report.formats import render
    from wslmem.workflows.bench.reports import export, load

    source = Path(options.file)
    result = load(source)
    form = "json" if options.json else options.format
    if options.out:
        with stop_signals.to_the_end():
            for path in export(result, form, Path(options.out), source=source, force=options.force):
                output.story(Text("written: {path}", path=path))
    else:
        output.file_text(render(result, form))
    return Exit.OK

"""`wslmem recommend`: advised settings, each with its reason."""

from __future__ import annotations

import argparse

from wslmem.cli import output, recommend_text
from wslmem.cli.advice import advise, of_command
from wslmem.cli.machine import add_project, paths_of
from wslmem.errors import Exit
from wslmem.words import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only recommend knows."""
    add_project(parser)
    parser.add_argument(
        "--command", metavar="CMD", help=say("a command measured before with `wslmem run`, instead of the Go build")
    )


def run(options: argparse.Namespace) -> Exit:
    """Look, size, advise."""
    advice = of_command(options, paths_of(options)) if options.command else advise(options, paths_of(options))
    if options.json:
        output.print_document(advice, "wslmem/recommend/1")
    else:
        output.result(recommend_text.as_text(advice))
    return Exit.OK

"""`wslmem help [VERB]`: the same as --help."""

from __future__ import annotations

import argparse

from wslmem.cli import output
from wslmem.errors import Exit
from wslmem.words import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only help knows."""
    from wslmem.cli.verbs import VERBS

    names = tuple(verb.name for verb in VERBS)
    parser.add_argument("verb", nargs="?", choices=names, metavar="VERB", help=say("a verb"))


def run(options: argparse.Namespace) -> Exit:
    """Print it."""
    from wslmem.cli.parser import app_parser, verb_parser
    from wslmem.cli.verbs import find

    verb = find(options.verb) if options.verb else None
    output.result((verb_parser(verb) if verb is not None else app_parser()).format_help())
    return Exit.OK

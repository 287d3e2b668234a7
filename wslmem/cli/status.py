"""`wslmem status`: everything at a glance. Changes nothing."""

from __future__ import annotations

import argparse

from wslmem.cli import output, watched_survey
from wslmem.cli.machine import paths_of
from wslmem.cli.status_json import document
from wslmem.cli.status_text import as_text
from wslmem.documents.status import SCHEMA
from wslmem.errors import Exit
from wslmem.telling import status
from wslmem.words import tell
from wslmem.workflows.apply import recovery


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only status knows."""
    parser.add_argument("project", nargs="?", metavar="PROJECT", help="a Go project to size as well")
    parser.add_argument("--dismiss", action="store_true", help="tell what was interrupted once more, then forget it")


def run(options: argparse.Namespace) -> Exit:
    """Look and tell."""
    paths = paths_of(options)
    known = watched_survey.take(options, paths, project=options.project)
    interrupted = recovery.interruptions(paths)
    if options.json:
        output.print_document(document(known, interrupted), SCHEMA)
    else:
        output.result(as_text(known, interrupted))
    for entry in recovery.at_work(paths):
        output.story(tell(status.at_work(entry)))
    if options.dismiss:
        for one in interrupted:
            recovery.dismiss(paths, one)
    return Exit.OK

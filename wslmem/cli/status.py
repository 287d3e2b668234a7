"""`wslmem status`: everything at a glance. Changes nothing."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from wslmem.cli import output, watched_survey
from wslmem.cli.machine import paths_of
from wslmem.cli.status_text import as_text
from wslmem.errors import Exit
from wslmem.machine.files import traces
from wslmem.telling import status
from wslmem.words import tell

if TYPE_CHECKING:
    from wslmem.machine.host.paths import MachinePaths
    from wslmem.workflows.apply.journal import Entry
    from wslmem.workflows.apply.recovery import Interruption


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only status knows."""
    parser.add_argument("project", nargs="?", metavar="PROJECT", help="a Go project to size as well")
    parser.add_argument("--dismiss", action="store_true", help="tell what was interrupted once more, then forget it")


def run(options: argparse.Namespace) -> Exit:
    """Look and tell."""
    paths = paths_of(options)
    known = watched_survey.take(options, paths, project=options.project)
    interrupted, others = _journals(paths)
    if options.json:
        from wslmem.cli.status_json import document
        from wslmem.documents.status import SCHEMA

        output.print_document(document(known, interrupted), SCHEMA)
    else:
        output.result(as_text(known, interrupted))
    for entry in others:
        output.story(tell(status.at_work(entry)))
    if options.dismiss:
        _dismiss(paths, interrupted)
    return Exit.OK


def _journals(paths: MachinePaths) -> tuple[tuple[Interruption, ...], tuple[Entry, ...]]:
    """What killed runs left behind, and what others are doing now; mostly nothing, which is cheap to see."""
    if not traces.interrupted():
        return (), ()
    from wslmem.workflows.apply import recovery

    return recovery.interruptions(paths), recovery.at_work(paths)


def _dismiss(paths: MachinePaths, interrupted: tuple[Interruption, ...]) -> None:
    from wslmem.workflows.apply import recovery

    for one in interrupted:
        recovery.dismiss(paths, one)

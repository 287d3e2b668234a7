"""`wslmem status`: everything at a glance. Changes nothing."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from wslmem.cli import output, watched_survey
from wslmem.cli.machine import paths_of
from wslmem.cli.status_text import as_text
from wslmem.errors import Exit, NotFoundError
from wslmem.machine.files import traces
from wslmem.words import say

if TYPE_CHECKING:
    from wslmem.machine.host.paths import MachinePaths
    from wslmem.machine.own.journal import Entry
    from wslmem.sizing.fleet import Shortage
    from wslmem.workflows.apply.recovery import Left
    from wslmem.workflows.survey import Survey


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only status knows."""
    parser.add_argument("project", nargs="?", metavar="PROJECT", help=say("a Go project to include"))
    parser.add_argument(
        "--events", action="store_true", help=say("with --json: also when Windows ran short of memory (event 2004)")
    )
    parser.add_argument(
        "--dismiss", action="store_true", help=say("show the interrupted run once more, then forget it")
    )


def run(options: argparse.Namespace) -> Exit:
    """Look and tell; 66 where the project that was named is none."""
    return _project_code(show(options))


def _project_code(known: Survey) -> Exit:
    return next((Exit.NOT_FOUND for one in known.failures if isinstance(one, NotFoundError)), Exit.OK)


def show(options: argparse.Namespace) -> Survey:
    """Look, tell, and give what was seen."""
    paths = paths_of(options)
    known = watched_survey.take(options, paths, project=options.project)
    left, others = _journals(paths)
    if options.json:
        from wslmem.cli.status_json import document
        from wslmem.documents.status import SCHEMA

        output.print_document(document(known, left, _shortages(paths) if options.events else None), SCHEMA)
    else:
        output.result(as_text(known, left))
    if others:
        from wslmem.telling.recovery import at_work

        for entry in others:
            output.story(at_work(entry))
    if options.dismiss and left is not None:
        _dismiss(paths, left)
    return known


def _shortages(paths: MachinePaths) -> tuple[Shortage, ...] | None:
    from wslmem.cli.status_json import shortages
    from wslmem.errors import UnavailableError

    try:
        return shortages(paths)
    except UnavailableError as error:
        output.warn(error.cause)
        return None


def _journals(paths: MachinePaths) -> tuple[Left | None, tuple[Entry, ...]]:
    """What killed runs left behind, and what others are doing now; mostly nothing, which is cheap to see."""
    if not traces.interrupted():
        return None, ()
    from wslmem.workflows.apply.at_work import at_work
    from wslmem.workflows.apply.recovery import look

    return look(paths).and_then(_of_wslc(paths)), at_work(paths)


def _of_wslc(paths: MachinePaths) -> Left:
    """What a killed change of wslc's own file left."""
    from wslmem.machine.host import wslc_file
    from wslmem.records import replace
    from wslmem.workflows.apply.recovery import Left, look

    return look(replace(paths, wslconfig=wslc_file.path(paths))) if wslc_file.is_used(paths) else Left()


def _dismiss(paths: MachinePaths, left: Left) -> None:
    from wslmem.workflows.apply import recovery

    for why in filter(None, (recovery.dismiss(paths, one) for one in left.interrupted)):
        output.aloud(why)

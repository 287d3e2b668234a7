"""`wslmem explain`: what killed this build? For people who only have a log."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from wslmem.cli import output
from wslmem.diagnosis.verdict import Verdict
from wslmem.errors import Exit, UsageError
from wslmem.machine.files import log_file
from wslmem.text import Text
from wslmem.words import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only explain knows."""
    parser.add_argument("log", nargs="?", default="-", metavar="LOG", help=say("output of the build (default: stdin)"))

    parser.add_argument(
        "--windows", action="store_true", help=say("ask Windows as well whether it ran short of memory (event 2004)")
    )


def run(options: argparse.Namespace) -> Exit:
    """Read the log and give the verdict."""
    from wslmem.diagnosis.explain import explain

    path = None if options.log == "-" else Path(options.log)
    if path is None:
        verdict = explain(_stdin())
    else:
        verdict = explain(log_file.pieces(path), log_file.size(path), partial(log_file.pieces, path))
    if options.windows:
        verdict = _beside_windows(verdict, options)
    if options.json:
        output.print_document(verdict, "wslmem/explain/2")
    else:
        output.result(as_text(verdict))
    return Exit.OK


def _beside_windows(verdict: Verdict, options: argparse.Namespace) -> Verdict:
    from wslmem.cli.machine import paths_of
    from wslmem.diagnosis import windows
    from wslmem.machine.host import windows_events

    return windows.beside(verdict, windows_events.read(paths_of(options).powershell_exe))


def _stdin() -> Iterator[bytes]:
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError(
            Text("no log to explain"),
            next_step=Text("name a log, or pipe one: go build ./... 2>&1 | wslmem explain"),
        )
    return log_file.read_on(sys.stdin.buffer, "stdin")


def as_text(verdict: Verdict) -> str:
    """The headline, the witnesses quoted, what to do, in the reader's language."""
    from wslmem.cli.columns import laid_out
    from wslmem.telling import verdict as telling

    return "\n".join(laid_out(telling.facts(verdict)))

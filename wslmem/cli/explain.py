"""`wslmem explain`: what killed this build? For people who only have a log."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from wslmem.cli import output
from wslmem.diagnosis.verdict import Verdict
from wslmem.errors import Exit, UsageError
from wslmem.machine.files import log_file
from wslmem.text import Text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only explain knows."""
    parser.add_argument("log", nargs="?", default="-", metavar="LOG", help="what the build printed (default: stdin)")


def run(options: argparse.Namespace) -> Exit:
    """Read the log and give the verdict."""
    from wslmem.diagnosis.explain import explain

    verdict = explain(_pieces(options.log))
    if options.json:
        output.print_document(verdict, "wslmem/explain/1")
    else:
        output.result(as_text(verdict))
    return Exit.OK


def _pieces(log: str) -> Iterator[bytes]:
    if log != "-":
        return log_file.pieces(Path(log))
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError(
            Text("there is nothing to explain"),
            next_step=Text("give a log, or pipe one: go build ./... 2>&1 | wslmem explain"),
        )
    return iter(lambda: sys.stdin.buffer.read(log_file.PIECE), b"")


def as_text(verdict: Verdict) -> str:
    """The headline, the witnesses quoted, what to do. Without a witness no ending is named: none is known."""
    lines = [f"{verdict.ending}: {verdict.headline}" if verdict.evidence else verdict.headline]
    lines += [f"  {one.source}: {one.text}" for one in verdict.evidence]
    lines += [f"next: {verdict.next_step}"] if verdict.next_step else []
    return "\n".join(lines)

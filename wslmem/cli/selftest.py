"""`wslmem selftest`: what wslmem takes for granted about Windows and WSL, looked at on this machine."""

from __future__ import annotations

import argparse
import platform

from wslmem import __version__
from wslmem.cli import output
from wslmem.cli.machine import paths_of
from wslmem.documents.selftest import SCHEMA, CheckDone, SelftestDocument, SystemSeen
from wslmem.errors import Exit
from wslmem.machine.system import version_windows
from wslmem.machine.system.version_windows import System
from wslmem.text import verbatim
from wslmem.words import say
from wslmem.workflows.selftest.selftest import Outcome, Truth, selftest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only selftest knows."""
    parser.add_argument(
        "--restart", action="store_true", help=say("also the checks that restart WSL; everything running in it stops")
    )


def run(options: argparse.Namespace) -> Exit:
    """Look, and print a table that can be pasted into an issue."""
    system = version_windows.read()
    outcomes = []
    for outcome in selftest(paths_of(options), restart=options.restart):
        output.progress(verbatim(f"{outcome.name}: {outcome.truth}"))
        outcomes.append(outcome)
    if options.json:
        output.print_document(document(system, outcomes), SCHEMA)
    else:
        output.result(as_text(system, outcomes))
    return Exit.FAILED if any(one.truth is Truth.FAILS for one in outcomes) else Exit.OK


def document(system: System, outcomes: list[Outcome]) -> SelftestDocument:
    """What a script reads."""
    return SelftestDocument(
        wslmem=__version__,
        python=platform.python_version(),
        system=SystemSeen(system.name, system.version),
        checks=tuple(CheckDone(one.name, one.expected, one.seen, one.truth) for one in outcomes),
    )


def as_text(system: System, outcomes: list[Outcome]) -> str:
    """A Markdown table below one line about the machine."""
    lines = [f"wslmem {__version__}, Python {platform.python_version()}, {system}", ""]
    if system.name == "Wine":
        lines[1:] = ["This is Wine, not Windows: what holds here is a witness, not a proof.", ""]
    lines += ["| assumption | expected | seen | verdict |", "|---|---|---|---|"]
    lines += [f"| {one.name} | {_cell(one.expected)} | {_cell(one.seen)} | {one.truth} |" for one in outcomes]
    held = sum(one.truth is Truth.HOLDS for one in outcomes)
    return "\n".join([*lines, "", f"{held} of {len(outcomes)} hold"])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")

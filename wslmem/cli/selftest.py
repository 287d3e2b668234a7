"""`wslmem selftest`: what wslmem takes for granted about Windows and WSL, looked at on this machine."""

from __future__ import annotations

import argparse
import platform
import textwrap
from collections.abc import Iterator
from pathlib import Path

from wslmem import __version__
from wslmem.cli import output
from wslmem.cli.machine import paths_of
from wslmem.documents.selftest import SCHEMA, CheckDone, MachineSeen, SelftestDocument, SystemSeen, Truth
from wslmem.errors import Exit, UsageError
from wslmem.machine.files import files
from wslmem.machine.host import clipboard
from wslmem.machine.system import version_windows
from wslmem.machine.system.version_windows import System
from wslmem.text import Text, verbatim
from wslmem.words import say, tell
from wslmem.workflows.selftest import header
from wslmem.workflows.selftest.header import Header
from wslmem.workflows.selftest.selftest import Outcome, selftest

BEGIN = b"```text\nwslmem "
WIDTH = 80
MARKS = {Truth.HOLDS: "ok", Truth.FAILS: "NO", Truth.UNSEEN: "--"}
NAME = 27
"""Columns of the names, the longest of which has 25 letters."""
INDENT = " " * (3 + NAME)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only selftest knows."""
    parser.add_argument(
        "--restart", action="store_true", help=say("also the checks that restart WSL; everything running in it stops")
    )
    parser.add_argument(
        "--fill",
        action="store_true",
        help=say("also fill the running VM to its limit; the kernel kills the filler alone"),
    )
    parser.add_argument(
        "--clip", action="store_true", help=say("put the table on the clipboard, to paste into an issue")
    )
    parser.add_argument("--output", metavar="FILE", help=say("write the table into this file as well"))


def run(options: argparse.Namespace) -> Exit:
    """Look, and print a table that can be pasted into an issue."""
    paths, system = paths_of(options), version_windows.read()
    seen, outcomes = header.read(paths), []
    if options.restart:
        output.story(Text("Restarting WSL twice and watching it idle takes about a minute, longer on a slow machine."))
    for outcome in selftest(paths, restart=options.restart, fill=options.fill):
        output.progress(verbatim(f"{outcome.name}: {outcome.truth}"))
        outcomes.append(outcome)
    text = as_text(system, seen, outcomes)
    if options.json:
        output.print_document(document(system, seen, outcomes), SCHEMA)
    else:
        output.result(text)
    if options.output:
        _write(Path(options.output), text.encode() + b"\n")
        output.story(Text("written: {path}", path=options.output))
    if options.clip:
        clipboard.put(paths, text.replace("\n", "\r\n"))
        output.story(Text("On the clipboard: paste it into an issue."))
    return Exit.FAILED if any(one.truth is Truth.FAILS for one in outcomes) else Exit.OK


def _write(path: Path, data: bytes) -> None:
    """Write the table where no file is, or one of an earlier run.

    Raises:
        UsageError: something else is there.
        WslmemError: as `files.write_file`.
    """
    before = files.read_file(path).data
    if before is not None and not before.startswith(data[: len(BEGIN)]):
        raise UsageError(
            Text("the file exists and is no table of a self test"),
            place=str(path),
            on_disk=Text("unchanged"),
            next_step=Text("name another file"),
        )
    files.write_file(path, data, expected=before)


def document(system: System, seen: Header, outcomes: list[Outcome]) -> SelftestDocument:
    """What a script reads."""
    return SelftestDocument(
        wslmem=__version__,
        python=platform.python_version(),
        system=SystemSeen(system.name, system.version),
        machine=MachineSeen(seen.system, seen.python, seen.wsl, seen.session, seen.terminal, seen.language),
        checks=tuple(CheckDone(one.name, one.expected, one.seen, one.truth) for one in outcomes),
    )


def as_text(system: System, seen: Header, outcomes: list[Outcome]) -> str:
    """A block of Markdown that is read as it is: the machine, then a row for each assumption, 80 columns wide."""
    facts = {
        "wslmem": __version__,
        "system": seen.system,
        "Python": seen.python,
        "WSL": seen.wsl,
        "session": seen.session,
        "terminal": seen.terminal,
        "language": seen.language,
    }
    lines = [line for name, told in facts.items() if told for line in _wrapped(f"{name:<10}{told}", " " * 10)]
    if system.name == "Wine":
        lines += ["", "This is Wine, not Windows: what holds here is a witness, not a proof."]
    rows = [line for one in outcomes for line in _row(one)]
    counts = {truth: sum(one.truth is truth for one in outcomes) for truth in Truth}
    told = Text(
        "{held} of {total} hold, {failed} do not, {unseen} not seen",
        held=counts[Truth.HOLDS], total=len(outcomes), failed=counts[Truth.FAILS], unseen=counts[Truth.UNSEEN],
    )  # fmt: skip
    return "\n".join(["```text", *lines, "", *rows, "", tell(told), "```"])


def _row(one: Outcome) -> Iterator[str]:
    told = one.seen if one.truth is not Truth.FAILS else f"{one.seen} (expected: {one.expected})"
    yield from _wrapped(f"{MARKS[one.truth]} {one.name:<{NAME}}{' '.join(told.split())}", INDENT)


def _wrapped(line: str, indent: str) -> list[str]:
    return textwrap.wrap(line, WIDTH, subsequent_indent=indent, break_on_hyphens=False) or [line]

"""`wslmem schema NAME`: print the JSON schema of what a verb prints with --json."""

from __future__ import annotations

import argparse
from importlib.resources import files

from wslmem.cli import output
from wslmem.cli.nearly import did_you_mean
from wslmem.errors import Exit, NotFoundError
from wslmem.text import Text
from wslmem.words import say

FOLDER = files("wslmem.report") / "schemas"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only schema knows."""
    parser.add_argument("name", metavar="NAME", help=say("a verb, or error"))


def names() -> list[str]:
    """Every schema that there is."""
    return sorted(path.name.removesuffix(".json") for path in FOLDER.iterdir() if path.name.endswith(".json"))


def run(options: argparse.Namespace) -> Exit:
    """Print it."""
    known = names()
    if options.name not in known:
        raise NotFoundError(
            Text("no schema named {name}", name=repr(options.name)),
            next_step=did_you_mean(options.name, known) or Text("known: {known}", known=", ".join(known)),
        )
    output.result((FOLDER / f"{options.name}.json").read_text(encoding="utf-8"))
    return Exit.OK

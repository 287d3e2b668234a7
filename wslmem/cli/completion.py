"""`wslmem completion SHELL`: print a script that has the shell ask `wslmem __complete` at TAB."""

from __future__ import annotations

import argparse
from importlib.resources import files

from wslmem.cli import output
from wslmem.errors import Exit
from wslmem.words import say

SHELLS = ("bash", "zsh", "tcsh", "fish", "powershell")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only completion knows."""
    parser.add_argument("shell", choices=SHELLS, help=say("the shell"))


def run(options: argparse.Namespace) -> Exit:
    """Print the script."""
    script = files("wslmem.cli") / "completions" / f"wslmem.{options.shell}"
    output.result(script.read_text(encoding="utf-8"))
    return Exit.OK

"""From options to the paths and the project that a verb works on."""

from __future__ import annotations

import argparse
from pathlib import Path

from wslmem.machine.host import paths as machine_paths
from wslmem.machine.host.paths import MachinePaths
from wslmem.words import say


def paths_of(options: argparse.Namespace) -> MachinePaths:
    """Every path, flags winning over the environment."""
    return machine_paths.find(
        config=Path(options.config) if options.config else None,
        wsl=Path(options.wsl) if options.wsl else None,
    )


def is_named(options: argparse.Namespace) -> bool:
    """Whether a person named the .wslconfig, by the option or the variable."""
    return bool(options.config) or machine_paths.is_given("WSLMEM_CONFIG")


def add_project(parser: argparse.ArgumentParser) -> None:
    """Add the project that a verb looks at."""
    parser.add_argument(
        "project", nargs="?", default=".", metavar="PROJECT", help=say("folder of the Go project (default: .)")
    )

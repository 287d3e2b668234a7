"""`wslmem version`: what is running here, as a report of a fault needs it."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterator

from wslmem import __version__
from wslmem.cli import output
from wslmem.cli.columns import laid_out
from wslmem.cli.machine import paths_of
from wslmem.errors import Exit, WslmemError
from wslmem.machine.host.paths import MachinePaths
from wslmem.telling.fact import Fact, Tone
from wslmem.text import Text, verbatim


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only version knows: nothing."""
    del parser


def run(options: argparse.Namespace) -> Exit:
    """Print one line, or with -v a few."""
    if not options.verbose:
        output.result(f"wslmem {__version__}")
        return Exit.OK
    output.result("\n".join(laid_out(_facts(paths_of(options)))))
    return Exit.OK


def _facts(paths: MachinePaths) -> Iterator[Fact]:
    from wslmem.machine.system import version_windows

    yield Fact(verbatim("wslmem"), verbatim(__version__))
    yield Fact(verbatim("Python"), verbatim(f"{platform.python_version()} ({sys.executable})"))
    yield Fact(Text("system"), verbatim(version_windows.read()))
    yield _wsl(paths)
    yield Fact(Text("state folder"), verbatim(paths.state_dir))


def _wsl(paths: MachinePaths) -> Fact:
    from wslmem.machine.wsl.wsl import Wsl

    try:
        return Fact(verbatim("WSL"), verbatim(Wsl.at(paths).version()))
    except WslmemError as error:
        return Fact(verbatim("WSL"), error.cause, Tone.CARE)

"""The branch that opens the app: the only place of the command line that reaches Textual."""

from __future__ import annotations

import argparse
from pathlib import Path

from wslmem.cli import output, stopping
from wslmem.cli.machine import paths_of
from wslmem.errors import Exit
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import stop_signals, terminal
from wslmem.text import Text


def run(options: argparse.Namespace) -> Exit:
    """`wslmem` without a verb: the app in a terminal, numbered questions with --plain, else the status."""
    paths = paths_of(options)
    if options.plain or (output.is_terminal() and not options.json and _cannot_draw()):
        from wslmem.cli.plain import ask

        return ask(paths, Path(options.project or "."))
    if not output.is_terminal() or options.json:
        from wslmem.cli import status

        if not options.json and terminal.is_mintty(terminal.environ()):
            output.story(Text("The app does not open in this terminal: run `winpty wslmem`, or use Windows Terminal."))
        status.show(argparse.Namespace(**{**vars(_of_status()), **vars(options)}))
        return Exit.OK
    return open_on(options, paths, Path(options.project or "."))


def _of_status() -> argparse.Namespace:
    """What `wslmem status` takes, as it is where nothing is given."""
    from wslmem.cli.parser import verb_parser
    from wslmem.cli.verbs import VERBS

    return verb_parser(next(verb for verb in VERBS if verb.name == "status")).parse_args([])


def _cannot_draw() -> bool:
    return terminal.environ().get("TERM") == "dumb" or terminal.cannot_draw()


def open_on(options: argparse.Namespace, paths: MachinePaths, project: Path) -> Exit:
    """Open the app on the machine that `paths` name."""
    from wslmem.tui.app import run as run_app

    plain = {"ascii_only": getattr(options, "ascii", False), "monochrome": options.color == "never"}
    with terminal.for_drawing():
        code = Exit(run_app(paths, project, **plain))
    return stopping.code() if stop_signals.received() else code

"""`wslmem demo`: the whole product on real input, in a sandbox, with one command."""

from __future__ import annotations

import argparse
from pathlib import Path

from wslmem.bench.plan import QUICK_RUNS
from wslmem.cli import given, output
from wslmem.cli.demo_story import Teller
from wslmem.documents.demo import SCHEMA
from wslmem.errors import Exit, UnavailableError, UsageError
from wslmem.machine.own import sandbox
from wslmem.machine.own.sandbox import Sandbox
from wslmem.machine.system import own_folders, stop_signals
from wslmem.machine.system.side import side
from wslmem.text import Text
from wslmem.words import say
from wslmem.workflows.consent import Consent
from wslmem.workflows.demo import DemoRequest, demo, prepare


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only demo knows."""
    parser.add_argument("--dir", metavar="DIR", help=say("create the sandbox in DIR (default: a temporary folder)"))
    parser.add_argument("--project", metavar="DIR", help=say("build this Go module (default: a generated one)"))
    parser.add_argument("--quick", action="store_true", help=say("3 runs per setting; takes two minutes on 2 cores"))
    parser.add_argument("--runs", metavar="N", type=given.count, help=say("like --quick, with N runs per setting"))
    parser.add_argument("--keep", action="store_true", help=say("keep the files of a temporary sandbox"))
    parser.add_argument("--tui", action="store_true", help=say("open the app on the sandbox instead"))


def run(options: argparse.Namespace) -> Exit:
    """Make the sandbox, do the job, end the emulated VM."""
    if side() != "linux":
        raise UnavailableError(
            Text("the demo emulates WSL, and that needs Linux"),
            next_step=Text("this machine has a real WSL; run: wslmem"),
        )
    if options.tui and not output.is_terminal():
        raise UsageError(
            Text("--tui opens the app, which needs a terminal"),
            next_step=Text("without --tui the demo is told as text"),
        )
    for left in sandbox.abandoned():
        output.story(f"ending what a killed demo left running in {left}")
        sandbox.end(left)
    folder = Path(own_folders.absolute(options.dir)) if options.dir else sandbox.temporary()
    output.story(f"sandbox: {folder}")
    try:
        return _in_sandbox(options, folder)
    finally:
        with stop_signals.to_the_end():
            sandbox.end(folder)
            if not options.keep and not options.dir:
                sandbox.remove(folder)


def _in_sandbox(options: argparse.Namespace, folder: Path) -> Exit:
    project = Path(own_folders.absolute(options.project)) if options.project else None
    quick, runs = options.quick or options.runs is not None, options.runs or QUICK_RUNS
    request = DemoRequest(folder, project, quick=quick, runs=runs)
    made = prepare(request)
    return _open_app(options, made) if options.tui else _tell(options, request, made)


def _open_app(options: argparse.Namespace, made: Sandbox) -> Exit:
    from wslmem.cli.open_app import open_on

    return open_on(options, made.paths, made.project)


def _tell(options: argparse.Namespace, request: DemoRequest, made: Sandbox) -> Exit:
    teller = Teller(output.story if options.json else output.result, kept=options.keep or bool(options.dir))
    consent = Consent.script(force=True)
    with stop_signals.handled(consent.cancel.set):
        for event in demo(request, made, consent):
            teller.tell(event)
    if options.json:
        output.print_document(teller.document(), SCHEMA)
    return teller.exit()

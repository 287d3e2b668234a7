"""`wslmem bench`: builds in WSL, before and after a change of settings, or over a sweep."""

from __future__ import annotations

import argparse
from pathlib import Path

from wslmem.cli import given, output
from wslmem.cli.machine import add_project, paths_of
from wslmem.errors import Exit, UsageError
from wslmem.text import Text
from wslmem.units import Seconds
from wslmem.words import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only bench knows."""
    add_project(parser)
    parser.add_argument(
        "--runs", type=given.count, metavar="N", help=say("runs per setting (default: 6; with --floor 2)")
    )
    parser.add_argument("--quick", action="store_true", help=say("3 runs per setting; too few to compare times"))
    parser.add_argument(
        "--before",
        metavar="SETTINGS",
        help=say("settings before, such as memory=4GB,swap=0 (default: current settings)"),
    )
    parser.add_argument(
        "--floor", action="store_true", help=say("search the smallest memory= by bisection; restarts WSL")
    )
    parser.add_argument(
        "--after",
        metavar="SETTINGS",
        help=say("settings after, such as memory=auto,swap=2GB (default: recommended settings)"),
    )
    parser.add_argument(
        "--sweep",
        metavar="NAME=V,V,...",
        help=say("compare values: jobs=1,2,4, memory=4GB,8GB, GOGC=50,100, or a flag of go build"),
    )
    parser.add_argument(
        "--as-is", action="store_true", help=say("measure the current settings only; no restart, no changes")
    )
    parser.add_argument("--command", metavar="COMMAND", help=say('the build (default: "go build ./...")'))
    parser.add_argument(
        "--prepare", metavar="COMMAND", help=say("shell command before each run, not timed, such as 'make clean'")
    )
    parser.add_argument(
        "-p",
        type=given.count,
        metavar="N",
        dest="parallelism",
        help=say("jobs at once: go build -p N, or what the tool has for it"),
    )
    parser.add_argument("--warm", action="store_true", help=say("also time a rebuild with a warm cache"))
    parser.add_argument(
        "--order", choices=("ABBA", "AB"), default="ABBA", help=say("order of before (A) and after (B) (default: ABBA)")
    )
    parser.add_argument("--keep", action="store_true", help=say("keep the new settings in .wslconfig afterwards"))
    parser.add_argument(
        "--out", metavar="DIR", help=say("also write report.md, report.html and the other formats to DIR")
    )
    parser.add_argument("--resume", metavar="DIR", help=say("continue an interrupted benchmark"))
    parser.add_argument(
        "--time-limit",
        type=given.seconds,
        default=Seconds(3600),
        metavar="S",
        help=say("time limit per build in seconds (default: 3600)"),
    )
    parser.add_argument("--yes", action="store_true", help=say("answer yes: restart WSL between the blocks"))
    parser.add_argument(
        "--force-shutdown",
        action="store_true",
        help=say("fall back to `wsl --shutdown --force`; unsaved work in WSL is lost"),
    )


def run(options: argparse.Namespace) -> Exit:
    """Plan, confirm, build, compare, report."""
    paths = paths_of(options)
    from wslmem.cli.bench_plan import plan_of
    from wslmem.cli.bench_run import drive

    if options.resume:
        return drive(options, paths, None, Path(options.resume))
    plan = plan_of(options, paths)
    if plan.restart and paths.side == "wsl":
        raise UsageError(
            Text("wslmem runs inside WSL, so restarting WSL would end this benchmark"),
            on_disk=Text("unchanged"),
            next_step=Text("run wslmem on Windows, or measure the current settings only: --as-is"),
        )
    if plan.restart and not _agreed(options):
        raise UsageError(
            Text("a before/after benchmark restarts WSL between its blocks; everything running in WSL stops"),
            on_disk=Text("unchanged"),
            next_step=Text("confirm with --yes, or measure the current settings only: --as-is"),
        )
    return drive(options, paths, plan, None)


def _agreed(options: argparse.Namespace) -> bool:
    question = Text("This restarts WSL; everything running in it stops. Continue? [y/N]")
    return bool(options.yes) or (output.is_terminal() and output.confirmed(question))

"""`wslmem recommend`: advised settings, each with its reason."""

from __future__ import annotations

import argparse

from wslmem.cli import built, output, recommend_text, what_if
from wslmem.cli.advice import advise, of_command
from wslmem.cli.machine import add_project, paths_of
from wslmem.errors import Exit, UsageError
from wslmem.sizing.recommendation import Recommendation
from wslmem.text import Text
from wslmem.units import show_size
from wslmem.words import say
from wslmem.workflows.what_if import Computer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only recommend knows."""
    add_project(parser)
    parser.add_argument(
        "--command", metavar="CMD", help=say("a command measured before with `wslmem run`, instead of the Go build")
    )
    built.add_build(parser)
    what_if.add_hosts(parser)


def run(options: argparse.Namespace) -> Exit:
    """Look, size, advise; for this computer, or for others."""
    paths = paths_of(options)
    if what_if.asked(options) and options.command:
        raise UsageError(
            Text("--command is what was measured on this computer, so it cannot be combined with another one"),
            on_disk=Text("nothing changed"),
            next_step=Text("omit --command, or what names another computer or build"),
        )
    computers = what_if.computers(options, paths)
    if computers:
        return _elsewhere(options, what_if.elsewhere(options, paths, computers))
    if what_if.asked(options):
        advice = what_if.here(options, paths)
    else:
        advice = of_command(options, paths) if options.command else advise(options, paths)
    return _told(options, advice)


def _elsewhere(options: argparse.Namespace, found: tuple[tuple[Computer, Recommendation], ...]) -> Exit:
    if options.hosts is None:
        computer, advice = found[0]
        if not options.json:
            output.result(
                Text(
                    "For a computer with {memory} RAM, {processors} processors, WSL's defaults and no other programs:",
                    memory=show_size(computer.memory), processors=computer.processors,
                )
            )  # fmt: skip
        return _told(options, advice)
    if options.json:
        from wslmem.documents.what_if import HostAdvice, WhatIfDocument

        hosts = tuple(HostAdvice(one.memory, one.processors, one.commit_limit, advice) for one, advice in found)
        output.print_document(WhatIfDocument(hosts), "wslmem/recommend/1")
        return Exit.OK
    from wslmem.cli.columns import table
    from wslmem.telling.what_if import HEAD, row

    at = built.flags_of(options).parallelism
    rows = [row(one.memory, one.processors, at or one.processors, advice) for one, advice in found]
    output.result("\n".join(table([HEAD, *rows])))
    return Exit.OK


def _told(options: argparse.Namespace, advice: Recommendation) -> Exit:
    if options.json:
        output.print_document(advice, "wslmem/recommend/1")
    else:
        output.result(recommend_text.as_text(advice))
    return Exit.OK

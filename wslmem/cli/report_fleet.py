"""`wslmem report --fleet DIR`: many computers, and what one rule would change on them."""

from __future__ import annotations

import argparse
from pathlib import Path

from wslmem.cli import output
from wslmem.errors import Exit, UsageError
from wslmem.machine.system import stop_signals
from wslmem.report.fleet.formats import FORMATS, render
from wslmem.report.fleet.summary import summary
from wslmem.sizing.fleet import Rollout
from wslmem.sizing.policy import Policy, checked
from wslmem.text import Text
from wslmem.units import Bytes, parse_size
from wslmem.words import say
from wslmem.workflows import inventory

AUTO = "auto"
BOUNDS = ("at_least", "at_most", "share", "reserve")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the folder, and the rule to be tried on it."""
    parser.add_argument("--fleet", metavar="DIR", help=say("instead of FILE: `wslmem status --json` of many computers"))
    rule = parser.add_argument_group(say("a rule to try, with --fleet"))
    rule.add_argument("--memory", metavar="SIZE|auto", help=say("memory= of the VM"))
    rule.add_argument("--at-least", metavar="SIZE", help=say("with auto: refuse a computer that cannot give this much"))
    rule.add_argument("--at-most", metavar="SIZE", help=say("with auto: never more"))
    rule.add_argument("--share", metavar="PERCENT", type=int, help=say("with auto: percent of the RAM"))
    rule.add_argument("--reserve", metavar="SIZE", help=say("with auto: kept for Windows"))
    rule.add_argument("--swap", metavar="SIZE|0", help=say("swap= of the VM"))


def run(options: argparse.Namespace) -> Exit:
    """Read the folder, judge, print or write."""
    if options.file or options.json or options.format not in FORMATS:
        raise UsageError(
            Text("a fleet is told as md, html or csv, and of a folder alone"),
            next_step=Text("--format csv is for scripts"),
        )
    rollout = _rollout(options)
    found = inventory.read(Path(options.fleet))
    fleet = summary(found.computers, rollout, skipped=found.skipped, files=found.files)
    for one in found.skipped:
        output.warn(Text("{path} is left out: {why}", path=one.path, why=one.why))
    text = render(fleet, options.format)
    if not options.out:
        output.file_text(text)
        return Exit.OK
    with stop_signals.to_the_end():
        output.story(Text("written: {path}", path=inventory.export(text, Path(options.out), force=options.force)))
    return Exit.OK


def _rollout(options: argparse.Namespace) -> Rollout | None:
    bounds = [name for name in BOUNDS if getattr(options, name) is not None]
    if bounds and options.memory not in (None, AUTO):
        raise UsageError(Text("--{name} goes with --memory auto", name=bounds[0].replace("_", "-")))
    swap = _size(options, "swap")
    if options.memory in (None, AUTO) and (options.memory or bounds):
        policy = Policy(
            at_least=_size(options, "at_least"),
            at_most=_size(options, "at_most"),
            share=options.share,
            reserve=_size(options, "reserve"),
        )
        return Rollout(policy=checked(policy), swap=swap)
    if options.memory is None:
        return None if swap is None else Rollout(swap=swap)
    return Rollout(memory=_size(options, "memory"), swap=swap)


def _size(options: argparse.Namespace, name: str) -> Bytes | None:
    value = getattr(options, name)
    if value is None:
        return None
    size = parse_size(value)
    if size is None:
        option = name.replace("_", "-")
        raise UsageError(
            Text("--{option}: {value} is no size as WSL reads it, such as 6GB", option=option, value=value)
        )
    return size

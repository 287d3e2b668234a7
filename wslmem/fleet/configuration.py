"""A configuration document that `dsc config set -f` and `winget configure` take as it is."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from wslmem.cli import output
from wslmem.errors import Exit
from wslmem.fleet.instance import BOUNDS, SETTINGS, parse
from wslmem.fleet.manifest import TYPE
from wslmem.words import say

if TYPE_CHECKING:
    from wslmem.fleet.manifest import Operations

SCHEMA = "https://raw.githubusercontent.com/PowerShell/DSC/main/schemas/2023/08/config/document.json"
_OPTIONS = {"at-least": "atLeast", "at-most": "atMost", "share": "share", "reserve": "reserve"}


def add_arguments(operations: Operations) -> None:
    """Add `config`."""
    one = operations.add_parser(
        "config",
        help=say("a document for `dsc config set` and `winget configure`"),
        description=say("see `wslmem dsc --help`"),
    )
    one.add_argument("--memory", metavar="SIZE|auto", help=say("memory= of the VM (default: auto)"))
    one.add_argument("--at-least", metavar="SIZE", help=say("with auto: refuse a computer that cannot give this much"))
    one.add_argument("--at-most", metavar="SIZE", help=say("with auto: never more"))
    one.add_argument("--share", metavar="PERCENT", type=int, help=say("with auto: percent of the RAM"))
    one.add_argument("--reserve", metavar="SIZE", help=say("with auto: kept for Windows"))
    one.add_argument("--swap", metavar="SIZE|0", help=say("swap= of the VM"))
    one.add_argument("--processors", metavar="N", type=int, help=say("processors= of the VM"))
    one.add_argument("--restart", choices=("never", "now"), help=say("restart WSL after a change (default: never)"))


def show(options: argparse.Namespace) -> Exit:
    """Print the document."""
    wanted: dict[str, Any] = {"memory": options.memory or "auto"}
    wanted |= {
        name: value
        for option, name in _OPTIONS.items()
        if (value := getattr(options, option.replace("-", "_"))) is not None
    }
    for name in ("swap", "processors", "restart"):
        if (value := getattr(options, name)) is not None:
            wanted[name] = value
    parse(json.dumps(wanted))  # a document that the resource would refuse is not printed
    output.result("\n".join(lines(wanted)))
    return Exit.OK


def lines(wanted: dict[str, Any]) -> Iterator[str]:
    """The document as YAML. Scalars are written as JSON, which YAML reads in the same way."""
    yield f"$schema: {SCHEMA}"
    yield "metadata:"
    yield "  winget:"
    yield "    processor:"
    yield "      identifier: dscv3"
    yield "resources:"
    yield f"  - type: {TYPE}"
    yield "    name: Memory of WSL2"
    yield "    metadata:"
    yield "      description: Memory of WSL2 for heavy builds"
    yield "    properties:"
    for name in (*SETTINGS, *BOUNDS, "restart"):
        if name in wanted:
            yield f"      {name}: {json.dumps(wanted[name])}"

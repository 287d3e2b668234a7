"""What a killed run left half done, told before anything else by whatever runs next."""

from __future__ import annotations

import argparse

from wslmem.cli import output
from wslmem.errors import UnavailableError
from wslmem.machine.files import traces

SILENT = frozenset({"config", "status", "completion", "schema", "report", "explain", "demo", "dsc", "intune"})
"""Verbs that tell it themselves, or have nothing to do with this machine's settings."""


def tell(verb: str, options: argparse.Namespace) -> None:
    """Say on stderr what was interrupted, and what can be done."""
    if verb in SILENT or not traces.interrupted():
        return
    from wslmem.cli.columns import laid_out
    from wslmem.cli.machine import paths_of
    from wslmem.telling import recovery as telling
    from wslmem.workflows.apply.recovery import look

    try:
        paths = paths_of(options)
    except UnavailableError:
        return  # whoever needs them tells why they are not known
    for line in laid_out(telling.left(look(paths), paths.state_dir)):
        output.aloud(line)

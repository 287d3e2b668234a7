"""`wslmem show --fix RULE`: one repair, written as safely as any edit."""

from __future__ import annotations

import argparse

from wslmem.cli import output
from wslmem.errors import Exit
from wslmem.machine.files import files
from wslmem.machine.host.paths import MachinePaths
from wslmem.text import Text
from wslmem.workflows.apply.repair import repair
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.findings import fix as planned


def fix(options: argparse.Namespace, paths: MachinePaths) -> Exit:
    """Repair what the rule found, and show the diff."""
    content = files.read_file(paths.wslconfig)
    edit = planned(wslconfig.read(content.data or b""), options.fix)
    if edit.empty:
        output.result(f"nothing to repair: {options.fix} finds nothing in {paths.wslconfig}")
        return Exit.OK
    backup = repair(paths, content, edit)
    output.story(f"backed up: {backup.path}")
    held = Text(
        "the repaired file: {path}; `wslmem restore {name}` restores the old one",
        path=paths.wslconfig,
        name=backup.path.name,
    )
    output.result(edit.diff(str(paths.wslconfig)), on_disk=held)
    return Exit.OK

"""`wslmem apply --check`: what would change. Writes nothing."""

from __future__ import annotations

import argparse

from wslmem.cli import output
from wslmem.cli.apply_json import document
from wslmem.cli.settings import Settings
from wslmem.documents.apply import SCHEMA
from wslmem.errors import Exit
from wslmem.machine.files import files
from wslmem.machine.host.paths import MachinePaths
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import EditPlan, plan


def check(options: argparse.Namespace, paths: MachinePaths, settings: Settings) -> Exit:
    """Tell whether an apply would change the file: exit 2 if so."""
    content = files.read_file(paths.wslconfig)
    edit = plan(wslconfig.read(content.data or b""), settings)
    diff = "" if edit.empty else edit.diff(str(paths.wslconfig))
    if options.json:
        output.print_document(document(paths, edit, diff, None), SCHEMA)
    elif options.diff:
        output.result(diff) if diff else None
    else:
        output.result(tell(edit))
    return Exit.OK if edit.empty else Exit.WOULD_CHANGE


def tell(edit: EditPlan) -> str:
    """One line a change."""
    if edit.empty:
        return "nothing to do: the file says so already"
    return "\n".join(
        f"{change.key}: {change.before or '(default)'} -> {change.after or '(default)'}" for change in edit.changes
    )

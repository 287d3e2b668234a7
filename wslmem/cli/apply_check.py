"""`wslmem apply --check`: what would change. Writes nothing."""

from __future__ import annotations

import argparse

from wslmem.cli import output
from wslmem.cli.apply_json import document
from wslmem.cli.columns import laid_out
from wslmem.cli.settings import Settings
from wslmem.documents.apply import SCHEMA
from wslmem.errors import Exit
from wslmem.machine.files import files
from wslmem.machine.host.paths import MachinePaths
from wslmem.telling.apply import changes
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import plan


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
        output.result("\n".join(laid_out(changes(edit))))
    return Exit.OK if edit.empty else Exit.WOULD_CHANGE

"""`wslmem apply --check`: what would change, and whatever the real run would refuse or warn of. Writes nothing."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from wslmem.cautions import Caution
from wslmem.cli import apply_wslc, output
from wslmem.cli.apply_json import document
from wslmem.cli.apply_story import line, lines_of
from wslmem.cli.columns import laid_out
from wslmem.documents.apply import SCHEMA
from wslmem.errors import Exit
from wslmem.machine.files import files
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.wsl.wsl import Wsl
from wslmem.telling.apply import changes
from wslmem.telling.fact import warning
from wslmem.workflows.apply.events import ApplyRequest, Linted, Shutdown
from wslmem.workflows.apply.foretold import look_ahead
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import plan
from wslmem.wslconfig.findings import Finding, findings

if TYPE_CHECKING:
    from wslmem.workflows.wslc import Planned


def check(options: argparse.Namespace, paths: MachinePaths, request: ApplyRequest, wslc: Planned | None) -> Exit:
    """Tell whether an apply would change a file: exit 2 if so.

    Raises:
        WslmemError: what the real run would end with before it writes.
    """
    content = files.read_file(paths.wslconfig)
    read = wslconfig.read(content.data or b"")
    edit = plan(read, request.settings)
    found: tuple[Finding, ...] = ()
    cautions: tuple[Caution, ...] = ()
    if not edit.empty or request.shutdown is Shutdown.NOW or request.require_effective:
        found = findings(read)
        cautions = look_ahead(request, paths, content, edit, Wsl.at(paths)).cautions
    for told in lines_of(Linted(found)):
        output.aloud(told)
    for caution in cautions:
        output.aloud(line(warning(caution.text)))
    diff = "" if edit.empty else edit.diff(str(paths.wslconfig))
    if options.json:
        beside = apply_wslc.document(wslc, None)
        output.print_document(document(paths, edit, diff, None, beside, found=found, foretold=cautions), SCHEMA)
    elif options.diff:
        both = diff + apply_wslc.diff(wslc)
        output.result(both) if both else None
    else:
        facts = [] if apply_wslc.is_alone(options) else [*changes(edit)]
        facts += apply_wslc.foretold(wslc) if wslc is not None else ()
        output.result("\n".join(laid_out(facts)))
    return Exit.OK if edit.empty and not (wslc and wslc.changes) else Exit.WOULD_CHANGE

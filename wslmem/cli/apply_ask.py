"""Asking before an apply in a terminal: what it changes, warns of and stops. Nothing is written before the answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from wslmem.cli import apply_wslc, output
from wslmem.cli.apply_story import line, lines_of
from wslmem.errors import WslmemError
from wslmem.machine.files import files
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.wsl.wsl import Wsl
from wslmem.telling.apply import NOTHING_TO_DO
from wslmem.telling.fact import warning
from wslmem.telling.questions import WRITE, restart, yes_or_no
from wslmem.text import Text
from wslmem.workflows.apply.events import ApplyRequest, Linted, Shutdown
from wslmem.workflows.apply.foretold import look_ahead
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import EditPlan, plan
from wslmem.wslconfig.findings import Finding, findings

if TYPE_CHECKING:
    from wslmem.workflows.wslc import Planned


def agreed(request: ApplyRequest, paths: MachinePaths, wslc: Planned | None) -> ApplyRequest | None:
    """The request with what a person agreed to; None where nothing is to be done.

    Raises:
        WslmemError: what the apply itself would end with before it writes.
    """
    content = files.read_file(paths.wslconfig)
    edit = plan(wslconfig.read(content.data or b""), request.settings)
    ahead = look_ahead(request, paths, content, edit, Wsl.at(paths))
    changes = ("" if edit.empty else edit.diff(str(paths.wslconfig))) + apply_wslc.diff(wslc)
    output.aloud(changes or NOTHING_TO_DO)
    for told in lines_of(Linted(tuple(_concerned(edit)))):
        output.aloud(told)
    for caution in ahead.cautions if changes else ():
        output.aloud(line(warning(caution.text)))
    if changes and not output.confirmed(yes_or_no(WRITE)):
        output.aloud(Text("Nothing changed."))
        return None
    restarts = _restarts(paths)
    if not changes and not restarts:
        return None
    then = Shutdown.NOW if restarts else Shutdown.NEVER
    return replace(request, shutdown=then, expected=content.data or b"")


def _concerned(edit: EditPlan) -> Iterator[Finding]:
    """What is wrong with the file as it will be, in the lines of what is changed."""
    after = wslconfig.read(edit.after)
    keys = {change.key.rpartition(".")[2].casefold() for change in edit.changes}
    names = {one.line: one.name.decode("latin-1").rpartition(".")[2].casefold() for one in after.statements}
    lines = {number for number, name in names.items() if name in keys}
    return (one for one in findings(after) if lines & {one.line, *one.lines})


def _restarts(paths: MachinePaths) -> bool:
    """Ask for a restart, with the names of what it stops; where WSL does not work nobody is asked."""
    try:
        running = Wsl.at(paths).running()
    except WslmemError:
        return False
    return output.confirmed(yes_or_no(restart(running)))

"""Driving an apply from the command line: one line on stderr an event, the result on stdout."""

from __future__ import annotations

import argparse

from wslmem.cli import output
from wslmem.cli.apply_check import tell
from wslmem.cli.apply_json import document
from wslmem.cli.apply_story import closing, line_of, on_disk
from wslmem.documents.apply import SCHEMA
from wslmem.errors import Exit
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import stop_signals
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.apply.events import ApplyRequest, ApplyResult
from wslmem.workflows.consent import Consent


def drive(options: argparse.Namespace, paths: MachinePaths, request: ApplyRequest) -> Exit:
    """Apply, telling what happens, and print how it ended."""
    result = follow(request, paths)
    diff = "" if result.plan.empty else result.plan.diff(str(paths.wslconfig))
    held = on_disk(result, paths.wslconfig)
    if options.json:
        output.print_document(document(paths, result.plan, diff, result), SCHEMA, on_disk=held)
    else:
        output.result(diff if options.diff and diff else summary(result), on_disk=held)
    if told := closing(result, paths.wslconfig):
        output.story(told)
    return exit_code(result, require_effective=request.require_effective)


def follow(request: ApplyRequest, paths: MachinePaths) -> ApplyResult:
    """Drive the stream of events to its end, each event a line on stderr."""
    last: ApplyResult | None = None
    consent = Consent.script(force=request.force_shutdown)
    with stop_signals.handled(consent.cancel.set):
        for event in apply(request, paths, consent):
            if isinstance(event, ApplyResult):
                last = event
            elif line := line_of(event):
                output.story(line)
    assert last is not None, "an apply ends with its result"  # noqa: S101 - the stream's own promise
    return last


def summary(result: ApplyResult) -> str:
    """How it ended, for a person."""
    why = f": {result.problem.text}" if result.problem else ""
    if result.rolled_back:
        return f"rolled back, the old file is in place again{why}"
    lines = [tell(result.plan)]
    if result.effective:
        lines.append("in effect: the running VM shows the new limits")
    elif result.changed and result.effective is None:
        lines.append("written; it holds from the next start of WSL (`wsl --shutdown`)")
    elif result.effective is False:
        lines.append(f"not in effect yet{why}")
    lines.extend(f"caution: {caution.text}" for caution in result.cautions)
    return "\n".join(lines)


def exit_code(result: ApplyResult, *, require_effective: bool) -> Exit:
    """0 done; 1 the restart failed; 3 rolled back, or not in effect although that was required."""
    if result.rolled_back or (require_effective and not result.effective):
        return Exit.NOT_EFFECTIVE
    if result.shutdown_requested and result.effective is False:
        return Exit.FAILED
    return Exit.OK

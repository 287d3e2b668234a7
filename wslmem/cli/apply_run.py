"""Driving an apply from the command line: one line on stderr an event, the result on stdout."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from wslmem.cli import apply_wslc, output
from wslmem.cli.apply_json import document
from wslmem.cli.apply_story import line, lines_of
from wslmem.cli.columns import laid_out
from wslmem.cli.error_text import as_text
from wslmem.documents.apply import SCHEMA
from wslmem.errors import Exit
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import stop_signals
from wslmem.telling import apply as apply_telling
from wslmem.telling.fact import Tone
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.apply.events import ApplyRequest, ApplyResult, Linted
from wslmem.workflows.consent import Consent
from wslmem.wslconfig.findings import Finding

LOUD = (Tone.BAD, Tone.CARE)
"""Tones of what --quiet does not silence."""

if TYPE_CHECKING:
    from wslmem.workflows.wslc import Changed, Planned


def drive(
    options: argparse.Namespace,
    paths: MachinePaths,
    request: ApplyRequest,
    wslc: Planned | None = None,
    *,
    asked: bool = False,
) -> Exit:
    """Apply, telling what happens, and print how it ended; the file of wslc comes last.

    Once it has come to its end, a signal is too late: how it ended is told.

    Args:
        options: of the command line.
        paths: of the machine.
        request: what is applied.
        wslc: what changes of wslc's file; None for nothing.
        asked: a person has seen what is wrong with the file, and agreed.
    """
    with stop_signals.to_the_end():
        result, found = _follow(request, paths, asked=asked)
        other = _change(wslc) if wslc is not None else None
        diff = "" if result.plan.empty else result.plan.diff(str(paths.wslconfig))
        held = apply_telling.on_disk(result, paths.wslconfig)
        if options.json:
            beside = apply_wslc.document(wslc, other)
            output.print_document(document(paths, result.plan, diff, result, beside, found=found), SCHEMA, on_disk=held)
        elif options.diff and (both := diff + apply_wslc.diff(wslc)):
            output.result(both, on_disk=held)
        else:
            parts = [] if apply_wslc.is_alone(options) and not result.shutdown_requested else [summary(result)]
            parts += ["\n".join(laid_out(apply_wslc.told(other)))] if other is not None else []
            output.result("\n".join(parts), on_disk=held)
        if left := apply_telling.closing(result, paths.wslconfig):
            output.aloud(as_text(left))
        return exit_code(result, require_effective=request.require_effective)


def _change(wslc: Planned) -> Changed:
    from wslmem.workflows.wslc import change

    return change(wslc)


def _follow(request: ApplyRequest, paths: MachinePaths, *, asked: bool) -> tuple[ApplyResult, tuple[Finding, ...]]:
    """Drive the stream of events to its end, each event a line on stderr; how it ended, and what was wrong before."""
    last: ApplyResult | None = None
    found: tuple[Finding, ...] = ()
    consent = Consent.script(force=request.force_shutdown)
    with stop_signals.handled(consent.cancel.set):
        for event in apply(request, paths, consent):
            if isinstance(event, ApplyResult):
                last = event
                continue
            if isinstance(event, Linted):
                found = event.findings
                if asked:
                    continue
            for fact in apply_telling.told(event):
                tell = output.aloud if fact.tone in LOUD else output.story
                tell(line(fact))
    assert last is not None, "an apply ends with its result"  # noqa: S101 - the stream's own promise
    return last, found


def summary(result: ApplyResult) -> str:
    """How it ended, for a person."""
    facts = [] if result.rolled_back else [*apply_telling.changes(result.plan)]
    if result.changed or result.shutdown_requested or result.effective is not None:
        facts.append(apply_telling.ending(result))
    return "\n".join([*laid_out(facts), *lines_of(result)])


def exit_code(result: ApplyResult, *, require_effective: bool) -> Exit:
    """0 done; 1 the restart failed; 3 rolled back, or not in effect although that was required."""
    if result.rolled_back or (require_effective and not result.effective):
        return Exit.NOT_EFFECTIVE
    if result.shutdown_requested and result.effective is False:
        return Exit.FAILED
    return Exit.OK

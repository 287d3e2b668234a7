"""The document of `wslmem apply --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wslmem.documents.apply import ApplyDocument, Limits, NotInEffect, ShutdownDone, WslcChange
from wslmem.documents.show import remark

if TYPE_CHECKING:
    from wslmem.cautions import Caution
    from wslmem.machine.host.paths import MachinePaths
    from wslmem.workflows.apply.events import ApplyResult
    from wslmem.wslconfig.edits import EditPlan
    from wslmem.wslconfig.findings import Finding


def document(
    paths: MachinePaths,
    edit: EditPlan,
    diff: str,
    result: ApplyResult | None,
    wslc: WslcChange | None = None,
    *,
    found: tuple[Finding, ...] = (),
    foretold: tuple[Caution, ...] = (),
) -> ApplyDocument:
    """What a script reads; `result` is None for --check, which has `foretold` instead."""
    guest = result.guest if result else None
    problem = result.problem if result else None
    return ApplyDocument(
        path=str(paths.wslconfig),
        changed=result.changed if result else False,
        would_change=not edit.empty,
        changes=edit.changes,
        diff=diff,
        backup=str(result.backup) if result and result.backup else None,
        shutdown=ShutdownDone(
            requested=bool(result and result.shutdown_requested),
            done=bool(result and result.shut_down),
            stopped=result.stopped if result else (),
        ),
        effective=Limits(guest.total, guest.swap_total, guest.processors) if guest else None,
        took_effect=result.effective if result else None,
        problem=NotInEffect(problem.code, problem.text, problem.next_step) if problem else None,
        rolled_back=bool(result and result.rolled_back),
        findings=tuple(map(remark, found)),
        warnings=result.cautions if result else foretold,
        wslc=wslc,
    )

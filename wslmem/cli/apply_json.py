"""The JSON object of `wslmem apply` (`wslmem/apply/1`)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wslmem.machine.host.paths import MachinePaths
    from wslmem.workflows.apply.events import ApplyResult
    from wslmem.wslconfig.edits import EditPlan


def as_json(paths: MachinePaths, edit: EditPlan, diff: str, result: ApplyResult | None) -> dict[str, object]:
    """What a script reads; `result` is None for --check."""
    guest = result.guest if result else None
    return {
        "schema": "wslmem/apply/1",
        "path": str(paths.wslconfig),
        "changed": result.changed if result else False,
        "would_change": not edit.empty,
        "changes": [asdict(change) for change in edit.changes],
        "diff": diff,
        "backup": str(result.backup) if result and result.backup else None,
        "shutdown": {
            "requested": bool(result and result.shutdown_requested),
            "done": bool(result and result.shut_down),
            "stopped": list(result.stopped) if result else [],
        },
        "effective": (
            {"memory": guest.total, "swap": guest.swap_total, "processors": guest.processors} if guest else None
        ),
        "took_effect": result.effective if result else None,
        "problem": asdict(result.problem) if result and result.problem else None,
        "rolled_back": bool(result and result.rolled_back),
        "warnings": [asdict(caution) for caution in result.cautions] if result else [],
    }

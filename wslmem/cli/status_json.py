"""The JSON object of `wslmem status` (`wslmem/status/1`). An unknown figure is null, its reason among the cautions."""

from __future__ import annotations

from dataclasses import asdict

from wslmem.workflows.apply.recovery import Interruption
from wslmem.workflows.survey import Survey


def as_json(known: Survey, interrupted: tuple[Interruption, ...]) -> dict[str, object]:
    """What a script reads."""
    return {
        "schema": "wslmem/status/1",
        "host": asdict(known.host) if known.host else None,
        "wsl": _wsl(known),
        "file": {
            "path": str(known.paths.wslconfig),
            "exists": known.file.data is not None,
            "findings": len(known.findings),
        },
        "effective": {name: asdict(getattr(known.effective, name)) for name in ("memory", "swap", "processors")},
        "vm": asdict(known.guest) if known.guest else None,
        "pending": str(known.pending),
        "recommendation": _headline(known),
        "interrupted": [{"work": one.entry.work, "changed": one.changed, "text": one.text} for one in interrupted],
        "cautions": [asdict(caution) for caution in known.cautions],
    }


def _wsl(known: Survey) -> dict[str, object] | None:
    if known.wsl is None:
        return None
    return {
        "path": str(known.paths.wsl_exe) if known.paths.wsl_exe else None,
        "version": known.wsl.version,
        "distributions": [asdict(distribution) for distribution in known.wsl.distributions],
        "problem": asdict(known.wsl.problem) if known.wsl.problem else None,
    }


def _headline(known: Survey) -> dict[str, object] | None:
    advice = known.recommendation
    if advice is None:
        return None
    return {
        "advice": str(advice.advice),
        "headline": advice.headline,
        "settings": {setting.key: setting.value for setting in advice.settings},
    }

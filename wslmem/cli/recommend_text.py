"""A recommendation for a person."""

from __future__ import annotations

from wslmem.cli.columns import laid_out
from wslmem.sizing.recommendation import Recommendation
from wslmem.telling import advice
from wslmem.text import Text
from wslmem.words import tell


def as_text(found: Recommendation) -> str:
    """The headline, the settings, the sum behind them, and what else would help."""
    lines = [tell(found.headline), *laid_out(advice.settings(found, unchanged=True), indent=1)]
    lines += ["", tell(Text("How memory= adds up:")), *laid_out(advice.sums(found, reasons=True), indent=1)]
    if found.options:
        lines += ["", tell(Text("Other ways to make the build complete:"))]
        lines += laid_out(advice.options(found), indent=1)
    if found.cautions:
        lines += ["", *laid_out(advice.warnings(found))]
    return "\n".join(lines)

"""A recommendation for a person."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.sizing.recommendation import Recommendation
from wslmem.units import show_size


def as_text(advice: Recommendation) -> str:
    """The headline, the settings, the sum behind them, and what else would help."""
    return "\n".join([advice.headline, *_settings(advice), *_sum(advice), *_levers(advice), *_cautions(advice)])


def _settings(advice: Recommendation) -> Iterator[str]:
    for setting in advice.settings:
        yield f"  {setting.key} = {setting.value or '(leave it)'}: {setting.because}"


def _sum(advice: Recommendation) -> Iterator[str]:
    yield "how memory= comes about:"
    for line in advice.lines:
        yield f"  {show_size(line.size):>10}  {line.name}: {line.because}"


def _levers(advice: Recommendation) -> Iterator[str]:
    if advice.levers:
        yield "what else lets the build complete:"
    for lever in advice.levers:
        peak = f" (peak {show_size(lever.peak)})" if lever.peak is not None else ""
        yield f"  {lever.name}{peak}: {lever.because}; price: {lever.price}"


def _cautions(advice: Recommendation) -> Iterator[str]:
    for caution in advice.cautions:
        yield f"caution: {caution.text}"

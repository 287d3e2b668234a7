"""What a draft amounts to: each value in a word, and the outcome."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.telling import forecast as telling
from wslmem.telling.fact import Fact, Tone, alone
from wslmem.text import Text, verbatim
from wslmem.units import show_size
from wslmem.workflows.forecast import Forecast
from wslmem.workflows.survey import Survey
from wslmem.wslconfig.effective import EffectiveValue

NOTHING = verbatim("")


def outcome(known: Survey, found: Forecast) -> Iterator[Fact]:
    """What becomes of the build, and what is left for Windows."""
    if found.outlook is not None:
        yield telling.fate(found)
    else:
        yield alone(Text("No project, so no forecast for the build."), Tone.QUIET)
    yield telling.leftover(found)
    if (committed := telling.committed(known.host)) is not None:
        yield committed
    yield from telling.warnings(found)


def meaning(name: str, known: Survey, found: Forecast) -> Text:
    """What the value in the field of `name` amounts to."""
    limit: EffectiveValue = getattr(found.limits, name)
    if name == "processors":
        return NOTHING if known.host is None else Text("of {count}", count=known.host.processors)
    if limit.value is None:
        return NOTHING
    if name == "swap" and limit.value == 0:
        return Text("none: builds that exceed memory are killed")
    size = show_size(limit.value)
    if limit.source == "default":
        return Text("{size} (WSL default)", size=size)
    if name == "memory" and known.host is not None:
        return Text("{share} of RAM", share=f"{limit.value / known.host.total:.0%}")
    return verbatim(size)

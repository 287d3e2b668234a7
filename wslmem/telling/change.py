"""What a draft amounts to: each value in a word, and the outcome."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.telling import forecast as telling
from wslmem.telling.fact import Fact, Tone, alone
from wslmem.text import Text, verbatim
from wslmem.units import guess_size, show_size, spell_size
from wslmem.workflows.draft import KEYS
from wslmem.workflows.forecast import Forecast
from wslmem.workflows.survey import Survey
from wslmem.wslconfig.effective import EffectiveValue

NOTHING = verbatim("")


def outcome(known: Survey, found: Forecast) -> Iterator[Fact]:
    """What becomes of the build, and what is left for Windows."""
    if found.outlook is not None:
        yield telling.fate(found)
    elif known.complete:
        yield alone(Text("No project, so no forecast for the build."), Tone.QUIET)
    else:
        yield alone(Text("What the build needs is not known yet."), Tone.QUIET)
    yield telling.leftover(found)
    if (committed := telling.committed(known.host)) is not None:
        yield committed
    yield from telling.warnings(found)


def meaning(name: str, known: Survey, found: Forecast) -> Text:
    """What the value in the field of `name` amounts to; or that WSL ignores it, and what is meant by it."""
    return _ignored(name, known, found) or _counts(name, known, getattr(found.limits, name))


def _counts(name: str, known: Survey, limit: EffectiveValue) -> Text:
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


def _ignored(name: str, known: Survey, found: Forecast) -> Text | None:
    """What the file says and WSL ignores, with what is meant by it; None where the value counts."""
    text = getattr(found.draft, name)
    reading = known.document.readings.get(KEYS[name])
    if text is None or reading is None or reading.valid or text != reading.raw.strip():
        return None
    meant = guess_size(text) if name != "processors" else None
    if meant is None:
        return Text("WSL ignores {text}", text=text)
    return Text("WSL ignores {text}; press Up for {right}", text=text, right=spell_size(meant))

"""What a verdict on a build sounds like, and what an error does."""

from __future__ import annotations

from wslmem.diagnosis.verdict import Verdict
from wslmem.errors import WslmemError
from wslmem.telling import verdict as telling
from wslmem.telling.fact import Tone
from wslmem.tui.widgets.facts import Fact, told
from wslmem.words import retell, say


def verdict(found: Verdict) -> tuple[Fact, ...]:
    """Headline, evidence, next step."""
    return tuple(told(telling.facts(found)))


def failure(error: WslmemError) -> tuple[Fact, ...]:
    """Cause, place, what is on disk, next step."""
    parts = ((say("Where"), error.place), (say("On disk"), error.on_disk), (say("Next"), error.next_step))
    return (Fact("", retell(error.cause), Tone.BAD), *(Fact(label, retell(text)) for label, text in parts if text))

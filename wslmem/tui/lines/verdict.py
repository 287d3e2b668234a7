"""What a verdict on a build sounds like, and what an error does."""

from __future__ import annotations

from wslmem.diagnosis.verdict import Verdict
from wslmem.errors import WslmemError
from wslmem.telling import errors
from wslmem.telling import verdict as telling
from wslmem.tui.widgets.facts import Fact, told


def verdict(found: Verdict) -> tuple[Fact, ...]:
    """Headline, killed process, limit, memory, next step; then the evidence."""
    return tuple(told(telling.at_a_glance(found)))


def failure(error: WslmemError) -> tuple[Fact, ...]:
    """Cause, place, what is on disk, next step."""
    return tuple(told([errors.headline(error), *errors.rest(error)]))

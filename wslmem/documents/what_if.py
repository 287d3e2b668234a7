"""Recommendations for computers that are not here."""

from __future__ import annotations

from wslmem.records import record
from wslmem.sizing.recommendation import Recommendation
from wslmem.units import Bytes


@record
class HostAdvice:
    """One computer, and what is recommended for it."""

    memory: Bytes
    """Its RAM."""
    processors: int
    commit_limit: Bytes | None
    """Null where none was given: then it sets no limit."""
    recommendation: Recommendation


@record
class WhatIfDocument:
    """What `wslmem recommend --hosts` prints: a recommendation for each, by WSL's defaults and no other programs."""

    hosts: tuple[HostAdvice, ...]

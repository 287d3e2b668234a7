"""One line of a log, as a program printed it."""

from __future__ import annotations

from wslmem.records import record

LONGEST = 4096
"""Characters of a line that are looked at; of a longer one the start and the end, and what stands around each hint."""


@record
class Stamp:
    """When a line was written, as far as its prefix says."""

    clock: str
    """`date` (a day is known), `uptime` (seconds since the kernel started), `time` (of an unknown day)."""
    seconds: float
    """Since the start of the clock; of `date` without a year, since the start of that year."""
    year: bool = True
    """Whether a `date` names its year."""


@record
class Line:
    """What one program printed in one line."""

    text: str
    """Without prefixes, escape codes and control characters, in English where the C library translated it."""
    number: int
    """Rises along the log; neighbours differ by 1, a gap that was skipped by more."""
    stamp: Stamp | None = None
    """By the outermost clock, which the lines around have as well."""
    own: Stamp | None = None
    """By the innermost one: when it happened, where it was printed later."""
    program: str = ""
    """Who a syslog, journal or compose prefix says that it was: `kernel`, `systemd`, `builder-1`."""
    marks: frozenset[str] = frozenset()
    """Forms of the prefixes: `github`, `gitlab`, `azure`, `jenkins`, `buildkit`, `compose`, `syslog`, `dmesg`."""
    spoken: str = ""
    """As it stood in the log, where `text` was translated: that is what is quoted."""

    @property
    def quote(self) -> str:
        """What evidence shows."""
        return self.spoken or self.text

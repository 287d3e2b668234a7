"""The clock. What is written down carries UTC; what is measured uses the monotonic clock."""

from __future__ import annotations

import time

from wslmem.units import Seconds


def now() -> str:
    """This moment in UTC, ISO 8601, whole seconds: `2026-11-23T11:44:50Z`."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def local(utc: str) -> str:
    """A moment that was written down, as the clock on this machine showed it, with its zone.

    Takes ISO 8601 in both forms: `2026-11-23T11:44:50Z` and `20261123T114450Z`; anything else stays as it is.
    """
    from datetime import datetime

    try:
        text = datetime.fromisoformat(utc).astimezone().isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return utc
    return f"{text[:10]} {text[11:19]} {text[19:]}"


def epoch() -> Seconds:
    """Seconds since 1970 by the wall clock, comparable with a file's modification time. May jump."""
    return Seconds(time.time())


def monotonic() -> Seconds:
    """Seconds from an arbitrary start. Never goes back; for durations and time limits."""
    return Seconds(time.monotonic())


def sleep(duration: Seconds) -> None:
    """Wait `duration` seconds."""
    time.sleep(duration)

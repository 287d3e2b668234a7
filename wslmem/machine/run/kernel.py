"""The kernel's own words on its kills, since a moment; for those who may read its log."""

from __future__ import annotations

import os

_TELLING = ("oom-kill:", "Killed process", "invoked oom-killer", "oom_reaper")
_MOST = 40


def lines(since: float) -> tuple[str, ...] | None:
    """At most 40 lines on kills, oldest first; None where the log may not be read.

    Args:
        since: by the monotonic clock, which is the one that the kernel's lines carry; earlier ones are left out.
    """
    try:
        handle = os.open("/dev/kmsg", os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    found: list[str] = []
    try:
        while len(found) < _MOST:
            try:
                record = os.read(handle, 8192)
            except BlockingIOError:
                break  # the end of what was written so far
            except BrokenPipeError:
                continue  # the oldest records were written over meanwhile: the next read goes on behind them
            head, _, text = record.decode("utf-8", "replace").partition(";")
            at = int(head.split(",")[2]) / 1_000_000
            if at >= since and any(word in text for word in _TELLING):
                found.append(f"[{at:12.6f}] {text.splitlines()[0]}")
    except OSError:
        return tuple(found) or None
    finally:
        os.close(handle)
    return tuple(found)

"""What programs that kill before the kernel does say of it in systemd's journal, since a moment."""

from __future__ import annotations

import json
import subprocess
import time

KILLERS = ("earlyoom", "nohang", "systemd-oomd")
_WHO = (*KILLERS, "systemd")
"""systemd tells of its own daemon's kills as well: a plain user reads that of the own units alone."""
_MOST = 200
"""Entries, of which journalctl leaves out what is longer than 4 KiB."""
_PATIENCE = 5.0
"""Seconds."""


def lines(since: float) -> tuple[str, ...]:
    """What they said, oldest first, as `earlyoom: sending SIGTERM ...`; empty where nothing may be read.

    Args:
        since: by the monotonic clock, seconds; what is older is left out.
    """
    began = time.time() - (time.monotonic() - since)
    asked = [
        "journalctl", "--quiet", "--no-pager", "--output=json", "--output-fields=MESSAGE,SYSLOG_IDENTIFIER",
        f"--since=@{int(began)}", f"--lines={_MOST}", *(f"SYSLOG_IDENTIFIER={who}" for who in _WHO),
    ]  # fmt: skip
    try:
        told = subprocess.run(  # noqa: S603
            asked, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
            timeout=_PATIENCE,
        ).stdout  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(line for entry in told.splitlines() if (line := _line(entry, began)) is not None)


def _line(entry: bytes, began: float) -> str | None:
    """One entry as a line; None where it is older, of something else, or no text."""
    try:
        fields = json.loads(entry)
        who, message = fields["SYSLOG_IDENTIFIER"], fields["MESSAGE"]
        at = int(fields["__REALTIME_TIMESTAMP"]) / 1_000_000
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError):
        return None
    if at < began or not isinstance(message, str) or not (who in KILLERS or "systemd-oomd killed" in message):
        return None
    return f"{who}: {message.splitlines()[0]}" if message else None

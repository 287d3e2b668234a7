"""Whether a line that holds one of the short words can tell anything: a second look before the dear one."""

from __future__ import annotations

from functools import cache

from wslmem.diagnosis.reading.tongues import foreign
from wslmem.diagnosis.signs import daemons, errors, killed, limits, losses, refused, stopped
from wslmem.patterns import lazy

_UNDONE = lazy(rb"[^\t -\[\]-~]|#0|\^\[|\[[0-9;]{1,24}m")
"""What cleaning would undo or translate: colours, octal and JSON escapes, letters that are not ASCII."""
_IDLE = b"go: downloading "
"""What go prints by the thousand and means nothing by."""
_OF_THE_KERNEL = frozenset(
    {"killed process", "oom-kill", "out of memory: kill", "result of limit", "oom encountered", "oom_reaper: reaped"}
)


def worth_reading(raw: bytes, needle: bytes) -> bool:
    """Whether `raw`, one line, may fit a wording whose key holds `needle`, which it holds.

    A plain line without such a key fits no such wording, however it is read.
    """
    lower = raw.lower()
    for key in _keys(needle):
        if key in lower and not (key == b"go: " and _IDLE in lower):
            return True
    if _UNDONE.search(raw.rstrip(b"\r")):
        return True
    return any(word in lower for word in _foreign())


@cache
def _keys(needle: bytes) -> tuple[bytes, ...]:
    """The keys that hold `needle`, without those that hold another one of them."""
    rooms = (daemons, errors, killed, limits, losses, refused, stopped)
    known = _OF_THE_KERNEL | {row.key for room in rooms for row in room.ROWS}
    return _least({key.encode() for key in known if needle in key.encode()})


@cache
def _foreign() -> tuple[bytes, ...]:
    return _least({word.lower().encode() for word in foreign() if word.isascii()})


def _least(known: set[bytes]) -> tuple[bytes, ...]:
    return tuple(sorted(one for one in known if not any(other != one and other in one for other in known)))

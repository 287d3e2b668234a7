"""The limit of a run: a size that a person wrote, or what is left in the machine."""

from __future__ import annotations

from wslmem.errors import NotPermittedError, UsageError
from wslmem.machine.run import group as groups
from wslmem.machine.run import readings
from wslmem.text import Text
from wslmem.units import MIB, Bytes, parse_size, show_size

RESERVE = Bytes(256 * MIB)
"""Left to everything else where the limit is worked out: shells, an editor's server that grows. In a small VM less, a
sixteenth of it, and never less than `LEAST`.
"""
LEAST = Bytes(64 * MIB)
"""A limit below this one is none that anything builds in."""


def of(memory: str | None) -> Bytes | None:
    """The limit that `memory` asks for: a size as WSL spells it, `auto`, or None for none.

    Raises:
        UsageError: a size that is none, or too small a one.
        NotPermittedError: `auto`, and there is too little left for any build.
    """
    if memory is None:
        return None
    limit = _auto() if memory == "auto" else size("memory", memory)
    if limit < LEAST:
        raise UsageError(
            Text("--memory {size} is less than any build needs", size=memory),
            on_disk=Text("unchanged; the command was not started"),
            next_step=Text("give a size such as --memory 2GB, or --memory auto"),
        )
    return limit


def size(name: str, text: str) -> Bytes:
    """The size `text` that the option `name` was given.

    Raises:
        UsageError: it is none.
    """
    found = parse_size(text)
    if found is None:
        raise UsageError(
            Text("--{name} {text} is no size", name=name, text=text),
            on_disk=Text("unchanged; the command was not started"),
            next_step=Text("write a number and a unit, such as --{name} 2GB or --{name} 512MB", name=name),
        )
    return found


def _auto() -> Bytes:
    """What is available now, within the limits above us, less a reserve: nothing is taken from others."""
    total, available = readings.memory()
    place = groups.own()
    left = groups.headroom(place[0]) if place else None
    most = available if left is None else min(left, available)
    reserve = max(LEAST, min(RESERVE, total // 16))
    limit = (most - reserve) // MIB * MIB
    if limit < LEAST:
        raise NotPermittedError(
            Text(
                "{left} of memory are left, {reserve} of it stay for everything else: too little for any build",
                left=show_size(max(0, most)),
                reserve=show_size(reserve),
            ),
            on_disk=Text("unchanged; the command was not started"),
            next_step=Text("`wslmem status` tells who holds the memory; end some of it, or give WSL more"),
        )
    return Bytes(limit)

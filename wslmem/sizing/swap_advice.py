"""The recommended swap=: a safety net under builds that grow, and a way through for those that the host cannot hold."""

from __future__ import annotations

from wslmem.sizing.caps import swap_cap
from wslmem.sizing.outlook import SWAPPED
from wslmem.sizing.recommendation import AdvisedSetting
from wslmem.text import Text
from wslmem.units import GIB, Bytes, show_size, spell_size

KEY = "wsl2.swap"
NET = Bytes(2 * GIB)
"""Enough for a build to complete, slowly, in half the memory it needs (measured, docs/sizing)."""


def keep(swap: Bytes) -> AdvisedSetting:
    """Leave it as it is."""
    if swap == 0:
        return AdvisedSetting(KEY, None, Text("not needed by the build"))
    return AdvisedSetting(KEY, None, Text("{size} stays: a safety net if the build grows", size=show_size(swap)))


def net(swap: Bytes, free_disk: Bytes | None) -> AdvisedSetting:
    """A small net where there is none: it turns a kill into a slow build. No swap= at all is no cure for thrashing."""
    room = swap_cap(free_disk)
    if swap > 0 or (room is not None and room < NET):
        return keep(swap)
    because = Text("a safety net: without swap, a slightly larger build is killed or stalls")
    return AdvisedSetting(KEY, spell_size(NET), because)


def for_missing(missing: Bytes, swap: Bytes, free_disk: Bytes | None, *, before: Bytes) -> AdvisedSetting:
    """Enough swap for `missing` bytes that do not fit into memory, as far as the disk goes.

    Args:
        missing: bytes of the build.
        swap: what counts beside the recommended memory=; its default shrinks with that.
        free_disk: where the swap file is; None is unknown.
        before: what counts now; less is not recommended.
    """
    wanted = max(NET, -(-round(missing * SWAPPED) // GIB) * GIB)
    room = swap_cap(free_disk)
    if swap >= (wanted if room is None else min(wanted, room)):
        return AdvisedSetting(KEY, None, Text("{size} already covers what does not fit", size=show_size(swap)))
    because = Text(
        "{size} of the build do not fit in memory; with swap it completes, up to 4x slower", size=show_size(missing)
    )
    given = max(wanted, before)
    return AdvisedSetting(KEY, spell_size(Bytes(given if room is None else min(given, room))), because)

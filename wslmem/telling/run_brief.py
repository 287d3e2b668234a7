"""The line at the end of a command that was run and watched. Imports little: a quick command waits for it."""

from __future__ import annotations

from wslmem.figures import show_size
from wslmem.text import Text, joined, verbatim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wslmem.machine.run.watch import Seen

SEPARATOR = verbatim(" · ")


def line(seen: Seen, wall: float, peak: int | None, limit: int | None) -> Text:
    """Wall time, peak, swap, lowest available: one line.

    Args:
        seen: what was seen of the command.
        wall: seconds from start to end.
        peak: bytes; what `seen` has, or the limit where that was reached; None or 0 where nothing was seen.
        limit: bytes it was contained in; None without.
    """
    return joined(SEPARATOR, _parts(seen, wall, peak, limit))


def _parts(seen: Seen, wall: float, peak: int | None, limit: int | None) -> Iterator[Text]:
    yield Text("{seconds} s", seconds=f"{wall:.1f}" if wall >= 1 else f"{wall:.3f}")
    name, part = max(seen.largest.items(), key=lambda one: one[1], default=("", 0))
    if not peak:
        pass  # it ended before anybody could look: a peak of 0 would be none
    elif part > peak / 2 or not name:
        yield Text("peak {size}", size=show_size(peak))
    else:
        yield Text("peak {size} (largest: {name} {part})", size=show_size(peak), name=name, part=show_size(part))
    if limit is not None:
        yield Text("limit {size}", size=show_size(limit))
    if seen.swap_peak:
        yield Text("swap {size}", size=show_size(seen.swap_peak))
    if seen.lowest is not None:
        yield Text("lowest available {size} of {total}", size=show_size(seen.lowest), total=show_size(seen.total))

"""The quick way of `wslmem run -- COMMAND`: the command is started first, everything else is imported beside it."""

from __future__ import annotations

import gc
import os

from wslmem.machine.run import child, group
from wslmem.machine.run.readings import SEEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslmem.machine.run.watch import Seen

BESIDE = 0.1
"""Seconds after which the long way is imported, while the command runs. Of a command that ended before nothing is
remembered: nobody sizes it."""


def plainly(argv: list[str]) -> int | None:
    """Run `argv` without a limit and return its exit code; None where there is none, and the long way tells."""
    if not argv or not os.access(SEEN, os.R_OK):
        return None
    gc.disable()  # what is held here is little, and searching it for garbage takes a tenth of what importing it takes
    made = group.make()
    started = child.start(argv, made)
    from wslmem.machine.files import traces
    from wslmem.machine.run import watch

    looking = watch.Watch(started, made, limit=None, time_limit=None)
    status = looking.to_the_end(lambda _, seconds: seconds > BESIDE)
    if status is None:
        from wslmem.cli import run_end

        return run_end.attend(argv, started, made, looking)
    if status == 0 and not looking.seen.kills and traces.english() and (made is None or made.remove()):
        started.close()
        _tell(looking.seen, looking.wall)
        return 0
    from wslmem.cli import run_end

    return run_end.finish(argv, started, made, looking, status)


def _tell(seen: Seen, wall: float) -> None:
    from wslmem.machine.run import own_line
    from wslmem.telling.run_brief import line

    own_line.tell(f"wslmem: {line(seen, wall, seen.peak, None)}")

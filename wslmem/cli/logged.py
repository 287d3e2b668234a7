"""`--log FILE`: the log of a run, from its arguments to its exit code."""

from __future__ import annotations

import os
from pathlib import Path

from wslmem.cli import output
from wslmem.text import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wslmem.machine.own.run_log import RunLog

_open: list[RunLog] = []


def begin(path: str, arguments: list[str]) -> None:
    """Open the log that was asked for, if one was, and note the command line.

    Raises:
        UnsafeFileError, CannotCreateError: it cannot be written to; nothing has been done.
    """
    if not path:
        return
    import shlex

    from wslmem.machine.own.run_log import RunLog

    log = RunLog(Path(os.path.expanduser(path)))  # noqa: PTH111 - the text stays where nobody has such a home
    _open.append(log)
    output.log_to(log)
    output.note(f"begins: {shlex.join(arguments)}")


def ended(code: int) -> int:
    """Note the exit code, and give it."""
    output.note(f"ends: exit code {int(code)}")
    return int(code)


def close() -> None:
    """Close the log, and tell what could not be written to it."""
    output.log_to(None)
    while _open:
        log = _open.pop()
        log.close()
        if log.lost is not None:
            output.warn(Text("the log is not complete: {why}", why=log.lost))

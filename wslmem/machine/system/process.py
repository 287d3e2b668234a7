"""The only place that starts programs: an argv, never a shell; bytes in, bytes out; a time limit; a cancel event."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wslmem.machine.system.process_errors import (
    Completed,
    ProcessCancelledError,
    ProcessError,
    ProcessFailedError,
    ProcessNotStartedError,
    ProcessOutputError,
    ProcessTimeLimitError,
)
from wslmem.text import Text

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping, Sequence

    from wslmem.units import Seconds

__all__ = [
    "Completed",
    "ProcessCancelledError",
    "ProcessError",
    "ProcessFailedError",
    "ProcessNotStartedError",
    "ProcessOutputError",
    "ProcessTimeLimitError",
    "run",
]


def run(
    argv: Sequence[str | os.PathLike[str]],
    *,
    timeout: Seconds | float,
    stdin: bytes = b"",
    cancel: threading.Event | None = None,
    env: Mapping[str, str] | None = None,
    cwd: str | os.PathLike[str] | None = None,
    on_stdout: Callable[[bytes], None] | None = None,
    on_stderr: Callable[[bytes], None] | None = None,
    keep: int | None = None,
    check: bool = False,
    spare: bool = False,
) -> Completed:
    """Run a program to its end and return what it printed.

    Args:
        argv: the program and its arguments, passed on as they are.
        timeout: seconds until it, and all it started, are killed.
        stdin: what it reads; the pipe is closed behind it.
        cancel: set by another thread to have it killed (noticed within 50 ms).
        env: the whole environment; None inherits ours.
        cwd: its working folder; None inherits ours.
        on_stdout: gets each chunk as it arrives, in a thread of ours; what it raises
            ends the program and is raised here.
        on_stderr: the same for the other stream.
        keep: how many bytes of the end of each stream to return, for endless output; None returns all, and ends a
            program that prints more than 64 MiB, also while it streams.
        check: raise when the exit code is not 0.
        spare: once the program has ended by itself, what it started and left behind stays, though it holds a pipe open.

    Raises:
        ProcessNotStartedError, ProcessTimeLimitError, ProcessCancelledError, ProcessOutputError,
            ProcessFailedError: all `ProcessError`.
    """
    from wslmem.machine.system.child import Child

    child = Child(argv, spare=spare)
    try:
        child.start(stdin=stdin, env=env, cwd=cwd, keep=keep, sinks=(on_stdout, on_stderr))
        cause = child.wait(timeout, cancel)
    finally:
        child.close()
    completed = child.completed(ended=cause is None)
    if child.overflown:
        from wslmem.machine.system.output import MOST

        raise ProcessOutputError(
            Text("{program} printed more than {limit} MiB and was ended", program=completed.argv[0], limit=MOST >> 20),
            completed,
            next_step=Text("run the command yourself and look at what it prints without end"),
        )
    if cause == "cancelled":
        raise ProcessCancelledError(Text("stopped on request"), completed)
    if cause == "time limit":
        raise ProcessTimeLimitError(Text("no answer within {seconds} s", seconds=f"{timeout:g}"), completed)
    if check and completed.returncode != 0:
        raise ProcessFailedError(Text("{program} failed", program=completed.argv[0]), completed)
    return completed

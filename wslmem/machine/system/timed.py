"""How a program and its pipes end, measured; for looking at what is taken for granted about it."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Mapping, Sequence

from wslmem.machine.system import clock, process_group
from wslmem.records import record
from wslmem.units import Seconds

LIMIT = Seconds(30)


@record
class End:
    """The end of a program."""

    took: Seconds
    """From its start to its end."""
    lag: Seconds | None
    """From its end to the end of its stdout; None where that did not come within `patience`."""


def end_of(
    argv: Sequence[str | os.PathLike[str]], env: Mapping[str, str], *, patience: Seconds = Seconds(2)
) -> End | None:
    """Run a program and see when its pipe ends; None where it does not end within `LIMIT`.

    Args:
        argv: the program and its arguments.
        env: its environment.
        patience: how long the pipe may stay open after the program's end.

    Raises:
        OSError: it does not start.
    """
    apart = process_group.popen_arguments()
    began, closed = clock.monotonic(), threading.Event()
    program = [os.fspath(word) for word in argv]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    process = subprocess.Popen(program, stdin=pipe, stdout=pipe, stderr=nothing, env=dict(env), **apart)  # type: ignore[call-overload] # noqa: S603 - an argv, never a shell
    group = process_group.hold(process)
    process.stdin.close()
    at: list[float] = []

    def read() -> None:
        with process.stdout as pipe:
            pipe.read()
        at.append(clock.monotonic())
        closed.set()

    threading.Thread(target=read, daemon=True).start()
    try:
        process.wait(LIMIT)
    except subprocess.TimeoutExpired:
        group.end(closed)
        return None
    finally:
        ended = clock.monotonic()
    whole = closed.wait(patience)
    group.close()
    return End(Seconds(ended - began), Seconds(max(at[0] - ended, 0)) if whole else None)


def children() -> set[int]:
    """The processes that descend from this one now, by number."""
    import psutil

    return {one.pid for one in psutil.Process().children(recursive=True)}

"""A child process, the threads that serve its three streams, and the end of it and of everything it started."""

from __future__ import annotations

import os
import subprocess
import threading
from typing import TYPE_CHECKING, Literal

from wslmem.machine.system import clock, process_group
from wslmem.machine.system.output import Output, feed
from wslmem.machine.system.process_errors import Completed, ProcessNotStartedError
from wslmem.text import Text
from wslmem.units import Seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

TICK = 0.05
"""How often a wait looks at the cancel event, seconds."""
LINGER = 1.0
"""How long descendants may hold the pipes open in silence after the program itself ended, seconds; then they are
killed."""

Cause = Literal["cancelled", "time limit"]


class Child:
    """A program to start. `close` must follow, whatever happens, an interrupted `start` included."""

    def __init__(self, argv: Sequence[str | os.PathLike[str]], *, spare: bool = False) -> None:
        """Name the program; nothing runs yet. `spare` as for `process.run`."""
        self._spare = spare
        self.argv = tuple(os.fspath(argument) for argument in argv)
        self._began = clock.monotonic()
        self._ended = threading.Event()
        self._failed = threading.Event()
        self._deadline = self._began
        self._process: subprocess.Popen[bytes] | None = None
        self._group: process_group.Group | None = None
        self._outputs: tuple[Output, ...] = ()

    def start(
        self,
        *,
        stdin: bytes,
        env: Mapping[str, str] | None,
        cwd: str | os.PathLike[str] | None,
        keep: int | None,
        sinks: tuple[Callable[[bytes], None] | None, Callable[[bytes], None] | None],
    ) -> None:
        """Start the program and the threads that serve it.

        Raises:
            ProcessNotStartedError: not found, not a program, not permitted, or an argument with a NUL in it.
        """
        process = self._process = self._open(env, cwd)
        self._group = process_group.hold(process)
        threading.Thread(target=self._reap, args=(process,), daemon=True).start()
        assert process.stdin and process.stdout and process.stderr  # noqa: S101, PT018 - asked for as pipes
        threading.Thread(target=feed, args=(process.stdin, stdin), daemon=True).start()
        pipes = (process.stdout, process.stderr)
        self._outputs = tuple(
            Output(pipe, keep, sink, self._failed.set) for pipe, sink in zip(pipes, sinks, strict=True)
        )

    def _open(self, env: Mapping[str, str] | None, cwd: str | os.PathLike[str] | None) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        apart = process_group.popen_arguments()
        try:
            return subprocess.Popen(  # type: ignore[call-overload, no-any-return] # noqa: S603 - an argv, never a shell
                self.argv, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0, env=env, cwd=cwd, **apart
            )
        except (OSError, ValueError) as error:
            reason = (isinstance(error, OSError) and error.strerror) or str(error)
            nothing = Completed(self.argv, None, b"", b"", Seconds(0))
            raise ProcessNotStartedError(
                Text("cannot start {argv}: {reason}", argv=self.argv[0], reason=reason), nothing
            ) from error

    def _reap(self, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        self._ended.set()

    def wait(self, timeout: float, cancel: threading.Event | None) -> Cause | None:
        """Wait for the end of the program; the cause when it is for us to end it."""
        self._deadline = Seconds(self._began + timeout)
        while not self._ended.wait(min(TICK, max(self._deadline - clock.monotonic(), 0))):
            if cancel is not None and cancel.is_set():
                return "cancelled"
            if clock.monotonic() >= self._deadline:
                return "time limit"
            if self._failed.is_set():
                return None
        return None

    def close(self) -> None:
        """Make sure that both streams are read to their end, or that the program and all it started are gone.

        Raises:
            Exception: what a sink raised.
        """
        if self._process is None:
            return
        group = self._group or process_group.hold(self._process)
        well = self._ended.is_set() and (self._drained() or self._spare)
        if not well:
            group.end(self._ended)
            self._ended.wait(LINGER)
            self._drained()
        group.close()
        for output in self._outputs:
            if output.error is not None:
                raise output.error

    def _drained(self) -> bool:
        """Wait for the end of both streams while they move, at most until the program's own deadline."""
        moved = -1
        while (before := sum(output.steps for output in self._outputs)) > moved or self._delivering():
            moved = before
            if self._read_to_end():
                return True
            if clock.monotonic() > self._deadline:
                return False
        return False

    def _read_to_end(self) -> bool:
        """Give the reading threads `LINGER` to come to the end of their streams; whether they did.

        In ticks, of which one ends when a machine goes on that stood still: nothing was read meanwhile either.
        """
        for _ in range(round(LINGER / TICK)):
            reading = [output.thread for output in self._outputs if output.thread.is_alive()]
            if not reading:
                return True
            reading[0].join(TICK)
        return not any(output.thread.is_alive() for output in self._outputs)

    def _delivering(self) -> bool:
        return any(output.delivering for output in self._outputs)

    @property
    def overflown(self) -> bool:
        """Whether it printed more than is kept."""
        return any(output.overflown for output in self._outputs)

    def completed(self, *, ended: bool) -> Completed:
        """What it printed, and its code unless it was ended by us."""
        stdout, stderr = (output.data for output in self._outputs)
        code = self._process.returncode if self._process and ended else None
        return Completed(self.argv, code, stdout, stderr, Seconds(clock.monotonic() - self._began))

"""How starting, or waiting for, a program can fail: one family, which prints the command, the code and both streams."""

from __future__ import annotations

from wslmem.errors import CancelledError, TimeLimitError, UnavailableError, WslmemError
from wslmem.machine.system.console_text import lines
from wslmem.records import record
from wslmem.text import Text
from wslmem.units import Seconds

_TAIL = 8
"""Lines of each stream that an error quotes."""


@record
class Completed:
    """A program that ran, and what is left of it."""

    argv: tuple[str, ...]
    returncode: int | None
    """As the operating system tells it: -N after signal N on POSIX, 32 bits unsigned on Windows; None when it never
    started, or was ended by us."""
    stdout: bytes
    stderr: bytes
    seconds: Seconds

    def describe(self) -> str:
        """The command, its code and the end of both streams, for a person."""
        return "\n".join([str(self.summary), *(f"    {name}: {line}" for name, line in self.quoted())])

    @property
    def summary(self) -> Text:
        """The command and how it ended."""
        line, seconds = " ".join(self.argv)[:400], f"{self.seconds:.1f}"
        if self.returncode is None:
            return Text("{line} (no exit code, {seconds} s)", line=line, seconds=seconds)
        return Text("{line} (exit code {code}, {seconds} s)", line=line, code=self.returncode, seconds=seconds)

    def quoted(self) -> list[tuple[str, str]]:
        """The end of both streams, line by line, with the name of the stream."""
        streams = (("stdout", self.stdout), ("stderr", self.stderr))
        return [(name, line) for name, stream in streams for line in [one for one in lines(stream) if one][-_TAIL:]]


class ProcessError(WslmemError):
    """A program could not be started, was ended by us, or failed where success was asked for."""

    def __init__(self, cause: Text, completed: Completed, *, next_step: Text | str = "") -> None:
        super().__init__(cause, next_step=next_step)
        self.completed = completed

    def __str__(self) -> str:
        return f"{super().__str__()}\n  command: {self.completed.describe()}"


class ProcessNotStartedError(ProcessError, UnavailableError):
    """Not found, not a program, not permitted."""


class ProcessTimeLimitError(ProcessError, TimeLimitError):
    """It did not end within its time limit; it and its group have been killed."""


class ProcessCancelledError(ProcessError, CancelledError):
    """The cancel event was set; it and its group have been killed."""


class ProcessOutputError(ProcessError, UnavailableError):
    """It printed more than is kept; it and its group have been killed."""


class ProcessFailedError(ProcessError):
    """It ended with another code than 0 and `check=True` was given."""
